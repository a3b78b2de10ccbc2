"""Use case: write down what became of a signal, so that who passed it on can be answered."""

from datetime import datetime

from django.db import transaction

from collectief.enums import SignalFollowUp
from collectief.models import Signal
from wijkteam.accounts.models import User


class SignalIsFollowedUp(Exception):
    """Somebody else wrote down what became of it first; `signal` says who, when and what."""

    def __init__(self, signal: Signal) -> None:
        super().__init__()
        self.signal = signal


@transaction.atomic
def follow_up_signal(*, signal: Signal, follow_up: SignalFollowUp, note: str, by: User, at: datetime) -> Signal:
    """Say once what became of `signal`. The same words by the same person again change nothing.

    Raises:
        SignalIsFollowedUp: a colleague was first, also when that happened a moment ago.
    """
    # No join here: after a wait PostgreSQL reads the locked row anew, but not what was joined to it.
    locked = Signal.objects.select_for_update(no_key=True).get(pk=signal.pk)
    if locked.followed_up_at is not None:
        if (locked.followed_up_by_id, locked.follow_up, locked.follow_up_note) == (by.pk, follow_up, note):
            return locked
        raise SignalIsFollowedUp(locked)
    locked.followed_up_at = at
    locked.followed_up_by = by
    locked.follow_up = follow_up
    locked.follow_up_note = note
    locked.save(update_fields=["followed_up_at", "followed_up_by", "follow_up", "follow_up_note"])
    return locked
