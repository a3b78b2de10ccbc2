"""Use case: write what the question turned out to stand for, and what the case is about."""

from django.db import IntegrityError, transaction

from cases.models import Case
from cases.services.detect_change import lock_unchanged
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

FIELDS = ("underlying_question", "theme", "has_safety_concern")


class ProvisionRestsOnIt(Exception):
    """A provision was given because of this question: it may be rewritten, not taken away."""


@transaction.atomic
def change_case(*, case: Case, seen: str, by: User) -> Case:
    """Save the question behind the question, the main theme and whether there is a worry about safety.

    `case` holds the new values; `seen` is the fingerprint of what the writer started from.

    Raises:
        HasChanged: somebody else wrote in the meantime; both texts must be seen.
        CaseIsClosed: a closed case stays as it is.
        ProvisionRestsOnIt: nothing was saved; the question behind the question cannot become empty any more.
    """
    lock_open_case(case)
    lock_unchanged(case, fields=FIELDS, seen=seen)
    try:
        with transaction.atomic():
            case.save(update_fields=FIELDS)
    except IntegrityError as error:
        if broken_constraint(error) == "question_stays_under_a_provision":
            raise ProvisionRestsOnIt from error
        raise
    return case
