"""Use case: take in a list that was confirmed, wherever an earlier attempt stopped: it is all there, or not at all."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from cases.enums import CaseloadProblem, CaseloadState
from cases.models import CaseloadJob, CaseRights
from cases.models.caseload_job import CaseloadJobQuerySet
from cases.selectors.caseload_jobs import progress_key
from cases.services.caseload.reading import checked_list
from cases.services.caseload.sealed import SealIsGone, unseal
from cases.services.caseload.take_in import NotReady, TakenInBefore, take_in
from wijkteam.core.spreadsheets import SpreadsheetRefused

# Longer than a task may live: while somebody works on it nobody else begins.
LEASE: Final = dt.timedelta(minutes=12)
MOST_RUNS: Final = 5
_PROBLEMS: Final[dict[type[Exception], CaseloadProblem]] = {
    NotReady: CaseloadProblem.CHANGED,
    TakenInBefore: CaseloadProblem.TAKEN_BEFORE,
    SealIsGone: CaseloadProblem.UNREADABLE,
    SpreadsheetRefused: CaseloadProblem.UNREADABLE,
}


class LeaseLost(Exception):
    """Somebody else took it up meanwhile, as this took too long."""


def run_list(*, job_id: int, now: Callable[[], dt.datetime] = timezone.now) -> CaseloadJob | None:
    """None when there is nothing to do, or somebody else does it."""
    job = _take(job_id, now())
    if job is None:
        return None
    try:
        with transaction.atomic():
            _work(job, at=now())
    except LeaseLost:
        return None
    except tuple(_PROBLEMS) as error:
        _fail(job, _PROBLEMS[type(error)], at=now())
    except Exception:
        if job.runs >= MOST_RUNS:
            _fail(job, CaseloadProblem.BROKEN, at=now())
        else:
            _ours(job).update(state=CaseloadState.WAITING, leased_until=None)
        raise
    finally:
        cache.delete(progress_key(job.pk))
    return job


@transaction.atomic
def _take(job_id: int, at: dt.datetime) -> CaseloadJob | None:
    """Whoever holds the row takes it; others pass it by instead of waiting."""
    rows = CaseloadJob.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    job = rows.filter(pk=job_id).to_take(at=at).select_related("team", "sent_by").first()
    if job is None:
        return None
    if job.runs >= MOST_RUNS:  # killed each time before it could say why
        _fail(job, CaseloadProblem.BROKEN, at=at)
        return None
    job.state, job.runs, job.leased_until = CaseloadState.RUNNING, job.runs + 1, at + LEASE
    job.save(update_fields=["state", "runs", "leased_until"])
    return job


def _ours(job: CaseloadJob) -> CaseloadJobQuerySet:
    return CaseloadJob.objects.filter(pk=job.pk, state=CaseloadState.RUNNING, runs=job.runs)


def _work(job: CaseloadJob, *, at: dt.datetime) -> None:
    if _ours(job).select_for_update(of=("self",), no_key=True).first() is None:
        raise LeaseLost
    today = timezone.localdate(at)
    checked = checked_list(job, rights=CaseRights.of(job.sent_by, on=today), today=today)
    if not checked.cases:
        raise NotReady

    def say(done: int, of: int) -> None:
        cache.set(progress_key(job.pk), [done, of], 600)

    say(0, len(checked.cases))
    batch = take_in(checked, content=unseal(job.content or b""), by=job.sent_by, at=at, progress=say)
    _ours(job).update(state=CaseloadState.DONE, batch=batch, content=None, leased_until=None, ended_at=at)


def _fail(job: CaseloadJob, problem: CaseloadProblem, *, at: dt.datetime) -> None:
    """Only by who took it last: one that was thought dead and comes back changes nothing."""
    CaseloadJob.objects.filter(pk=job.pk, runs=job.runs, ended_at=None).update(
        state=CaseloadState.FAILED, problem=problem, content=None, leased_until=None, ended_at=at
    )
