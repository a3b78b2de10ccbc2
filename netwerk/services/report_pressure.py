"""Use cases: write down that a provider presses, correct it, and what was done with it. Never about a household."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from netwerk.enums import PressureKind, PressureStep
from netwerk.models import Organisation, PressureFollowUp, PressureSignal
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class AlreadySettled(Exception):
    """The signal was settled in the meantime."""


def report_pressure(
    *,
    team: Team,
    organisation: Organisation,
    kind: PressureKind,
    happened_on: date,
    text: str,
    by: User,
    today: date,
    request_key: UUID,
) -> PressureSignal:
    """Write down what happened. The same `request_key` again gives the signal that is there."""
    try:
        with transaction.atomic():
            return PressureSignal.objects.create(
                team=team,
                organisation=organisation,
                kind=kind,
                happened_on=happened_on,
                text=text,
                reported_by=by,
                reported_on=today,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return PressureSignal.objects.get(request_key=request_key, reported_by=by)


@transaction.atomic
def correct_pressure(*, signal: PressureSignal, kind: PressureKind, happened_on: date, text: str) -> PressureSignal:
    """For a slip, or a name that should not be there. The history table keeps who changed it. Raises AlreadySettled."""
    locked = _lock(signal)
    locked.kind, locked.happened_on, locked.text = kind, happened_on, text
    locked.save(update_fields=["kind", "happened_on", "text"])
    return locked


@transaction.atomic
def follow_up_pressure(
    *, signal: PressureSignal, step: PressureStep, on: date, text: str, by: User, request_key: UUID
) -> PressureFollowUp:
    """One thing that was done; `settled` closes the signal. Sent twice it is one line. Raises AlreadySettled."""
    locked = PressureSignal.objects.select_for_update(of=("self",), no_key=True).get(pk=signal.pk)
    if earlier := PressureFollowUp.objects.filter(request_key=request_key, by=by).first():
        return earlier
    _require_open(locked)
    return PressureFollowUp.objects.create(signal=locked, step=step, on=on, text=text, by=by, request_key=request_key)


def _lock(signal: PressureSignal) -> PressureSignal:
    locked = PressureSignal.objects.select_for_update(of=("self",), no_key=True).get(pk=signal.pk)
    _require_open(locked)
    return locked


def _require_open(signal: PressureSignal) -> None:
    if signal.follow_ups.filter(step=PressureStep.SETTLED).exists():
        raise AlreadySettled
