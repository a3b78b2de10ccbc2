"""Use cases: take a signal to the policy department of the municipality, and write down what they did with it."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.models import PolicyAsk, Signal
from collectief.services.take_up_signal import lock_open_signal, look_from_now_on
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class AskIsAnswered(Exception):
    """A colleague wrote down the answer first; `ask` says who and what."""

    def __init__(self, ask: PolicyAsk) -> None:
        super().__init__()
        self.ask = ask


def ask_municipality(
    *, signal: Signal, department: str, asked: str, asked_on: date, due_on: date, by: User, at: datetime,
    request_key: UUID,
) -> PolicyAsk:  # fmt: skip
    """Keep what was asked, and when an answer is expected. The same `request_key` again is one question.

    Raises SignalIsClosed.
    """
    if earlier := PolicyAsk.objects.filter(request_key=request_key, asked_by=by).first():
        return earlier
    try:
        with transaction.atomic():
            locked = lock_open_signal(signal)
            look_from_now_on(locked, by=by, at=at)
            return PolicyAsk.objects.create(
                signal=locked,
                department=department,
                asked=asked,
                asked_by=by,
                asked_on=asked_on,
                due_on=due_on,
                written_at=at,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return PolicyAsk.objects.get(request_key=request_key, asked_by=by)


@transaction.atomic
def keep_policy_answer(*, ask: PolicyAsk, answer: str, answered_on: date, by: User) -> PolicyAsk:
    """Write down once what the municipality did with it. The same words by the same person again change nothing.

    Raises:
        AskIsAnswered: a colleague was first, also when that happened a moment ago.
    """
    locked = PolicyAsk.objects.select_for_update(no_key=True).get(pk=ask.pk)
    if locked.answered_on is not None:
        if (locked.recorded_by_id, locked.answer, locked.answered_on) == (by.pk, answer, answered_on):
            return locked
        raise AskIsAnswered(locked)
    locked.answer, locked.answered_on, locked.recorded_by = answer, answered_on, by
    locked.save(update_fields=["answer", "answered_on", "recorded_by"])
    return locked
