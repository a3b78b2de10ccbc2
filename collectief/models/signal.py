import uuid
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import SignalFollowUp, SignalSource
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Signals of the teams one works in now. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def waiting(self) -> Self:
        return self.filter(followed_up_at=None)


# The history keeps no names and addresses of who passed it on: erasing them erases them.
@track_changes(exclude=("signaller", "reach"))
class Signal(models.Model):
    """Something that somebody noticed in the neighbourhood and passed on: what, where, and what became of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="signals", verbose_name=_("team"))
    received_at = models.DateTimeField(_("received"))
    source = models.CharField(
        _("who noticed it"),
        max_length=10,
        choices=SignalSource,
        default=SignalSource.RESIDENT,
        db_default=SignalSource.RESIDENT,
    )
    text = models.TextField(_("what was noticed"), max_length=4000)
    place = models.CharField(_("where"), max_length=200, blank=True)
    signaller = models.CharField(_("who passed it on"), max_length=200, blank=True)
    reach = models.CharField(_("how to answer"), max_length=200, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    # Half a year after the follow-up the name and the address of who passed it on are taken away.
    signaller_erased_on = models.DateField(_("name and address taken away on"), null=True, blank=True, editable=False)
    looked_at_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked at by")
    )
    looked_at_since = models.DateTimeField(_("looked at since"), null=True, blank=True)
    followed_up_at = models.DateTimeField(_("followed up"), null=True, blank=True)
    followed_up_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    follow_up = models.CharField(_("what became of it"), max_length=12, choices=SignalFollowUp, blank=True)
    follow_up_note = models.TextField(_("explanation"), blank=True, max_length=2000)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        constraints = [
            models.CheckConstraint(name="signal_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="signal_source_is_known", condition=Q(source__in=SignalSource.values)),
            models.CheckConstraint(
                name="signal_follow_up_is_whole",
                condition=Q(followed_up_at=None, followed_up_by=None, follow_up="")
                | (
                    Q(followed_up_at__isnull=False, followed_up_at__gte=F("received_at"), followed_up_by__isnull=False)
                    & ~Q(follow_up="")
                ),
            ),
            models.CheckConstraint(
                name="signal_looked_at_as_a_whole",
                condition=Q(looked_at_by=None, looked_at_since=None)
                | Q(looked_at_by__isnull=False, looked_at_since__isnull=False, looked_at_since__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="signal_erased_has_no_name",
                condition=Q(signaller_erased_on=None)
                | Q(signaller_erased_on__isnull=False, signaller="", reach="", followed_up_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "-followed_up_at"], condition=Q(followed_up_at__isnull=False), name="signal_finished"
            ),
            models.Index(fields=["team", "-received_at"], name="signal_of_team"),
        ]

    def __str__(self) -> str:
        return f"signal {self.pk}"

    @property
    def can_be_mailed(self) -> bool:
        """What was left to answer to is an e-mail address."""
        try:
            validate_email(self.reach.strip())
        except ValidationError:
            return False
        return True
