import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.reports.enums import JobProblem, JobState, JobStep
from wijkteam.reports.models.report import MonthlyReport
from wijkteam.teams.models import Team

OPEN = (JobState.WAITING, JobState.RUNNING)


class ReportJobQuerySet(models.QuerySet["ReportJob"]):
    def to_take(self, *, at: datetime, even_held: bool = False) -> Self:
        """What waits for its turn, and what somebody took and did not finish in time.

        `even_held`: also what is held for longer; for who sees to it that nobody alive works on it.
        """
        waiting = Q(state=JobState.WAITING) & (Q(try_after=None) | Q(try_after__lte=at))
        return self.filter(waiting | (Q(state=JobState.RUNNING) if even_held else self._late(at)))

    def overdue(self, *, at: datetime) -> Self:
        """What somebody took and did not finish in time: they hang."""
        return self.filter(self._late(at))

    @staticmethod
    def _late(at: datetime) -> Q:
        return Q(state=JobState.RUNNING, leased_until__lte=at)

    def visible_to(self, user: User, *, on: date) -> Self:
        """The coordinator of the team. The only place with that rule."""
        if user.role != Role.TEAM_COORDINATOR:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))


class ReportJob(models.Model):
    """The wish that a report be made, how far it is and what came of it.

    It is written in the transaction of the wish, so a message that never arrives costs a minute and no report. Who
    works on it holds it until `leased_until`; `runs` counts how often it was taken, and who took it last alone may
    finish it. The row ends in the transaction that makes the report.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    month = models.DateField(_("month"))
    reason = models.CharField(_("why there is a new version"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=7, choices=JobState, default=JobState.WAITING)
    step = models.PositiveSmallIntegerField(_("step"), choices=JobStep, default=JobStep.QUEUED)
    runs = models.PositiveSmallIntegerField(_("times taken"), default=0)
    try_after = models.DateTimeField(_("not before"), null=True, blank=True)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    report = models.ForeignKey(
        MonthlyReport, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report")
    )
    problem = models.CharField(_("why not"), max_length=12, choices=JobProblem, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ReportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a report")
        verbose_name_plural = _("wishes for reports")
        constraints = [
            models.UniqueConstraint(
                name="report_job_one_at_a_time",
                fields=["team", "month"],
                condition=Q(state__in=OPEN),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="report_job_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(name="report_job_step_exists", condition=Q(step__lte=JobStep.READY)),
            models.CheckConstraint(
                name="report_job_is_held_while_it_runs",
                condition=Q(state=JobState.RUNNING, leased_until__isnull=False, runs__gte=1)
                | (~Q(state=JobState.RUNNING) & Q(leased_until=None)),
            ),
            models.CheckConstraint(
                name="report_job_ends_with_a_report_or_a_problem",
                condition=Q(state__in=OPEN, report=None, problem="", ended_at=None)
                | Q(state=JobState.DONE, report__isnull=False, problem="", ended_at__isnull=False, step=JobStep.READY)
                | (Q(state=JobState.FAILED, report=None, ended_at__isnull=False) & ~Q(problem="")),
            ),
            # A new version is the wish of a person, and of one team.
            models.CheckConstraint(
                name="report_job_reason_is_signed",
                condition=Q(reason="") | Q(asked_by__isnull=False, team__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state__in=OPEN), name="report_job_open")]

    def __str__(self) -> str:
        return f"wish {self.pk} for a report of {self.month:%Y-%m}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
