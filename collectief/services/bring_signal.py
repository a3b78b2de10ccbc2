"""Use cases: bring a signal to an initiative or to an opportunity of the team."""

from datetime import datetime

from django.db import transaction

from collectief.enums import SignalStepKind
from collectief.models import Initiative, Opportunity, Signal
from collectief.services.take_up_signal import keep_step, lock_open_signal, look_from_now_on
from wijkteam.accounts.models import User


@transaction.atomic
def bring_to_initiative(*, signal: Signal, initiative: Initiative, note: str, by: User, at: datetime) -> None:
    """Bring it there; to the same one twice is once. Raises SignalIsClosed."""
    locked = lock_open_signal(signal)
    if not locked.steps.filter(initiative=initiative).exists():
        look_from_now_on(locked, by=by, at=at)
        keep_step(signal=locked, kind=SignalStepKind.INITIATIVE, initiative=initiative, note=note, by=by, at=at)


@transaction.atomic
def bring_to_opportunity(*, signal: Signal, opportunity: Opportunity, note: str, by: User, at: datetime) -> None:
    """Bring it there; to the same one twice is once. Raises SignalIsClosed."""
    locked = lock_open_signal(signal)
    if not locked.steps.filter(opportunity=opportunity).exists():
        look_from_now_on(locked, by=by, at=at)
        keep_step(signal=locked, kind=SignalStepKind.OPPORTUNITY, opportunity=opportunity, note=note, by=by, at=at)
