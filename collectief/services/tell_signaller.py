"""Use cases: tell who passed a signal on what became of it; and forget who that was."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.enums import AnswerManner, AnswerSentence
from collectief.models import Signal, SignalAnswer
from collectief.tasks import mail_signal_answer
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import start_of


def tell_signaller(
    *, signal: Signal, sentences: Sequence[AnswerSentence], manner: AnswerManner, by: User, at: datetime,
    request_key: UUID,
) -> SignalAnswer:  # fmt: skip
    """Keep what was told; by e-mail it goes after the transaction. The same `request_key` again is one answer."""
    if earlier := SignalAnswer.objects.filter(request_key=request_key, given_by=by).first():
        return earlier
    try:
        with transaction.atomic():
            answer = SignalAnswer.objects.create(
                signal=signal,
                sentences=[one.value for one in sentences],
                manner=manner,
                given_by=by,
                given_at=at,
                request_key=request_key,
            )
            if manner == AnswerManner.MAIL:
                transaction.on_commit(lambda: mail_signal_answer.delay(answer_id=answer.pk), robust=True)
            return answer
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return SignalAnswer.objects.get(request_key=request_key, given_by=by)


def erase_signallers(*, followed_up_before: date, on: date) -> int:
    """Take the name and address away of signals that were followed up before that day, also from their history."""
    over = Signal.objects.filter(followed_up_at__lt=start_of(followed_up_before), signaller_erased_on=None)
    return over.update(signaller="", reach="", signaller_erased_on=on)
