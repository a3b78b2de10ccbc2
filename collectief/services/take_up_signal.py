"""Use cases: say who looks at a signal, and let it go again. Each is kept as a step."""

from datetime import datetime

from django.db import transaction

from collectief.enums import SignalStepKind
from collectief.models import Initiative, Opportunity, Signal, SignalStep
from wijkteam.accounts.models import User


class SignalIsClosed(Exception):
    """It was written down what became of it: nothing can be done with it any more. `signal` says who and what."""

    def __init__(self, signal: Signal) -> None:
        super().__init__()
        self.signal = signal


class SignalIsTakenUp(Exception):
    """Somebody else took it up, or let it go, since; `who` looks at it now (or nobody)."""

    def __init__(self, who: User | None) -> None:
        super().__init__()
        self.who = who


def lock_open_signal(signal: Signal) -> Signal:
    """Lock the row, inside the transaction of the caller. Raises SignalIsClosed."""
    # No join here: after a wait PostgreSQL reads the locked row anew, but not what was joined to it.
    locked = Signal.objects.select_for_update(no_key=True).get(pk=signal.pk)
    if locked.followed_up_at is not None:
        raise SignalIsClosed(locked)
    return locked


def keep_step(
    *,
    signal: Signal,
    kind: SignalStepKind,
    by: User,
    at: datetime,
    note: str = "",
    initiative: Initiative | None = None,
    opportunity: Opportunity | None = None,
) -> SignalStep:
    """Write a step of a locked signal."""
    return SignalStep.objects.create(
        signal=signal, kind=kind, note=note, initiative=initiative, opportunity=opportunity, done_by=by, done_at=at
    )


def look_from_now_on(signal: Signal, *, by: User, at: datetime) -> None:
    """Whoever does something with a locked signal that nobody looks at, looks at it from then on."""
    if signal.looked_at_by_id is None:
        signal.looked_at_by, signal.looked_at_since = by, max(at, signal.received_at)
        signal.save(update_fields=["looked_at_by", "looked_at_since"])


@transaction.atomic
def take_up_signal(*, signal: Signal, expected: User | None, by: User, at: datetime) -> None:
    """`by` looks at it from now on. `expected` is who looked at it on the screen of `by`: None when nobody did.

    Of several who press at the same moment one gets it; the others hear who that is. Pressing twice is pressing once.

    Raises:
        SignalIsTakenUp: somebody else did so since.
        SignalIsClosed
    """
    locked = lock_open_signal(signal)
    if locked.looked_at_by_id == by.pk:
        return
    if locked.looked_at_by_id != (expected.pk if expected else None):
        raise SignalIsTakenUp(locked.looked_at_by)
    locked.looked_at_by, locked.looked_at_since = by, max(at, locked.received_at)
    locked.save(update_fields=["looked_at_by", "looked_at_since"])
    keep_step(signal=locked, kind=SignalStepKind.LOOK, by=by, at=at)


@transaction.atomic
def let_go_of_signal(*, signal: Signal, by: User, at: datetime) -> None:
    """It is free for a colleague again. What somebody else looks at stays theirs. Raises SignalIsClosed."""
    locked = lock_open_signal(signal)
    if locked.looked_at_by_id != by.pk:
        return
    locked.looked_at_by = locked.looked_at_since = None
    locked.save(update_fields=["looked_at_by", "looked_at_since"])
    keep_step(signal=locked, kind=SignalStepKind.LET_GO, by=by, at=at)
