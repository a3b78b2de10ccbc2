from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models.team import Team


class CaseloadBandQuerySet(models.QuerySet["CaseloadBand"]):
    def on(self, day: date) -> Self:
        return self.filter(running_on(day))


class PreventionFloorQuerySet(models.QuerySet["PreventionFloor"]):
    def on(self, day: date) -> Self:
        return self.filter(running_on(day))


class HourlyRateQuerySet(models.QuerySet["HourlyRate"]):
    def on(self, day: date) -> Self:
        return self.filter(running_on(day))


class CaseloadBand(models.Model):
    """How many open cases a full-time worker of this team is agreed to have: from `low` to `high`, dated.

    There is no national norm (facts.md), so the band is an agreement, never a constant.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="caseload_bands", verbose_name=_("team"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    low = models.PositiveSmallIntegerField(_("at least, per fte"))
    high = models.PositiveSmallIntegerField(_("at most, per fte"))

    objects = CaseloadBandQuerySet.as_manager()

    class Meta:
        verbose_name = _("caseload band")
        verbose_name_plural = _("caseload bands")
        constraints = [
            models.CheckConstraint(
                name="band_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="band_low_up_to_high", condition=Q(low__lte=F("high"))),
            no_overlap(name="band_one_at_a_time", same=["team"]),
        ]

    def __str__(self) -> str:
        return f"caseload band {self.low}-{self.high}"


class PreventionFloor(models.Model):
    """The least share of hours, in per cent, that is agreed for collective work, prevention and outreach."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="prevention_floors", verbose_name=_("team"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    percentage = models.PositiveSmallIntegerField(_("at least, in per cent of the hours"))

    objects = PreventionFloorQuerySet.as_manager()

    class Meta:
        verbose_name = _("prevention floor")
        verbose_name_plural = _("prevention floors")
        constraints = [
            models.CheckConstraint(
                name="floor_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="floor_is_a_percentage", condition=Q(percentage__lte=100)),
            no_overlap(name="floor_one_at_a_time", same=["team"]),
        ]

    def __str__(self) -> str:
        return f"prevention floor {self.percentage}%"


class HourlyRate(models.Model):
    """What an hour of this team costs, in euros, as was agreed: with it a report says hours as money."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="hourly_rates", verbose_name=_("team"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    euros = models.DecimalField(_("euros for an hour"), max_digits=5, decimal_places=2)

    objects = HourlyRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("hourly rate")
        verbose_name_plural = _("hourly rates")
        constraints = [
            models.CheckConstraint(
                name="rate_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__isnull=False, ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(name="rate_is_some_money", condition=Q(euros__gt=0)),
            no_overlap(name="rate_one_at_a_time", same=["team"]),
        ]

    def __str__(self) -> str:
        return f"hourly rate from {self.starts_on}"
