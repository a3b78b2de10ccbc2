"""Use cases: give a waiting case its coordinator, and hand a case over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from cases.models import Case, CaseCoordinator
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class CoordinatorHasChanged(Exception):
    """Somebody else took or handed over this case in the meantime."""


class CoordinatorNotInTeam(Exception):
    """Who should coordinate does not work in the team of the case today."""


class CoordinatorLeaves(CoordinatorNotInTeam):
    """Who should coordinate stops in the team within four weeks: a case needs somebody who stays."""


# By the name of the rule of PostgreSQL that was broken.
NOT_POSSIBLE: Mapping[str, type[CoordinatorNotInTeam]] = {
    "coordinator_works_in_the_team": CoordinatorNotInTeam,
    "coordinator_stays_in_the_team": CoordinatorLeaves,
}


def assign_coordinator(
    *, case: Case, worker: User, reason: str, expected: int | None, by: User, at: datetime
) -> CaseCoordinator:
    """Make `worker` the coordinator of `case` from `at` on, ending the period of the one before.

    `expected` is the account number of the coordinator that the person who decides saw (None: it waited). Assigning
    the current coordinator again changes nothing.

    Raises:
        CaseIsClosed: a closed case has no coordinator.
        CoordinatorHasChanged: look again who coordinates now.
        CoordinatorNotInTeam: choose a colleague who works in this team today.
        CoordinatorLeaves: choose a colleague who stays.
    """
    try:
        with transaction.atomic():
            return _assign(case=case, worker=worker, reason=reason, expected=expected, at=at)
    except IntegrityError as error:
        if found := NOT_POSSIBLE.get(broken_constraint(error)):
            raise found from error
        raise


def _assign(*, case: Case, worker: User, reason: str, expected: int | None, at: datetime) -> CaseCoordinator:
    locked = lock_open_case(case)
    current = locked.coordinators.current().first()
    if current is not None and current.worker_id == worker.pk:
        return current
    if (current.worker_id if current else None) != expected:
        raise CoordinatorHasChanged
    if current is not None:
        # Who waited for the lock may have begun before what it ends: nothing ends before it began.
        at = max(at, current.started_at + timedelta(microseconds=1))
        current.ended_at = at
        current.handover_reason = reason
        current.save(update_fields=["ended_at", "handover_reason"])
    else:
        locked.awaiting_coordinator_since = None
        locked.save(update_fields=["awaiting_coordinator_since"])
    return CaseCoordinator.objects.create(case=locked, worker=worker, started_at=at)
