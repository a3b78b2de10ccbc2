import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ProvisionKind
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models import Team

EXPIRES_SOON = timedelta(weeks=8)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Everyone in a team knows what their teams may decide. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))


@track_changes()
class Mandate(models.Model):
    """What a team may decide by itself, without a decision of the municipality: up to how much, for whom, how long.

    From `starts_on` up to `ends_on`. For one kind of provision one mandate at a time.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("team"))
    kind = models.CharField(_("kind of provision"), max_length=20, choices=ProvisionKind)
    up_to_euros = models.PositiveIntegerField(_("up to how many euros a year"), null=True, blank=True)
    up_to_hours = models.PositiveSmallIntegerField(_("up to how many hours a week"), null=True, blank=True)
    up_to_months = models.PositiveSmallIntegerField(_("for at most how many months"), null=True, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    agreed_on = models.DateField(_("agreed on"))
    agreed_with = models.CharField(_("agreed with"), max_length=200)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(name="mandate_kind_is_known", condition=Q(kind__in=ProvisionKind.values)),
            models.CheckConstraint(name="mandate_has_a_period", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="mandate_has_a_limit",
                condition=(Q(up_to_euros__isnull=False) | Q(up_to_hours__isnull=False) | Q(up_to_months__isnull=False))
                & (Q(up_to_euros=None) | Q(up_to_euros__isnull=False, up_to_euros__gte=1))
                & (Q(up_to_hours=None) | Q(up_to_hours__isnull=False, up_to_hours__gte=1))
                & (Q(up_to_months=None) | Q(up_to_months__isnull=False, up_to_months__gte=1)),
                violation_error_message=_("Say up to how much: euros, hours or months."),
            ),
            models.CheckConstraint(
                name="mandate_hours_fit_in_a_week",
                condition=Q(up_to_hours=None) | Q(up_to_hours__isnull=False, up_to_hours__lte=168),
            ),
            models.CheckConstraint(
                name="mandate_says_for_whom_and_with_whom", condition=~Q(for_whom="") & ~Q(agreed_with="")
            ),
            no_overlap(
                name="mandate_one_at_a_time",
                same=["team", "kind"],
                message=_("There is a mandate for this kind of provision in that period already."),
            ),
        ]
        indexes = [models.Index(fields=["team", "ends_on"], name="mandate_of_team")]

    def __str__(self) -> str:
        return f"mandate {self.pk}"
