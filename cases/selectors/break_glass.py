"""What was opened in an emergency, and what still has to be judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import BreakGlass
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.audit.selectors.waiting import Waiting

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST = 100
MOST_READINGS = 200


@dataclass(frozen=True, kw_only=True)
class EmergencyRow:
    public_id: UUID
    who: str
    team: str
    number: str
    kind: "_StrOrPromise"
    reason: str
    started_at: datetime
    ends_at: datetime
    runs: bool
    is_mine: bool
    review_by: date
    is_overdue: bool
    result: "_StrOrPromise"
    reviewed_by: str
    reviewed_at: datetime | None
    review_note: str


@dataclass(frozen=True, kw_only=True)
class EmergencyList:
    """`waiting` has what is overdue first; `judged` the newest first."""

    waiting: tuple[EmergencyRow, ...]
    judged: tuple[EmergencyRow, ...]
    overdue: int
    judges: bool


def emergency_row(row: BreakGlass, *, user: User, at: datetime, today: date) -> EmergencyRow:
    """Needs `user`, `case__team` and `reviewed_by`."""
    return EmergencyRow(
        public_id=row.public_id,
        who=row.user.name,
        team=row.case.team.name if row.case else "",
        number=row.number,
        kind=row.get_kind_display(),
        reason=row.reason,
        started_at=row.started_at,
        ends_at=row.ends_at,
        runs=row.started_at <= at < row.ends_at,
        is_mine=row.user_id == user.pk,
        review_by=row.review_by,
        is_overdue=row.reviewed_at is None and row.review_by < today,
        result=row.get_result_display(),
        reviewed_by=row.reviewed_by.name if row.reviewed_by else "",
        reviewed_at=row.reviewed_at,
        review_note=row.review_note,
    )


def emergencies(*, user: User, at: datetime, today: date) -> EmergencyList:
    """What this person may know of. Two statements."""
    mine = BreakGlass.objects.visible_to(user, on=today).select_related("user", "case__team", "reviewed_by")

    def rows(found: Sequence[BreakGlass]) -> tuple[EmergencyRow, ...]:
        return tuple(emergency_row(row, user=user, at=at, today=today) for row in found)

    waiting = rows(list(mine.waiting().order_by("started_at", "pk")))
    judged = rows(list(mine.exclude(reviewed_at=None).order_by("-started_at", "-pk")[:MOST]))
    return EmergencyList(
        waiting=waiting,
        judged=judged,
        overdue=sum(row.is_overdue for row in waiting),
        judges=user.role == Role.PRIVACY_OFFICER,
    )


@dataclass(frozen=True, kw_only=True)
class Reading:
    at: datetime
    act: "_StrOrPromise"
    subject: "_StrOrPromise"


def readings_of(emergency: BreakGlass) -> tuple[Reading, ...]:
    """What was looked at in it, from the read log."""
    if emergency.household_id is None:
        return ()
    lines = ReadLog.objects.filter(
        is_emergency=True,
        user_id=emergency.user_id,
        household_id=emergency.household_id,
        at__gte=emergency.started_at,
        at__lt=emergency.ends_at,
    ).order_by(F("at"), "pk")[:MOST_READINGS]
    return tuple(Reading(at=line.at, act=line.get_act_display(), subject=line.get_subject_display()) for line in lines)


def emergencies_to_judge(now: datetime) -> Waiting:
    """For the first page of the privacy officer. One statement."""
    rows = list(BreakGlass.objects.waiting().order_by("started_at"))
    today = timezone.localdate(now)
    return Waiting(
        label=_("uses of emergency access to judge"),
        url=reverse("cases:emergencies"),
        count=len(rows),
        since=rows[0].started_at if rows else None,
        late=sum(row.review_by < today for row in rows),
    )
