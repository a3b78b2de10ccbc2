"""End sessions: at once, in the database and in the cache."""

from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from wijkteam.accounts.models import BrowserSession, User
from wijkteam.accounts.models.session import SessionStore


def _end(sessions: QuerySet[BrowserSession]) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    BrowserSession.objects.filter(session_key__in=keys).delete()
    cached = [f"{SessionStore.cache_key_prefix}{key}" for key in keys]
    cache.delete_many(cached)
    # Whoever read the row just before this is committed may have put it in the cache again.
    transaction.on_commit(lambda: cache.delete_many(cached))
    return len(keys)


def end_session(*, user: User, public_id: UUID) -> bool:
    """End one of the own sessions; False when it was over already (or somebody else's)."""
    return bool(_end(BrowserSession.objects.filter(user=user, public_id=public_id)))


def end_other_sessions(*, user: User, but: str) -> int:
    """End all own sessions except the one with this key; how many there were."""
    return _end(BrowserSession.objects.filter(user=user).exclude(session_key=but))


def end_all_sessions(*, user: User) -> int:
    """For an account that is disabled, or whose password or second factor was given anew."""
    return _end(BrowserSession.objects.filter(user=user))


def remove_expired_sessions(*, at: datetime) -> int:
    removed, _by_model = BrowserSession.objects.filter(expire_date__lt=at).delete()
    return removed
