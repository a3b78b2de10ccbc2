"""Use cases: write a plan, agree on it, and keep it going."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from cases.models import Action, Case, Goal, Plan
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User


class PlanHasEnded(Exception):
    """A newer version took its place: an earlier version stays as it was."""


class PlanHasNoGoals(Exception):
    """A household can only agree on a plan that says something."""


class GoalHasChanged(Exception):
    """Somebody else changed this goal in the meantime. `goal` is how it is now; nothing was saved."""

    def __init__(self, goal: Goal) -> None:
        super().__init__("the goal has changed")
        self.goal = goal


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
    """Add or change a goal of a plan that has not ended. `seen` is its text when the writer began (empty: new).

    Raises:
        PlanHasEnded: write it in the version that is in force now.
        GoalHasChanged: both texts must be seen.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = _lock_plan(plan)
    if goal._state.adding:
        goal.plan = locked
        goal.position = locked.goals.count()
    else:
        current = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk, plan=locked)
        if current.text != seen and current.text != goal.text:
            raise GoalHasChanged(current)
    goal.save()
    return goal


@transaction.atomic
def save_action(*, goal: Goal, action: Action, by: User) -> Action:
    """Add or change an action of a goal whose plan has not ended.

    Raises:
        PlanHasEnded, CaseIsClosed: see `save_goal`.
    """
    _lock_plan(goal.plan)
    if action._state.adding:
        action.goal = goal
        action.position = goal.actions.count()
    action.save()
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
