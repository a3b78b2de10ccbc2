"""Lists that were sent, as their coordinator sees them: how far each is, what came of it and what now."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cases.enums import CaseloadProblem, CaseloadState
from cases.models import CaseloadJob
from cases.models.caseload_import import UNDONE_WITHIN
from cases.models.caseload_job import AT_WORK
from wijkteam.accounts.models import User

# Looked at again every second, but not for ever: who leaves the page open is signed out like everybody.
LOOKED_AT_FOR = dt.timedelta(minutes=10)
_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class ListProgress:
    """`stamp` says what of it is new; `done` of `total` households are made, nought while it waits."""

    job: CaseloadJob
    url: str
    state: str
    done: int
    total: int
    is_at_work: bool
    is_looked_at: bool
    problem: str
    is_undone: bool
    can_be_undone: bool

    @property
    def stamp(self) -> str:
        return f"{self.job.state}-{self.done}"

    @property
    def value(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def progress_key(job_id: int) -> str:
    """Where the number of what is made stands, beside a transaction that shows nothing until it ends."""
    return f"caseload-progress:{job_id}"


def progress(job: CaseloadJob, *, at: dt.datetime) -> ListProgress:
    """Runs no query of its own: `batch` must be there."""
    is_at_work = job.state in AT_WORK
    done, total = (cache.get(progress_key(job.pk)) or (0, 0)) if is_at_work else (0, 0)
    batch = job.batch
    name = "columns" if job.state == CaseloadState.CHOSEN else "result"
    return ListProgress(
        job=job,
        url=reverse(f"cases:caseload-{name}", args=[job.public_id]),
        state=str(CaseloadState(job.state).label),
        done=done,
        total=total,
        is_at_work=is_at_work,
        is_looked_at=is_at_work and job.confirmed_at is not None and at - job.confirmed_at < LOOKED_AT_FOR,
        problem=str(CaseloadProblem(job.problem).label) if job.problem else "",
        is_undone=batch is not None and batch.undone_at is not None,
        can_be_undone=batch is not None and batch.undone_at is None and at <= batch.made_at + UNDONE_WITHIN,
    )


def jobs_of(*, user: User, at: dt.datetime) -> list[ListProgress]:
    """The last ones of the own teams. One query."""
    found = CaseloadJob.objects.visible_to(user, on=timezone.localdate(at)).select_related("team", "sent_by", "batch")
    shown = found.exclude(state=CaseloadState.DROPPED).defer("content").order_by("-sent_at", "-pk")[:_SHOWN]
    return [progress(job, at=at) for job in shown]
