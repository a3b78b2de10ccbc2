"""Use cases: say who looks at a question, and let it go again."""

from datetime import datetime

from django.db import transaction

from cases.models import Question
from cases.services.decide_question import lock_undecided
from wijkteam.accounts.models import User


class QuestionIsClaimed(Exception):
    """Somebody else took it up first; `question` says who."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question


@transaction.atomic
def claim_question(*, question: Question, expected: User | None, by: User, at: datetime) -> Question:
    """`by` looks at it from now on. `expected` is who looked at it on the screen of `by`: None when nobody did.

    Of several who press at the same moment one gets it; the others hear who that is. Pressing twice is pressing once.

    Raises:
        QuestionIsClaimed: somebody else did so since.
        QuestionIsDecided
    """
    locked = lock_undecided(question)
    if locked.looked_at_by_id == by.pk:
        return locked
    if locked.looked_at_by_id != (expected.pk if expected else None):
        raise QuestionIsClaimed(locked)
    locked.looked_at_by = by
    locked.looked_at_since = at
    locked.save(update_fields=["looked_at_by", "looked_at_since"])
    return locked


@transaction.atomic
def release_question(*, question: Question, by: User) -> Question:
    """`by` no longer looks at it: it is free for a colleague again. What somebody else holds stays theirs.

    Raises:
        QuestionIsDecided
    """
    locked = lock_undecided(question)
    if locked.looked_at_by_id == by.pk:
        locked.looked_at_by = None
        locked.looked_at_since = None
        locked.save(update_fields=["looked_at_by", "looked_at_since"])
    return locked
