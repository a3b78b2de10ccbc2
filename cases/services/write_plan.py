"""Use cases: write a plan, agree on it, and keep it going."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from cases.models import Action, Case, Goal, Plan
from cases.services.detect_change import lock_unchanged
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User


class PlanHasEnded(Exception):
    """A newer version took its place: an earlier version stays as it was."""


class PlanHasNoGoals(Exception):
    """A household can only agree on a plan that says something."""


GOAL_FIELDS = ("life_domain", "text", "start_score", "target_score", "current_score")
ACTION_FIELDS = ("text", "owner", "owner_name", "worker", "initiative", "due_on")


@transaction.atomic
def start_draft(*, case: Case, by: User, at: datetime) -> Plan:
    """The draft of the next version; when a plan is in force, with its goals and the actions that are not done.

    Gives the draft that is there already, if there is one.

    Raises:
        CaseIsClosed: a closed case gets no new plan.
    """
    locked = lock_open_case(case)
    draft = locked.plans.draft().first()
    if draft is not None:
        return draft
    last = locked.plans.aggregate(last=Max("version"))["last"] or 0
    draft = Plan.objects.create(case=locked, version=last + 1, created_at=at, created_by=by)
    in_force = locked.plans.in_force().first()
    if in_force is not None:
        for goal in in_force.goals.order_by("position", "pk").prefetch_related("actions"):
            actions = [action for action in goal.actions.all() if action.done_on is None]
            goal.pk, goal.plan = None, draft
            goal._state.adding = True
            goal.public_id = Goal._meta.get_field("public_id").get_default()
            goal.start_score = goal.current_score if goal.current_score is not None else goal.start_score
            goal.result = ""
            goal.save(force_insert=True)
            for action in actions:
                action.pk, action.goal = None, goal
                action._state.adding = True
                action.public_id = Action._meta.get_field("public_id").get_default()
                action.save(force_insert=True)
    return draft


def _lock_plan(plan: Plan) -> Plan:
    lock_open_case(plan.case)
    locked = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    if locked.ended_at is not None:
        raise PlanHasEnded
    return locked


@transaction.atomic
def save_goal(*, plan: Plan, goal: Goal, seen: str, by: User) -> Goal:
    """Add a goal, or save the new values that `goal` holds; `seen` is the fingerprint of what the writer read.

    Raises:
        PlanHasEnded: write it in the version that is in force now.
        HasChanged: somebody else saved in the meantime; both must be seen.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = _lock_plan(plan)
    if goal._state.adding:
        goal.plan = locked
        goal.position = locked.goals.count()
        goal.save()
    else:
        lock_unchanged(goal, fields=GOAL_FIELDS, seen=seen)
        goal.save(update_fields=GOAL_FIELDS)
    return goal


@transaction.atomic
def save_action(*, goal: Goal, action: Action, seen: str, by: User) -> Action:
    """Add an action to a goal, or save the new values that `action` holds.

    Raises:
        PlanHasEnded, HasChanged, CaseIsClosed: see `save_goal`.
    """
    _lock_plan(goal.plan)
    if action._state.adding:
        action.goal = goal
        action.position = goal.actions.count()
        action.save()
    else:
        lock_unchanged(action, fields=ACTION_FIELDS, seen=seen)
        action.save(update_fields=ACTION_FIELDS)
    return action


@transaction.atomic
def mark_action(*, action: Action, done_on: date | None, by: User) -> Action:
    """Say that an action is done (or, with None, that it is not after all).

    Raises:
        PlanHasEnded, CaseIsClosed: see `save_goal`.
    """
    _lock_plan(action.goal.plan)
    action.done_on = done_on
    action.save(update_fields=["done_on"])
    return action


@transaction.atomic
def set_score(*, goal: Goal, score: int | None, by: User) -> Goal:
    """Write how a goal stands now, from 1 to 5, or that nobody knows.

    Raises:
        PlanHasEnded, CaseIsClosed: see `save_goal`.
    """
    _lock_plan(goal.plan)
    goal.current_score = score
    goal.save(update_fields=["current_score"])
    return goal


@transaction.atomic
def remove_action(*, action: Action, by: User) -> None:
    """Take an action out of a plan that has not ended; the history keeps what it was.

    Raises:
        PlanHasEnded, CaseIsClosed: see `save_goal`.
    """
    _lock_plan(action.goal.plan)
    action.delete()


@transaction.atomic
def discard_draft(*, plan: Plan, by: User) -> None:
    """Throw a draft away with its goals and actions; the history keeps what they were.

    Raises:
        PlanHasEnded: the household agreed on it in the meantime.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = _lock_plan(plan)
    if not locked.is_draft:
        raise PlanHasEnded
    Action.objects.filter(goal__plan=locked).delete()
    Goal.objects.filter(plan=locked).delete()
    locked.delete()


@transaction.atomic
def remove_goal(*, goal: Goal, by: User) -> None:
    """Take a goal and its actions out of a draft. In a plan that was agreed a goal stays.

    Raises:
        PlanHasEnded: the plan is agreed or has ended.
        CaseIsClosed: a closed case stays as it is.
    """
    if not _lock_plan(goal.plan).is_draft:
        raise PlanHasEnded
    goal.actions.all().delete()
    goal.delete()


@transaction.atomic
def agree_on_plan(*, plan: Plan, agreed_by: str, agreed_on: date, evaluate_on: date, by: User, at: datetime) -> Plan:
    """Put a draft in force, ending the version before it in the same act.

    Agreeing again on the plan that is in force changes nothing.

    Raises:
        PlanHasNoGoals: write at least one goal first.
        PlanHasEnded: it was replaced already.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = _lock_plan(plan)
    if locked.is_in_force:
        return locked
    if not locked.goals.exists():
        raise PlanHasNoGoals
    Plan.objects.in_force().filter(case=locked.case_id).update(ended_at=at)
    locked.in_force_at = at
    locked.agreed_by, locked.agreed_on, locked.evaluate_on = agreed_by, agreed_on, evaluate_on
    locked.save(update_fields=["in_force_at", "agreed_by", "agreed_on", "evaluate_on"])
    return locked
