import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import PressureKind, PressureStep
from netwerk.models.organisation import Organisation
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


class PressureSignalQuerySet(models.QuerySet["PressureSignal"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """The team that wrote it, and every team coordinator: pressure is seen over teams. The only such rule."""
        if user.role == Role.TEAM_COORDINATOR:
            return self.all()
        return self.filter(team__in=Team.objects.of_worker(user, on=on)) if user.does_casework else self.none()

    def open(self) -> Self:
        return self.exclude(Exists(PressureFollowUp.objects.filter(signal=OuterRef("pk"), step=PressureStep.SETTLED)))


@track_changes()
class PressureSignal(models.Model):
    """A provider presses residents or colleagues. It is about the provider: nothing here points at a household.

    A test looks at every key that leaves from here and that arrives here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="pressure_signals", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="pressure_signals", verbose_name=_("provider")
    )
    kind = models.CharField(_("kind of pressure"), max_length=12, choices=PressureKind)
    happened_on = models.DateField(_("day"))
    text = models.TextField(_("what happened"), max_length=2000)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported by"))
    reported_on = models.DateField(_("reported on"))

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PressureSignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("pressure signal")
        verbose_name_plural = _("pressure signals")
        constraints = [
            models.CheckConstraint(name="pressure_kind_is_known", condition=Q(kind__in=PressureKind.values)),
            models.CheckConstraint(name="pressure_says_what_happened", condition=~Q(text="")),
            models.CheckConstraint(
                name="pressure_is_reported_afterwards", condition=Q(reported_on__gte=models.F("happened_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-reported_on"], name="pressure_of_team"),
            models.Index(fields=["organisation", "-happened_on"], name="pressure_of_provider"),
        ]

    def __str__(self) -> str:
        return f"pressure signal {self.pk}"


@append_only
@track_changes()
class PressureFollowUp(models.Model):
    """One thing that was done with a pressure signal; `settled` closes it."""

    signal = models.ForeignKey(PressureSignal, on_delete=models.PROTECT, related_name="follow_ups")
    step = models.CharField(_("what was done"), max_length=20, choices=PressureStep)
    on = models.DateField(_("day"))
    text = models.TextField(_("how it went"), max_length=2000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written down by"))

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("follow-up of a pressure signal")
        verbose_name_plural = _("follow-ups of pressure signals")
        constraints = [
            models.CheckConstraint(name="pressure_step_is_known", condition=Q(step__in=PressureStep.values)),
            models.CheckConstraint(name="pressure_follow_up_says_how", condition=~Q(text="")),
            models.UniqueConstraint(
                name="pressure_is_settled_once", fields=["signal"], condition=Q(step=PressureStep.SETTLED)
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} of a pressure signal"
