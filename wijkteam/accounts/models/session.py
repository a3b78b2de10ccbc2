"""Sessions that know whose they are: somebody can see the own ones and end them, and a disabled account has none."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.cache import caches
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What a session of somebody holds besides Django's own (see accounts/middleware.py).
SESSION_ID, SIGNED_IN_AT, SEEN_AT, BROWSER = "session_id", "signed_in_at", "seen_at", "browser"
# How long a copy in the cache may outlive the row, when Valkey was away while the session ended.
COPY_LIVES = 30


class BrowserSession(AbstractBaseSession):
    """One browser. Signed in: whose, since when, seen when (to half a minute), and what browser it said to be."""

    # Not unique: while a session changes its key, the row of the new key is there before the old one goes.
    public_id = models.UUIDField(null=True, blank=True, editable=False)
    user = models.ForeignKey(
        "accounts.User", verbose_name=_("account"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    started_at = models.DateTimeField(_("signed in at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                name="session_is_of_somebody_or_nobody",
                condition=Q(user=None, public_id=None, started_at=None, seen_at=None)
                | Q(user__isnull=False, public_id__isnull=False, started_at__isnull=False, seen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return "session"  # its key is a secret

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        return SessionStore


class _Briefly:
    """A cache in which nothing lives longer than COPY_LIVES."""

    def __init__(self, cache: Any) -> None:
        self._cache = cache

    def set(self, key: str, value: Any, timeout: int) -> None:
        self._cache.set(key, value, min(timeout, COPY_LIVES))

    def __contains__(self, key: str) -> bool:
        return key in self._cache

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cache, name)


class SessionStore(CachedStore):
    """Django's own store, with columns beside the data; the row is asked again twice a minute."""

    cache_key_prefix = "session:"

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache = _Briefly(caches[settings.SESSION_CACHE_ALIAS])

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        session: BrowserSession = super().create_model_instance(data)  # type: ignore[assignment]  # of the class above
        if SESSION_KEY in data and SESSION_ID in data:
            session.user_id = int(data[SESSION_KEY])
            session.public_id = uuid.UUID(data[SESSION_ID])
            session.started_at = datetime.fromtimestamp(data[SIGNED_IN_AT], UTC)
            session.seen_at = datetime.fromtimestamp(data[SEEN_AT], UTC)
            session.browser = data[BROWSER]
        return session
