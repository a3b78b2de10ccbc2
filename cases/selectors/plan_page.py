"""The versions of a plan, with their goals and actions: one statement, however many there are."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Either
from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from cases.enums import OWN_STRENGTH, ActionOwner, GoalOutcome, LifeDomain
from cases.models import Action, Case, CollectiveReferral, Goal, Plan
from wijkteam.core.prepared import Prepared, slot

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

OWNER_ICONS: dict[str, str] = {
    ActionOwner.RESIDENT: "user",
    ActionOwner.NETWORK: "heart-handshake",
    ActionOwner.VOLUNTEER: "heart",
    ActionOwner.COLLECTIVE: "plant-2",
    ActionOwner.TEAM: "building-community",
    ActionOwner.FIRST_RING: "circle-dot",
    ActionOwner.SECOND_RING: "circles-relation",
}


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    public_id: UUID
    lineage: UUID
    text: str
    who: str
    owner: "_StrOrPromise"
    icon: str
    is_own_strength: bool
    due_on: date | None
    done_on: date | None
    is_late: bool
    # An initiative where somebody could still be referred to, and the day on which somebody of this case was.
    refer_to: UUID | None
    goes_since: date | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the five places of a score: what stands on it."""

    number: int
    is_start: bool
    is_now: bool
    is_target: bool
    is_reached: bool


@dataclass(frozen=True, kw_only=True)
class GoalRow:
    """Scores run from 1 to 5. `done` counts its actions that are done."""

    public_id: UUID
    lineage: UUID
    domain: "_StrOrPromise"
    text: str
    start: int | None
    now: int | None
    target: int | None
    outcome: "_StrOrPromise"
    result: str
    actions: tuple[ActionRow, ...]

    @property
    def done(self) -> int:
        return sum(action.done_on is not None for action in self.actions)

    @property
    def late(self) -> int:
        return sum(action.is_late for action in self.actions)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The five places, empty when no score was given."""
        if self.start is None and self.now is None and self.target is None:
            return ()
        reached = self.now or self.start or 0
        return tuple(
            Step(
                number=number,
                is_start=number == self.start,
                is_now=number == self.now,
                is_target=number == self.target,
                is_reached=number <= reached,
            )
            for number in range(1, 6)
        )


@dataclass(frozen=True, kw_only=True)
class OwnerShare:
    """How many actions a kind of owner has; `percentage` of all actions, for a bar."""

    owner: str
    label: "_StrOrPromise"
    icon: str
    count: int
    is_own_strength: bool


@dataclass(frozen=True, kw_only=True)
class PlanSummary:
    public_id: UUID
    version: int
    is_draft: bool
    is_in_force: bool
    agreed_by: str
    agreed_on: date | None
    evaluate_on: date | None
    created_at: datetime
    ended_at: datetime | None
    goals: tuple[GoalRow, ...]
    owners: tuple[OwnerShare, ...]
    own: int
    total: int

    @property
    def share(self) -> int | None:
        """Per cent of the actions that the resident, the network or the neighbourhood owns; None without actions."""
        return round(100 * self.own / self.total) if self.total else None

    @property
    def late(self) -> int:
        """Actions that should be done by now."""
        return sum(goal.late for goal in self.goals)


def plans_of(case: Case, *, goals_of: Q, today: date, **values: Any) -> list[PlanSummary]:
    """All versions, newest first; those that `goals_of` selects with their goals and actions. One statement.

    `goals_of` is one of a few, as the statement of each is kept; `values` fills its slots.
    """
    return [_plan(plan, today=today) for plan in _plans(goals_of)(case=case.pk, today=today, **values)]


@lru_cache(maxsize=8)
def _plans(goals_of: Q) -> Prepared[Plan]:
    return Prepared(lambda: _plan_rows(goals_of))


def _plan_rows(goals_of: Q) -> QuerySet[Plan]:
    goes_there = (
        CollectiveReferral.objects.open()
        .filter(case=OuterRef("goal__plan__case"), initiative=OuterRef("initiative"))
        .order_by("referred_on")
        .values("referred_on")[:1]
    )
    still_there = Q(initiative__ends_on=None) | Q(initiative__ends_on__gt=slot("today"))
    actions = (
        Action.objects.filter(goal=OuterRef("pk"))
        .order_by("position", "pk")
        .values(
            row=JSONObject(
                public_id="public_id",
                lineage="lineage",
                text="text",
                owner="owner",
                name="owner_name",
                worker="worker__name",
                initiative="initiative__name",
                refer_to=Either(When(still_there, then="initiative__public_id")),
                goes_since=Subquery(goes_there),
                due_on="due_on",
                done_on="done_on",
            )
        )
    )
    goals = (
        Goal.objects.filter(plan=OuterRef("pk"))
        .order_by("position", "pk")
        .values(
            row=JSONObject(
                public_id="public_id",
                lineage="lineage",
                domain="life_domain",
                text="text",
                start="start_score",
                now="current_score",
                target="target_score",
                outcome="outcome",
                result="result",
                actions=ArraySubquery(actions),
            )
        )
    )
    content = JSONObject(goals=ArraySubquery(goals))
    rows = Plan.objects.filter(case=slot("case"))
    rows = rows.annotate(content=Either(When(goals_of, then=content), output_field=JSONField()))
    return rows.order_by("-version")


def _plan(plan: Plan, *, today: date) -> PlanSummary:
    content: dict[str, Any] = plan.content or {"goals": []}  # type: ignore[attr-defined]  # annotated by plans_of
    goals = tuple(_goal(goal, today=today) for goal in content["goals"])
    kinds = [action["owner"] for goal in content["goals"] for action in goal["actions"]]
    return PlanSummary(
        public_id=plan.public_id,
        version=plan.version,
        is_draft=plan.is_draft,
        is_in_force=plan.is_in_force,
        agreed_by=plan.agreed_by,
        agreed_on=plan.agreed_on,
        evaluate_on=plan.evaluate_on,
        created_at=plan.created_at,
        ended_at=plan.ended_at,
        goals=goals,
        owners=tuple(
            OwnerShare(
                owner=owner.value,
                label=owner.label,
                icon=OWNER_ICONS[owner],
                count=kinds.count(owner),
                is_own_strength=owner in OWN_STRENGTH,
            )
            for owner in ActionOwner
            if owner in kinds
        ),
        own=sum(kind in OWN_STRENGTH for kind in kinds),
        total=len(kinds),
    )


def _goal(goal: dict[str, Any], *, today: date) -> GoalRow:
    return GoalRow(
        public_id=UUID(goal["public_id"]),
        lineage=UUID(goal["lineage"]),
        domain=LifeDomain(goal["domain"]).label,
        text=goal["text"],
        start=goal["start"],
        now=goal["now"],
        target=goal["target"],
        outcome=GoalOutcome(goal["outcome"]).label if goal["outcome"] else "",
        result=goal["result"],
        actions=tuple(_action(action, today=today) for action in goal["actions"]),
    )


def _action(action: dict[str, Any], *, today: date) -> ActionRow:
    due_on = date.fromisoformat(action["due_on"]) if action["due_on"] else None
    done_on = date.fromisoformat(action["done_on"]) if action["done_on"] else None
    goes_since = date.fromisoformat(action["goes_since"]) if action["goes_since"] else None
    return ActionRow(
        public_id=UUID(action["public_id"]),
        lineage=UUID(action["lineage"]),
        text=action["text"],
        who=action["worker"] or action["initiative"] or action["name"],
        owner=ActionOwner(action["owner"]).label,
        icon=OWNER_ICONS[action["owner"]],
        is_own_strength=action["owner"] in OWN_STRENGTH,
        due_on=due_on,
        done_on=done_on,
        is_late=done_on is None and due_on is not None and due_on < today,
        refer_to=UUID(action["refer_to"]) if action["refer_to"] and not (goes_since or done_on) else None,
        goes_since=goes_since,
    )
