"""Use case: take up a wish for a report and bring it to an end, wherever an earlier attempt stopped."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.utils import timezone

from wijkteam.core.bell import ring_after_commit
from wijkteam.core.turns import held_while_alive
from wijkteam.disclosure import NotProven
from wijkteam.reports.enums import JobProblem, JobState, JobStep
from wijkteam.reports.models import MonthlyReport, ReportJob
from wijkteam.reports.models.job import OPEN
from wijkteam.reports.services.ask_for_report import RUN
from wijkteam.reports.services.make_report import (
    DraftExists,
    MonthIsNotOver,
    NotInTheMonth,
    TeamReportMissing,
    count_again,
    keep_counts,
    make_report,
)

# Longer than a task may live: while somebody works on it nobody else begins. That they do not make two is the work of
# the locks and constraints around the report itself.
LEASE: Final = dt.timedelta(minutes=12)
MOST_RUNS: Final = 5
_WAITS_FOR_TEAMS: Final = dt.timedelta(minutes=1)
_PROBLEMS: Final[dict[type[Exception], JobProblem]] = {
    MonthIsNotOver: JobProblem.NOT_OVER,
    NotInTheMonth: JobProblem.NOT_IN_MONTH,
    DraftExists: JobProblem.DRAFT,
    NotProven: JobProblem.NOT_PROVEN,
}


class LeaseLost(Exception):
    """Somebody else took it up meanwhile, as this took too long."""


def run_job(*, job_id: int, now: Callable[[], dt.datetime] = timezone.now) -> MonthlyReport | None:
    """Make the report that was asked for; None when there is nothing to do, or not now.

    Each step is committed by itself and says how far it is. Whoever comes after a kill begins at the step that did not
    end: counts that were kept are not taken again, and a report that is there is not made again.
    """
    with held_while_alive("reports.job", job_id) as nobody_else:
        report, ended = _run(job_id, now, nobody_else=nobody_else)
    if ended is not None:
        _take_up_the_whole(ended)
    return report


def _run(
    job_id: int, now: Callable[[], dt.datetime], *, nobody_else: bool | None
) -> tuple[MonthlyReport | None, dt.date | None]:
    """The report, and the month of which the municipality's report may be made now."""
    taken_at = now()
    job = _take(job_id, taken_at, nobody_else=nobody_else)
    if job is None:
        return None, None
    try:
        return _work(job, now), job.month if job.team_id is not None else None
    except LeaseLost:
        return None, None
    except TeamReportMissing:
        _put_back(job, try_after=now() + _WAITS_FOR_TEAMS, runs=job.runs - 1)
        # The last team may have ended between our look and our putting it back; it saw us at work then.
        meanwhile = ReportJob.objects.filter(month=job.month, ended_at__gte=taken_at).exclude(team=None).exists()
        return None, job.month if meanwhile else None
    except tuple(_PROBLEMS) as error:
        _fail(job, _PROBLEMS[type(error)], at=now())
        return None, None
    except Exception:
        if job.runs >= MOST_RUNS:
            _fail(job, JobProblem.BROKEN, at=now())
        else:
            _put_back(job, try_after=now() + dt.timedelta(minutes=job.runs), runs=job.runs)
        raise


@transaction.atomic
def _take(job_id: int, at: dt.datetime, *, nobody_else: bool | None) -> ReportJob | None:
    """Whoever holds the row takes it; others pass it by instead of waiting.

    Who took it and died is known at once, as it holds nothing any more; who hangs loses it when its time is over. Where
    that cannot be known (`nobody_else` is None) both wait for that time.
    """
    rows = ReportJob.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    ready = rows.overdue(at=at) if nobody_else is False else rows.to_take(at=at, even_held=bool(nobody_else))
    job = ready.filter(pk=job_id).first()
    if job is None:
        return None
    if job.runs >= MOST_RUNS:  # killed each time before it could say why
        _fail(job, JobProblem.BROKEN, at=at)
        return None
    job.state, job.runs, job.leased_until, job.try_after = JobState.RUNNING, job.runs + 1, at + LEASE, None
    job.save(update_fields=["state", "runs", "leased_until", "try_after"])
    return job


def _work(job: ReportJob, now: Callable[[], dt.datetime]) -> MonthlyReport:
    _say(job, JobStep.COUNTING, at=now())
    count_again(team=job.team, month=job.month, reason=job.reason, at=now())
    _say(job, JobStep.PROTECTING, at=now())
    keep_counts(team=job.team, month=job.month, reason=job.reason, at=now())
    _say(job, JobStep.WRITING, at=now())
    with transaction.atomic():
        _still_ours(job)
        report = make_report(team=job.team, month=job.month, reason=job.reason, at=now())
        _end(job, state=JobState.DONE, step=JobStep.READY, report=report, at=now())
    return report


def _take_up_the_whole(month: dt.date) -> None:
    """The municipality's report waits for those of its teams: the last of them to end has it taken up at once."""
    jobs = ReportJob.objects.filter(month=month)
    if jobs.filter(state__in=OPEN).exclude(team=None).exists():
        return
    for whole in jobs.filter(team=None, state=JobState.WAITING):
        if jobs.filter(pk=whole.pk, state=JobState.WAITING).update(try_after=None):
            ring_after_commit(RUN, job_id=whole.pk)


def _say(job: ReportJob, step: JobStep, *, at: dt.datetime) -> None:
    """How far it is, for who is looking; and hold it for longer."""
    ours = ReportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, runs=job.runs)
    if not ours.update(step=step, leased_until=at + LEASE):
        raise LeaseLost


def _still_ours(job: ReportJob) -> None:
    rows = ReportJob.objects.select_for_update(of=("self",), no_key=True)
    if not rows.filter(pk=job.pk, state=JobState.RUNNING, runs=job.runs).exists():
        raise LeaseLost


def _put_back(job: ReportJob, *, try_after: dt.datetime, runs: int) -> None:
    ours = ReportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, runs=job.runs)
    ours.update(state=JobState.WAITING, step=JobStep.QUEUED, leased_until=None, try_after=try_after, runs=runs)


def _fail(job: ReportJob, problem: JobProblem, *, at: dt.datetime) -> None:
    _end(job, state=JobState.FAILED, step=job.step, problem=problem, at=at)


def _end(
    job: ReportJob,
    *,
    state: JobState,
    step: int,
    at: dt.datetime,
    report: MonthlyReport | None = None,
    problem: JobProblem | None = None,
) -> None:
    """Only by who took it last: one that was thought dead and comes back changes nothing."""
    ReportJob.objects.filter(pk=job.pk, runs=job.runs, ended_at=None).update(
        state=state, step=step, leased_until=None, try_after=None, report=report, problem=problem or "", ended_at=at
    )
