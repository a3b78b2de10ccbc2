"""What of plans, reading links and after-care waits for a worker; for lists of what needs somebody today."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import Action, AfterCare, Case, CaseRights, FamilyQuestion, Plan
from wijkteam.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class EvaluationDue:
    case_id: UUID
    household: str
    plan_id: UUID
    evaluate_on: date


@dataclass(frozen=True, kw_only=True)
class ActionLate:
    case_id: UUID
    household: str
    plan_id: UUID
    goal_id: UUID
    action_id: UUID
    text: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class FamilyAsks:
    case_id: UUID
    household: str
    name: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class AfterCareDue:
    """`case_id` is of a closed case: its page is `cases:after-care` with `after_care_id`."""

    case_id: UUID
    household: str
    after_care_id: UUID
    due_on: date


def _coordinated_by(worker: User, *, prefix: str) -> Q:
    return Q(**{f"{prefix}coordinators__worker": worker, f"{prefix}coordinators__ended_at": None})


def _visible(rights: CaseRights) -> "QuerySet[Case]":
    return Case.objects.within(rights)


def evaluations_due(*, worker: User, rights: CaseRights, until: date) -> list[EvaluationDue]:
    """Plans in force that should be looked back on before or on `until`, of cases that `worker` coordinates."""
    rows = (
        Plan.objects.in_force()
        .filter(_coordinated_by(worker, prefix="case__"), evaluate_on__lte=until, case__in=_visible(rights))
        .order_by("evaluate_on", "pk")
        .values_list("case__public_id", "case__household__name", "public_id", "evaluate_on")
    )
    return [
        EvaluationDue(case_id=case, household=name, plan_id=plan, evaluate_on=day)
        for case, name, plan, day in rows
        if day is not None
    ]


def actions_late(*, worker: User, rights: CaseRights, today: date) -> list[ActionLate]:
    """The worker's own actions that should be done by now, in plans in force."""
    rows = (
        Action.objects.filter(
            worker=worker,
            done_on=None,
            due_on__lt=today,
            goal__plan__in_force_at__isnull=False,
            goal__plan__ended_at=None,
            goal__plan__case__in=_visible(rights),
        )
        .order_by("due_on", "pk")
        .values_list(
            "goal__plan__case__public_id",
            "goal__plan__case__household__name",
            "goal__plan__public_id",
            "goal__public_id",
            "public_id",
            "text",
            "due_on",
        )
    )
    return [
        ActionLate(case_id=case, household=name, plan_id=plan, goal_id=goal, action_id=action, text=text, due_on=day)
        for case, name, plan, goal, action, text, day in rows
        if day is not None
    ]


def family_asks(*, worker: User, rights: CaseRights) -> list[FamilyAsks]:
    """Questions from families, not answered yet, of cases that `worker` coordinates."""
    rows = (
        FamilyQuestion.objects.filter(
            _coordinated_by(worker, prefix="link__case__"), answered_at=None, link__case__in=_visible(rights)
        )
        .order_by("asked_at", "pk")
        .values_list(
            "link__case__public_id",
            "link__case__household__name",
            "link__person__given_name",
            "link__person__family_name",
            "asked_at",
        )
    )
    return [
        FamilyAsks(case_id=case, household=household, name=f"{given} {family}".strip(), asked_at=at)
        for case, household, given, family, at in rows
    ]


def after_care_due(*, worker: User, rights: CaseRights, until: date) -> list[AfterCareDue]:
    """After-care of closed cases that `worker` does, due before or on `until`."""
    rows = (
        AfterCare.objects.due(on=until)
        .filter(worker=worker, case__in=_visible(rights))
        .order_by("due_on", "pk")
        .values_list("case__public_id", "case__household__name", "public_id", "due_on")
    )
    return [
        AfterCareDue(case_id=case, household=name, after_care_id=after_care, due_on=day)
        for case, name, after_care, day in rows
    ]
