"""Use cases: write a plan, agree on it, and keep it going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import Truncator

from cases.enums import AgreementManner
from cases.models import Action, Case, Goal, Person, Plan, PlanAgreement
from cases.services.detect_change import HasChanged, fingerprint, lock_row, lock_unchanged
from cases.services.lock_case import lock_open_case
from cases.services.plan_contents import contents_of
from wijkteam.accounts.models import User


class PlanHasEnded(Exception):
    """A newer version took its place: an earlier version stays as it was."""


class PlanHasNoGoals(Exception):
    """A household can only agree on a plan that says something."""


class NobodyAgreed(Exception):
    """A plan comes into force when at least one person of the household agrees."""


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What one person of the household said to the plan."""

    person: Person
    agrees: bool
    manner: AgreementManner
    note: str = ""


GOAL_FIELDS = ("life_domain", "text", "start_score", "target_score")
ACTION_FIELDS = ("text", "owner", "owner_name", "worker", "initiative", "due_on")


@transaction.atomic
def start_draft(*, case: Case, by: User, at: datetime) -> Plan:
    """The draft of the next version; when a plan is in force, with its goals and the actions that are not done.

    Goals and actions keep their lineage, so that versions can be compared and scores go on. Gives the draft that is
    there already, if there is one.

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
            goal.result = goal.outcome = ""
            goal.save(force_insert=True)
            for action in actions:
                action.pk, action.goal = None, goal
                action._state.adding = True
                action.public_id = Action._meta.get_field("public_id").get_default()
                action.save(force_insert=True)
    return draft


def lock_plan(plan: Plan) -> Plan:
    lock_open_case(plan.case)
    locked = lock_row(plan)
    if locked.ended_at is not None:
        raise PlanHasEnded
    return locked


@transaction.atomic
def save_goal(*, plan: Plan, goal: Goal, seen: str, by: User) -> Goal:
    """Add a goal, or save the new values that `goal` holds; `seen` is the fingerprint of what the writer read.

    Raises:
        PlanHasEnded: write it in the version that is in force now.
        IsGone: a colleague took the goal, or the whole draft, away.
        HasChanged: somebody else saved in the meantime; both must be seen.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = lock_plan(plan)
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
    lock_plan(goal.plan)
    lock_row(goal)
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
    lock_plan(action.goal.plan)
    lock_row(action)
    action.done_on = done_on
    action.save(update_fields=["done_on"])
    return action


@transaction.atomic
def remove_action(*, action: Action, by: User, seen: str = "") -> None:
    """Take an action out of a plan that has not ended; the history keeps what it was.

    `seen` is the fingerprint of what the remover read; without it nobody asks.

    Raises:
        PlanHasEnded, HasChanged, CaseIsClosed: see `save_goal`.
    """
    lock_plan(action.goal.plan)
    stored = lock_row(action)
    if seen and fingerprint(stored, ACTION_FIELDS) != seen:
        raise HasChanged(stored)
    action.delete()


@transaction.atomic
def discard_draft(*, plan: Plan, by: User, seen: str = "") -> None:
    """Throw a draft away with its goals and actions; the history keeps what they were.

    `seen` are the `contents_of` the draft that was read; without it nobody asks.

    Raises:
        PlanHasEnded: the household agreed on it in the meantime.
        HasChanged: a colleague wrote in it in the meantime.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = lock_plan(plan)
    if not locked.is_draft:
        raise PlanHasEnded
    if seen and contents_of(locked.public_id) != seen:
        raise HasChanged(locked)
    Action.objects.filter(goal__plan=locked).delete()
    Goal.objects.filter(plan=locked).delete()
    locked.delete()


@transaction.atomic
def remove_goal(*, goal: Goal, by: User, seen: str = "") -> None:
    """Take a goal and its actions out of a draft. In a plan that was agreed a goal stays.

    `seen` are the `contents_of` the goal that was read; without it nobody asks.

    Raises:
        PlanHasEnded: the plan is agreed or has ended.
        HasChanged: a colleague changed the goal, or what will be done for it, in the meantime.
        CaseIsClosed: a closed case stays as it is.
    """
    if not lock_plan(goal.plan).is_draft:
        raise PlanHasEnded
    lock_row(goal)
    if seen and contents_of(goal.plan.public_id, goal_id=goal.public_id) != seen:
        raise HasChanged(goal)
    goal.actions.all().delete()
    goal.delete()


@transaction.atomic
def agree_on_plan(
    *,
    plan: Plan,
    agreed_on: date,
    evaluate_on: date,
    by: User,
    at: datetime,
    voices: Sequence[Voice] = (),
    agreed_by: str = "",
) -> Plan:
    """Put a draft in force, ending the version before it in the same act.

    `voices` are the people of the household, also who does not agree; `agreed_by` names others who agreed. Agreeing
    again on the plan that is in force changes nothing.

    Raises:
        PlanHasNoGoals: write at least one goal first.
        NobodyAgreed: one person at least agrees.
        PlanHasEnded: it was replaced already.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = lock_plan(plan)
    if locked.is_in_force:
        return locked
    if not locked.goals.exists():
        raise PlanHasNoGoals
    names = [voice.person.given_name or voice.person.family_name for voice in voices if voice.agrees]
    who = ", ".join([*names, *([agreed_by] if agreed_by else [])])
    if not who:
        raise NobodyAgreed
    Plan.objects.in_force().filter(case=locked.case_id).update(ended_at=at)
    locked.in_force_at = at
    locked.agreed_by = Truncator(who).chars(Plan._meta.get_field("agreed_by").max_length or 200)
    locked.agreed_on, locked.evaluate_on = agreed_on, evaluate_on
    locked.save(update_fields=["in_force_at", "agreed_by", "agreed_on", "evaluate_on"])
    for voice in voices:
        _record(locked, voice, said_on=agreed_on, by=by, at=at)
    return locked


@transaction.atomic
def record_agreement(*, plan: Plan, voice: Voice, said_on: date, by: User, at: datetime) -> PlanAgreement:
    """Write down what one more person says to the plan in force, or says now. Of each person the last one counts.

    Raises:
        PlanHasEnded: it is a draft, or a newer version took its place.
        CaseIsClosed: a closed case stays as it is.
    """
    locked = lock_plan(plan)
    if not locked.is_in_force:
        raise PlanHasEnded
    return _record(locked, voice, said_on=said_on, by=by, at=at)


def _record(plan: Plan, voice: Voice, *, said_on: date, by: User, at: datetime) -> PlanAgreement:
    return PlanAgreement.objects.create(
        plan=plan,
        person=voice.person,
        agrees=voice.agrees,
        said_on=said_on,
        manner=voice.manner,
        note=voice.note,
        recorded_at=at,
        recorded_by=by,
    )
