"""Use cases: keep the terms of the Wmo for a report in a case."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.enums import ClockEnd, ClockPhase, Decision
from cases.models import Case, ClockExtension, StatutoryClock
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class ClockHasStopped(Exception):
    """There is a decision, or somebody stopped the clock."""


class StepOutOfOrder(Exception):
    """A day before the report, an application before the investigation, a decision before the application."""


class NotALaterDay(Exception):
    """An extension gives a later day than the term has, and only to a phase that still runs."""


STEPS = ("confirmed_on", "own_plan_on", "investigation_done_on", "applied_on")
_OUT_OF_ORDER = {
    "clock_begins_with_the_report",
    "clock_application_follows_investigation",
    "clock_decided_as_a_whole",
    "clock_stops_with_a_reason",
}
_NOT_LATER = {"extension_gives_a_later_day", "extension_is_of_a_running_phase"}


@transaction.atomic
def start_clock(*, case: Case, reported_on: date, by: User, at: datetime) -> StatutoryClock:
    """Let the terms run from the day of the report. Gives the clock that runs already, if there is one.

    Raises:
        CaseIsClosed
    """
    locked = lock_open_case(case)
    running = locked.clocks.running().first()
    if running is not None:
        return running
    return StatutoryClock.objects.create(case=locked, reported_on=reported_on, started_at=at, started_by=by)


def _lock(clock: StatutoryClock) -> StatutoryClock:
    lock_open_case(clock.case)
    locked = StatutoryClock.objects.select_for_update(of=("self",), no_key=True).get(pk=clock.pk)
    if not locked.is_running:
        raise ClockHasStopped
    return locked


def _save(clock: StatutoryClock, *fields: str) -> StatutoryClock:
    try:
        with transaction.atomic():
            clock.save(update_fields=fields)
    except IntegrityError as error:
        if broken_constraint(error) in _OUT_OF_ORDER:
            raise StepOutOfOrder from error
        raise
    return clock


@transaction.atomic
def set_step(*, clock: StatutoryClock, step: str, on: date | None, by: User) -> StatutoryClock:
    """Write down when one of `STEPS` was done; None takes a mistake back.

    Raises:
        StepOutOfOrder, ClockHasStopped, CaseIsClosed
    """
    locked = _lock(clock)
    if step not in STEPS:
        raise ValueError(step)
    setattr(locked, step, on)
    return _save(locked, step)


@transaction.atomic
def decide(*, clock: StatutoryClock, decision: Decision, on: date, by: User) -> StatutoryClock:
    """The municipality decided on the application. The clock stops, for good.

    Raises:
        StepOutOfOrder, ClockHasStopped, CaseIsClosed
    """
    locked = _lock(clock)
    locked.decision = decision
    locked.decided_on = on
    return _save(locked, "decision", "decided_on")


@transaction.atomic
def stop_clock(*, clock: StatutoryClock, reason: ClockEnd, on: date, by: User) -> StatutoryClock:
    """No decision follows. The clock stops, for good.

    Raises:
        StepOutOfOrder, ClockHasStopped, CaseIsClosed
    """
    locked = _lock(clock)
    locked.end_reason = reason
    locked.ended_on = on
    return _save(locked, "end_reason", "ended_on")


@transaction.atomic
def extend_term(
    *, clock: StatutoryClock, phase: ClockPhase, until: date, reason: str, told_on: date, by: User, at: datetime
) -> ClockExtension:
    """Give a phase a later day. `told_on`: the resident agreed (investigation) or was told (decision) on that day.

    Raises:
        NotALaterDay, ClockHasStopped, CaseIsClosed
    """
    locked = _lock(clock)
    is_agreement = phase == ClockPhase.INVESTIGATION
    try:
        with transaction.atomic():
            return ClockExtension.objects.create(
                clock=locked,
                phase=phase,
                until=until,
                reason=reason,
                agreed_on=told_on if is_agreement else None,
                told_on=None if is_agreement else told_on,
                extended_at=at,
                extended_by=by,
            )
    except IntegrityError as error:
        if broken_constraint(error) in _NOT_LATER:
            raise NotALaterDay from error
        raise
