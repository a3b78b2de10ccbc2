"""Use cases: say how a goal stands, and look back on the plan in force with the household."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import EvaluationDecision, ScoreGiver
from cases.models import Evaluation, EvaluationPresence, Goal, GoalScore, Person, Plan
from cases.services.write_plan import PlanHasEnded, lock_plan, start_draft
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class GoalsHaveChanged(Exception):
    """The plan has other goals by now than those that were spoken of; nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How one goal stands, from 1 to 5, and a sentence with it; both may be left out."""

    score: int | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EvaluationDetails:
    """What came out of looking back. `next_on` is empty when the case is rounded off."""

    held_on: date
    people: Sequence[Person]
    others_present: str
    went_well: str
    went_badly: str
    given_by: ScoreGiver
    decision: EvaluationDecision
    next_on: date | None


def score_goal(
    *,
    goal: Goal,
    score: int,
    given_by: ScoreGiver,
    scored_on: date,
    note: str,
    by: User,
    at: datetime,
    request_key: UUID | None = None,
) -> GoalScore:
    """Write down how a goal of the plan in force stands. The same `request_key` again gives the score that is there.

    Raises:
        PlanHasEnded: it is a draft, or a newer version took its place.
        CaseIsClosed: a closed case stays as it is.
    """
    try:
        with transaction.atomic():
            if not lock_plan(goal.plan).is_in_force:
                raise PlanHasEnded
            return GoalScore.objects.create(
                goal=goal,
                score=score,
                given_by=given_by,
                scored_on=scored_on,
                note=note,
                recorded_at=at,
                recorded_by=by,
                request_key=request_key,
            )
    except IntegrityError as error:
        if request_key is None or "request_key" not in broken_constraint(error):
            raise
        return GoalScore.objects.get(request_key=request_key)


def evaluate_plan(
    *,
    plan: Plan,
    details: EvaluationDetails,
    judgements: Mapping[UUID, Judgement],
    by: User,
    at: datetime,
    request_key: UUID | None = None,
) -> Evaluation:
    """Keep an evaluation with the score of each goal (by public id), and plan the next one.

    With the decision to adjust the draft of the next version is made. The same `request_key` again gives the
    evaluation that is there.

    Raises:
        PlanHasEnded: a newer version took its place: look back on that one.
        GoalsHaveChanged: look at the plan again.
        CaseIsClosed: a closed case stays as it is.
    """
    try:
        with transaction.atomic():
            return _evaluate(plan, details, judgements, by=by, at=at, request_key=request_key)
    except IntegrityError as error:
        if request_key is None or "request_key" not in broken_constraint(error):
            raise
        return Evaluation.objects.get(request_key=request_key)


def _evaluate(
    plan: Plan,
    details: EvaluationDetails,
    judgements: Mapping[UUID, Judgement],
    *,
    by: User,
    at: datetime,
    request_key: UUID | None,
) -> Evaluation:
    locked = lock_plan(plan)
    if not locked.is_in_force:
        raise PlanHasEnded
    goals = {goal.public_id: goal for goal in locked.goals.all()}
    if set(goals) != set(judgements):
        raise GoalsHaveChanged
    evaluation = Evaluation.objects.create(
        plan=locked,
        held_on=details.held_on,
        others_present=details.others_present,
        went_well=details.went_well,
        went_badly=details.went_badly,
        decision=details.decision,
        next_on=details.next_on,
        recorded_at=at,
        recorded_by=by,
        request_key=request_key,
    )
    EvaluationPresence.objects.bulk_create(
        EvaluationPresence(evaluation=evaluation, person=person) for person in details.people
    )
    for public_id, judgement in judgements.items():
        if judgement.score is not None or judgement.note:
            GoalScore.objects.create(
                goal=goals[public_id],
                evaluation=evaluation,
                score=judgement.score,
                given_by=details.given_by,
                scored_on=details.held_on,
                note=judgement.note,
                recorded_at=at,
                recorded_by=by,
            )
    if details.next_on is not None:
        locked.evaluate_on = details.next_on
        locked.save(update_fields=["evaluate_on"])
    if details.decision == EvaluationDecision.ADJUST:
        start_draft(case=locked.case, by=by, at=at)
    return evaluation
