"""True counts per team and month, kept so that no page counts ten years again. They are never published."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.models import Area, Theme
from wijkteam.core.periods import next_month
from wijkteam.hours.enums import CASE_KINDS, PREVENTION_KINDS, WorkKind
from wijkteam.teams.models import Team


class TeamMonthQuerySet(models.QuerySet["TeamMonth"]):
    def up_to(self, month: date, *, months: int) -> Self:
        """The `months` months that end with `month` (its first day), oldest first."""
        return self.filter(month__gt=next_month(month, step=-months), month__lte=month).order_by("month")


class TeamMonth(models.Model):
    """What a team did in a month, in numbers; their meaning stands in enums.DEFINITIONS.

    Computed anew from the rows whenever asked (services.refresh_facts), so a late entry changes it. What a
    commissioner reads does not change with it: a report is frozen.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", verbose_name=_("team"))
    month = models.DateField(_("month"))
    computed_at = models.DateTimeField(_("counted at"))

    open_at_start = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    open_at_end = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    plan_overdue = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    long_running = models.PositiveIntegerField()

    fte = models.DecimalField(max_digits=6, decimal_places=2)
    band_low = models.PositiveSmallIntegerField(null=True)
    band_high = models.PositiveSmallIntegerField(null=True)
    floor_percentage = models.PositiveSmallIntegerField(null=True)
    rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    minutes_individual = models.PositiveIntegerField()
    minutes_escalation = models.PositiveIntegerField()
    minutes_collective = models.PositiveIntegerField()
    minutes_prevention = models.PositiveIntegerField()
    minutes_outreach = models.PositiveIntegerField()
    minutes_network = models.PositiveIntegerField()
    minutes_team = models.PositiveIntegerField()
    minutes_administration = models.PositiveIntegerField()
    # The part of collective work that went to initiatives of residents and volunteers themselves.
    organising_minutes = models.PositiveIntegerField()

    contacts = models.PositiveIntegerField()
    contacted_households = models.PositiveIntegerField()
    escalation_households = models.PositiveIntegerField()

    questions = models.PositiveIntegerField()
    questions_proactive = models.PositiveIntegerField()
    questions_answered = models.PositiveIntegerField()
    questions_collective = models.PositiveIntegerField()
    questions_case = models.PositiveIntegerField()
    questions_declined = models.PositiveIntegerField()
    # What became of the signals that were followed up.
    signals_together = models.PositiveIntegerField()
    signals_passed_on = models.PositiveIntegerField()
    signals_looked_into = models.PositiveIntegerField()
    signals_nothing = models.PositiveIntegerField()
    days_to_decision = models.DecimalField(max_digits=7, decimal_places=2, null=True)

    initiatives = models.PositiveIntegerField()
    signals = models.PositiveIntegerField()
    signals_followed_up = models.PositiveIntegerField()
    # Meetings that were held, and how often somebody was there; courses by a method; being out in the neighbourhood.
    sessions = models.PositiveIntegerField()
    attendances = models.PositiveIntegerField()
    editions = models.PositiveIntegerField()
    outreach_moments = models.PositiveIntegerField()
    outreach_met = models.PositiveIntegerField()
    opportunities = models.PositiveIntegerField()
    opportunities_answered = models.PositiveIntegerField()
    reflections = models.PositiveIntegerField()
    # Who helps in the neighbourhood, and the visits that they made: to how many people.
    volunteers = models.PositiveIntegerField()
    visits = models.PositiveIntegerField()
    visited = models.PositiveIntegerField()
    # What initiatives were given, in whole euros.
    subsidy = models.PositiveIntegerField()
    # Households that went from their case to an initiative.
    collective_referred = models.PositiveIntegerField()
    collective_closed = models.PositiveIntegerField()

    # Households with a request to a partner in the month, by the ring in which that partner stood on the day.
    partners_first = models.PositiveIntegerField()
    partners_second = models.PositiveIntegerField()
    partners_none = models.PositiveIntegerField()
    partners_waiting = models.PositiveIntegerField()
    partners_too_long = models.PositiveIntegerField()
    partners_started = models.PositiveIntegerField()
    partners_own_employer = models.PositiveIntegerField()
    days_to_help = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    # About organisations, not about households.
    agreements = models.PositiveIntegerField()
    agreements_due = models.PositiveIntegerField()
    partners_around = models.PositiveIntegerField()
    principles_endorsed = models.PositiveIntegerField()
    pressure_signals = models.PositiveIntegerField()
    relations_quiet = models.PositiveIntegerField()

    objects = TeamMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of a team")
        verbose_name_plural = _("months of teams")
        constraints = [
            models.UniqueConstraint(name="team_month_once", fields=["team", "month"]),
            models.CheckConstraint(name="team_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="team_month_adds_up",
                condition=Q(open_at_end=F("open_at_start") + F("opened") - F("closed")),
            ),
            models.CheckConstraint(
                name="team_month_parts_fit",
                condition=Q(reopened__lte=F("opened"), waiting__lte=F("open_at_end"), silent__lte=F("open_at_end"))
                & Q(plan_overdue__lte=F("open_at_end"), long_running__lte=F("open_at_end"))
                & Q(questions_proactive__lte=F("questions"), contacted_households__lte=F("contacts"))
                & Q(escalation_households__lte=F("contacted_households")),
            ),
            models.CheckConstraint(name="team_month_collective_fits", condition=Q(collective_closed__lte=F("closed"))),
            models.CheckConstraint(
                name="team_month_four_tasks_fit",
                condition=Q(organising_minutes__lte=F("minutes_collective"), visited__lte=F("visits"))
                & Q(
                    signals_followed_up=F("signals_together")
                    + F("signals_passed_on")
                    + F("signals_looked_into")
                    + F("signals_nothing")
                ),
            ),
            models.CheckConstraint(
                name="team_month_network_fits",
                condition=Q(partners_waiting__lte=F("open_at_end"), partners_too_long__lte=F("partners_waiting"))
                & Q(agreements_due__lte=F("agreements"), principles_endorsed__lte=F("partners_around")),
            ),
        ]

    def __str__(self) -> str:
        return f"team {self.team_id} in {self.month:%Y-%m}"

    def minutes_of(self, kind: str) -> int:
        return int(getattr(self, f"minutes_{kind}"))

    @property
    def minutes(self) -> int:
        return sum(self.minutes_of(kind) for kind in WorkKind.values)

    @property
    def minutes_for_cases(self) -> int:
        return sum(self.minutes_of(kind) for kind in CASE_KINDS)

    @property
    def minutes_for_prevention(self) -> int:
        return sum(self.minutes_of(kind) for kind in PREVENTION_KINDS)

    @property
    def prevention_share(self) -> float | None:
        """Between 0 and 1; None when no hours were registered."""
        return self.minutes_for_prevention / self.minutes if self.minutes else None


class TeamMonthStock(models.Model):
    """How many households were open at the end of a month, for one district (wijk) and one main theme.

    Each open household is in exactly one row, so that both margins add up to `open_at_end`.
    """

    team_month = models.ForeignKey(TeamMonth, on_delete=models.CASCADE, related_name="stock")
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    households = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("open households per district and theme")
        verbose_name_plural = _("open households per district and theme")
        constraints = [
            models.UniqueConstraint(name="stock_once", fields=["team_month", "district", "theme"]),
            models.CheckConstraint(name="stock_is_somebody", condition=Q(households__gt=0)),
        ]

    def __str__(self) -> str:
        return f"stock {self.pk}"


class TeamMonthTheme(models.Model):
    """The minutes of casework in a month on cases of one main theme, and for how many households they were."""

    team_month = models.ForeignKey(TeamMonth, on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    minutes = models.PositiveIntegerField()
    households = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("hours of a month per theme")
        verbose_name_plural = _("hours of months per theme")
        constraints = [
            models.UniqueConstraint(name="theme_hours_once", fields=["team_month", "theme"]),
            models.CheckConstraint(name="theme_hours_are_of_somebody", condition=Q(households__gt=0)),
        ]

    def __str__(self) -> str:
        return f"hours per theme {self.pk}"
