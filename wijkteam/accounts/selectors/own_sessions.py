"""The browsers in which somebody is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from wijkteam.accounts.models import BrowserSession, User


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    public_id: UUID
    browser: str
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


def own_sessions(*, user: User, this_key: str, now: datetime) -> Sequence[OwnSession]:
    """Those that still live, this one first; one that was idle for too long is over, though its row is still there."""
    alive = Q(seen_at__gte=now - timedelta(seconds=settings.SESSION_IDLE_SECONDS), expire_date__gt=now)
    rows = BrowserSession.objects.filter(alive | Q(session_key=this_key), user=user).order_by("-seen_at")
    found = [
        OwnSession(
            public_id=row.public_id,
            browser=row.browser,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this_one=row.session_key == this_key,
        )
        for row in rows
        if row.public_id and row.started_at and row.seen_at
    ]
    return sorted(found, key=lambda one: not one.is_this_one)
