"""Use cases: the street takes something up, and the team looks again how it goes."""

from datetime import date, datetime

from django.db import transaction

from cases.enums import CheckBackResult, Outcome
from cases.models import CheckBack, Question
from cases.services.decide_question import QuestionIsDecided, lock_undecided
from wijkteam.accounts.models import User


class NothingToLookBackAt(Exception):
    """Somebody looked back a moment ago, or nothing was planned."""


@transaction.atomic
def leave_to_street(
    *, question: Question, taken_up_by: str, note: str, look_back_on: date, by: User, at: datetime
) -> Question:
    """A neighbour, volunteer or somebody of the own network takes it up. The team looks again on `look_back_on`. Final.

    Raises:
        QuestionIsDecided: somebody was first.
    """
    try:
        locked = lock_undecided(question)
    except QuestionIsDecided as decided:
        earlier = decided.question
        if (earlier.decided_by_id, earlier.outcome, earlier.taken_up_by) == (by.pk, Outcome.STREET, taken_up_by):
            return earlier  # the same form, sent twice
        raise
    locked.decided_at = at
    locked.decided_by = by
    locked.outcome = Outcome.STREET
    locked.outcome_note = note
    locked.taken_up_by = taken_up_by
    locked.save(update_fields=["decided_at", "decided_by", "outcome", "outcome_note", "taken_up_by"])
    CheckBack.objects.create(question=locked, due_on=look_back_on, planned_at=at, planned_by=by)
    return locked


@transaction.atomic
def look_back(
    *,
    question: Question,
    result: CheckBackResult,
    note: str,
    again_on: date | None,
    by: User,
    at: datetime,
) -> Question:
    """Write down how it goes. `LATER` plans another look on `again_on`; `NOT_ENOUGH` asks the question anew.

    Gives the question to go on with: the new one, with the same words and a link to the first, when it is not enough.

    Raises:
        NothingToLookBackAt: a colleague was first.
    """
    locked = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    planned = CheckBack.objects.select_for_update(no_key=True).filter(question=locked, done_at=None).first()
    if planned is None:
        raise NothingToLookBackAt
    planned.done_at = at
    planned.done_by = by
    planned.result = result
    planned.note = note
    planned.save(update_fields=["done_at", "done_by", "result", "note"])
    if result == CheckBackResult.LATER:
        if again_on is None:
            raise ValueError(again_on)
        CheckBack.objects.create(question=locked, due_on=again_on, planned_at=at, planned_by=by)
    if result != CheckBackResult.NOT_ENOUGH:
        return locked
    return Question.objects.create(
        team_id=locked.team_id,
        received_at=at,
        origin=locked.origin,
        asked=locked.asked,
        asker=locked.asker,
        reach=locked.reach,
        resident=locked.resident,
        address=locked.address,
        received_by=by,
        urgency=locked.urgency,
        has_safety_concern=locked.has_safety_concern,
        theme_id=locked.theme_id,
        area_id=locked.area_id,
        household_id=locked.household_id,
        follows=locked,
    )
