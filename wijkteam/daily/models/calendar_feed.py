import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.mail_links import digests

_PURPOSE = "daily.calendar-feed"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def of_token(self, token: str) -> Self:
        """The one behind an address: of somebody who may sign in, and works with households."""
        return self.filter(digest__in=digests(_PURPOSE, token), user__is_active=True)


# The digest is a secret of sorts, and each fetch would be a line of history.
@track_changes(exclude=("digest", "fetched_at", "lines"))
class CalendarFeed(models.Model):
    """The address at which a calendar program reads somebody's calendar: one at a time, without signing in.

    Whoever has the address reads along, so it is known here by a keyed hash alone, shows no names unless its owner
    asked for them, and is ended by making a new one or none.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    with_names = models.BooleanField(_("with the names of households"), default=False)
    made_at = models.DateTimeField(_("made"))
    fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True, editable=False)
    # What each appointment was told last: [hash, sequence, when]. A program learns from it what was changed.
    lines = models.JSONField(default=dict, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.CheckConstraint(name="calendar_feed_has_a_hash", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"calendar address {self.pk}"

    def new_token(self, *, at: datetime) -> str:
        """Shown once and kept nowhere. Whatever address there was opens nothing any more; save afterwards."""
        token = secrets.token_urlsafe(32)
        self.digest, self.made_at, self.fetched_at, self.lines = digests(_PURPOSE, token)[0], at, None, {}
        return token

    @property
    def host(self) -> str:
        return settings.BASE_URL.partition("://")[2].partition(":")[0].rstrip("/") or "localhost"
