"""Use case: what somebody noticed turns out to be a question for help."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.models import Question
from cases.services.ask_question import ask_question
from collectief.enums import SignalStepKind
from collectief.models import Signal
from collectief.services.take_up_signal import keep_step, lock_open_signal, look_from_now_on
from wijkteam.accounts.models import User


@transaction.atomic
def make_question_of_signal(*, signal: Signal, by: User, at: datetime, request_key: UUID, **details: Any) -> Question:
    """Keep the question at the team of the signal, and say on the signal that there is one. `details`: see
    `ask_question`. The same `request_key` again is one question.

    Raises:
        SignalIsClosed: it was finished in the meantime; nothing is kept.
    """
    if earlier := Question.objects.filter(request_key=request_key, signal=signal).first():
        return earlier
    locked = lock_open_signal(signal)
    # The same form at the same moment waited for the lock.
    if earlier := Question.objects.filter(request_key=request_key, signal=signal).first():
        return earlier
    question = ask_question(team=locked.team, by=by, at=at, request_key=request_key, signal=locked, **details)
    look_from_now_on(locked, by=by, at=at)
    keep_step(signal=locked, kind=SignalStepKind.QUESTION, by=by, at=at)
    return question
