"""Use case: write down where somebody stands on the participation ladder."""

from datetime import date

from django.db import IntegrityError, transaction

from cases.models import Case, LadderScore, Person
from cases.services.lock_case import lock_open_case
from collectief.enums import LadderStep
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class ScoredElsewhere(Exception):
    """This person has a step on that day, from another file."""


class NotOfTheHousehold(Exception):
    """This person does not belong to the household (any more)."""


def score_ladder(*, case: Case, person: Person, step: LadderStep, day: date, note: str, by: User) -> LadderScore:
    """A step on a day. The same day once more corrects it, and the history keeps what stood there.

    Raises:
        CaseIsClosed
        ScoredElsewhere: choose another day.
        NotOfTheHousehold: look at the household again.
    """
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            score = LadderScore.objects.select_for_update().filter(case=locked, person=person, scored_on=day).first()
            if score is None:
                return LadderScore.objects.create(
                    case=locked, person=person, step=step, scored_on=day, note=note, scored_by=by
                )
            if (score.step, score.note) != (step, note or score.note):
                score.step, score.note, score.scored_by = step, note or score.note, by
                score.save(update_fields=["step", "note", "scored_by"])
            return score
    except IntegrityError as error:
        broken = broken_constraint(error)
        if broken == "ladder_score_once_a_day":
            raise ScoredElsewhere from error
        if broken == "ladder_score_is_of_the_household":
            raise NotOfTheHousehold from error
        raise
