"""Use cases: an escalation begins and ends."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.models import Case, Escalation
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class EscalationIsRunning(Exception):
    """There is one already in that time: go on with that one."""


class EscalationHasEnded(Exception):
    """A colleague ended it first."""


class EndsBeforeItBegan(Exception):
    """Nothing ends before it began."""


def begin_escalation(*, case: Case, began_at: datetime, reason: str, by: User, request_key: UUID | None) -> Escalation:
    """The same `request_key` again gives the one that is there.

    Raises:
        CaseIsClosed
        EscalationIsRunning: at that moment there was one already.
    """
    try:
        with transaction.atomic():
            return Escalation.objects.create(
                case=lock_open_case(case), began_at=began_at, began_by=by, reason=reason, request_key=request_key
            )
    except IntegrityError as error:
        broken = broken_constraint(error)
        if request_key is not None and "request_key" in broken:
            return Escalation.objects.get(request_key=request_key, began_by=by)
        there = Escalation.objects.filter(request_key=request_key, began_by=by).first() if request_key else None
        if there is not None:
            return there
        if broken == "case_has_one_escalation_at_a_time":
            raise EscalationIsRunning from error
        raise


@transaction.atomic
def end_escalation(*, escalation: Escalation, ended_at: datetime, outcome: str, by: User) -> Escalation:
    """Raises CaseIsClosed, EscalationHasEnded, EndsBeforeItBegan."""
    lock_open_case(escalation.case)
    locked = Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)
    if locked.ended_at is not None:
        raise EscalationHasEnded
    if ended_at <= locked.began_at:
        raise EndsBeforeItBegan
    locked.ended_at, locked.ended_by, locked.outcome = ended_at, by, outcome
    locked.save(update_fields=["ended_at", "ended_by", "outcome"])
    return locked


def end_with_case(*, case: Case, outcome: str, by: User, at: datetime) -> None:
    """A case that closes ends what runs in it. `case` is locked by the caller."""
    for running in Escalation.objects.running().filter(case=case):
        running.ended_at = max(at, running.began_at + timedelta(microseconds=1))
        running.ended_by, running.outcome = by, outcome
        running.save(update_fields=["ended_at", "ended_by", "outcome"])
