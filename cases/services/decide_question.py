"""Use case: decide what becomes of a question. Opening a case is the fourth way: see open_case."""

from datetime import datetime

from django.db import transaction

from cases.enums import Outcome
from cases.models import Question
from collectief.models import Initiative
from wijkteam.accounts.models import User


class QuestionIsDecided(Exception):
    """Somebody else decided on the question first; `question` says who, when and what."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question


def lock_undecided(question: Question) -> Question:
    """The question as it is now, kept from others until the transaction ends.

    Raises:
        QuestionIsDecided: also when that happened a moment ago.
    """
    # No join here: after a wait PostgreSQL reads the locked row anew, but not what was joined to it.
    locked = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    if locked.decided_at is not None:
        raise QuestionIsDecided(locked)
    return locked


@transaction.atomic
def _decide(
    *, question: Question, outcome: Outcome, note: str, initiative: Initiative | None, by: User, at: datetime
) -> Question:
    try:
        locked = lock_undecided(question)
    except QuestionIsDecided as decided:
        earlier = decided.question
        same = (by.pk, outcome, note, initiative.pk if initiative else None)
        if same == (earlier.decided_by_id, earlier.outcome, earlier.outcome_note, earlier.initiative_id):
            return earlier  # the same form, sent twice
        raise
    locked.decided_at = at
    locked.decided_by = by
    locked.outcome = outcome
    locked.outcome_note = note
    locked.initiative = initiative
    locked.save(update_fields=["decided_at", "decided_by", "outcome", "outcome_note", "initiative"])
    return locked


def answer_question(*, question: Question, answer: str, by: User, at: datetime) -> Question:
    """The question was answered at once, with no need of more. Final.

    Raises:
        QuestionIsDecided: somebody was first.
    """
    return _decide(question=question, outcome=Outcome.ANSWERED, note=answer, initiative=None, by=by, at=at)


def lead_to_initiative(*, question: Question, initiative: Initiative, note: str, by: User, at: datetime) -> Question:
    """The resident goes on with others in `initiative`; `note` (may be empty) says what was agreed. Final.

    Raises:
        QuestionIsDecided: somebody was first.
    """
    return _decide(question=question, outcome=Outcome.COLLECTIVE, note=note, initiative=initiative, by=by, at=at)


def decline_question(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """The team does nothing more with it, for a reason that can be explained to who asked. Final.

    Raises:
        QuestionIsDecided: somebody was first.
    """
    return _decide(question=question, outcome=Outcome.DECLINED, note=reason, initiative=None, by=by, at=at)
