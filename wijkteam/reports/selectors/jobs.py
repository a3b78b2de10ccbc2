"""Wishes for reports as their coordinator sees them: how far it is, what came of it and what now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.reports.enums import JobProblem, JobState, JobStep
from wijkteam.reports.models import ReportJob
from wijkteam.reports.models.job import OPEN
from wijkteam.reports.selectors.report_page import month_name

# Looked at again every few seconds, but not for ever: who leaves the page open is signed out like everybody.
LOOKED_AT_FOR = dt.timedelta(minutes=10)
_FAILURES_FOR = dt.timedelta(days=3)
_STEPS = (JobStep.COUNTING, JobStep.PROTECTING, JobStep.WRITING)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`current` is the place in `steps`, counted from one; past the last when it is ready."""

    job: ReportJob
    about: str
    steps: Sequence[str]
    current: int
    sentence: str
    value: int
    is_open: bool
    is_late: bool
    problem: str

    @property
    def is_looked_at(self) -> bool:
        return self.is_open and not self.is_late


def progress(job: ReportJob, *, at: dt.datetime) -> Progress:
    """Runs no query of its own: `team` and `report` must be there."""
    step = JobStep(job.step)
    return Progress(
        job=job,
        about=f"{job.team}, {month_name(job.month)}",
        steps=[_title(one) for one in _STEPS],
        current=step.value if job.state != JobState.DONE else len(_STEPS) + 1,
        sentence=str(step.label),
        value=round(100 * step.value / JobStep.READY.value),
        is_open=job.is_open,
        is_late=job.is_open and at - job.asked_at > LOOKED_AT_FOR,
        problem=str(JobProblem(job.problem).label) if job.problem else "",
    )


def _title(step: JobStep) -> str:
    return {
        JobStep.COUNTING: _("Counting"),
        JobStep.PROTECTING: _("Protecting"),
        JobStep.WRITING: _("Writing"),
    }[step]


def jobs_of(*, user: User, on: dt.date, at: dt.datetime) -> list[Progress]:
    """What is being made for the own teams, and what went wrong these days. One query."""
    shown = Q(state__in=OPEN) | Q(state=JobState.FAILED, ended_at__gt=at - _FAILURES_FOR)
    found = ReportJob.objects.visible_to(user, on=on).filter(shown).exclude(problem=JobProblem.NOT_IN_MONTH)
    return [progress(job, at=at) for job in found.select_related("team", "report").order_by("-asked_at", "-pk")]


def open_jobs() -> int:
    """How many wait or are being made, for who watches over the installation."""
    return ReportJob.objects.filter(state__in=OPEN).count()
