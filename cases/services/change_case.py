"""Use case: write what the question turned out to stand for, and what the case is about."""

from django.db import transaction

from cases.models import Case
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme


class CaseHasChanged(Exception):
    """Somebody else wrote in the meantime. `case` is how it is now; nothing was saved."""

    def __init__(self, case: Case) -> None:
        super().__init__("the case has changed")
        self.case = case


@transaction.atomic
def change_case(
    *, case: Case, underlying_question: str, theme: Theme, has_safety_concern: bool, seen_question: str, by: User
) -> Case:
    """Save the question behind the question, the main theme and whether there is a worry about safety.

    `seen_question` is the text that the writer started from.

    Raises:
        CaseHasChanged: the text is another one by now; both must be seen.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = lock_open_case(case)
    if locked.underlying_question != seen_question and locked.underlying_question != underlying_question:
        raise CaseHasChanged(locked)
    locked.underlying_question = underlying_question
    locked.theme = theme
    locked.has_safety_concern = has_safety_concern
    locked.save(update_fields=["underlying_question", "theme", "has_safety_concern"])
    return locked
