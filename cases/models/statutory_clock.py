import uuid
from typing import Self

from django.db import models
from django.db.models import DateField, F, Func, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ClockEnd, ClockPhase, Decision
from cases.models.case import Case
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes

# Wmo 2015: art. 2.3.2 paragraph 2 (own plan), paragraph 1 (investigation), art. 2.3.5 paragraph 2 (decision).
OWN_PLAN_DAYS, INVESTIGATION_DAYS, DECISION_DAYS = 7, 42, 14
DUE = ("own_plan_due_on", "investigation_due_on", "decision_due_on")


def _later(name: str, days: int) -> "models.GeneratedField":
    """A column that PostgreSQL keeps at `days` days after another: nobody can type a term."""
    return models.GeneratedField(
        expression=Func(F(name), template=f"(%(expressions)s + {days})", output_field=DateField()),
        output_field=DateField(null=True),
        db_persist=True,
    )


def _not_before_the_report(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__isnull": False, f"{name}__gte": F("reported_on")})


class StatutoryClockQuerySet(models.QuerySet["StatutoryClock"]):
    def running(self) -> Self:
        return self.filter(decided_on=None, ended_on=None)


@track_changes(exclude=DUE)
class StatutoryClock(models.Model):
    """The terms of the Wmo 2015 for one report (melding) in a case, from the report to the decision.

    The due dates are columns that PostgreSQL computes. An application comes after the investigation, or when its six
    weeks have passed without one (art. 2.3.2 paragraph 9). At most one clock runs in a case.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("started by"))
    reported_on = models.DateField(_("reported on"))
    confirmed_on = models.DateField(_("receipt confirmed on"), null=True, blank=True)
    own_plan_on = models.DateField(_("own plan received on"), null=True, blank=True)
    investigation_done_on = models.DateField(_("investigation finished on"), null=True, blank=True)
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    ended_on = models.DateField(_("stopped on"), null=True, blank=True)
    end_reason = models.CharField(_("why it stopped"), max_length=15, choices=ClockEnd, blank=True)
    own_plan_due_on = _later("reported_on", OWN_PLAN_DAYS)
    investigation_due_on = _later("reported_on", INVESTIGATION_DAYS)
    decision_due_on = _later("applied_on", DECISION_DAYS)

    objects = StatutoryClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("statutory clock")
        verbose_name_plural = _("statutory clocks")
        constraints = [
            models.UniqueConstraint(
                name="case_has_one_running_clock", fields=["case"], condition=Q(decided_on=None, ended_on=None)
            ),
            models.CheckConstraint(
                name="clock_begins_with_the_report",
                condition=_not_before_the_report("confirmed_on")
                & _not_before_the_report("own_plan_on")
                & _not_before_the_report("investigation_done_on")
                & _not_before_the_report("applied_on"),
            ),
            models.CheckConstraint(
                name="clock_application_follows_investigation",
                condition=Q(applied_on=None)
                | Q(investigation_done_on__isnull=False, applied_on__gte=F("investigation_done_on"))
                | Q(applied_on__gt=F("reported_on") + INVESTIGATION_DAYS),
            ),
            models.CheckConstraint(
                name="clock_decided_as_a_whole",
                condition=Q(decided_on=None, decision="")
                | (
                    Q(decided_on__isnull=False, applied_on__isnull=False, decided_on__gte=F("applied_on"))
                    & ~Q(decision="")
                ),
            ),
            models.CheckConstraint(
                name="clock_stops_with_a_reason",
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("reported_on"), decided_on=None) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"clock {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.decided_on is None and self.ended_on is None


@append_only
@track_changes()
class ClockExtension(models.Model):
    """A later day for one phase, with its reason. Never changed: a mistake is followed by another extension.

    For the investigation the resident agrees; for the decision the resident is told in time (Awb art. 4:14).
    """

    clock = models.ForeignKey(StatutoryClock, on_delete=models.PROTECT, related_name="extensions")
    phase = models.CharField(_("phase"), max_length=15, choices=ClockPhase)
    until = models.DateField(_("at the latest on"))
    reason = models.TextField(_("reason"), max_length=1000)
    agreed_on = models.DateField(_("the resident agreed on"), null=True, blank=True)
    told_on = models.DateField(_("the resident was told on"), null=True, blank=True)
    extended_at = models.DateTimeField(_("extended"))
    extended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("extended by"))

    class Meta:
        verbose_name = _("extension of a term")
        verbose_name_plural = _("extensions of terms")
        constraints = [
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_is_agreed_or_told",
                condition=Q(phase=ClockPhase.INVESTIGATION, agreed_on__isnull=False, told_on=None)
                | Q(phase=ClockPhase.DECISION, told_on__isnull=False, agreed_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"extension {self.pk}"
