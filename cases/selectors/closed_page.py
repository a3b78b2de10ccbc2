"""What came of a case: results, words of the household, what goes on, and after-care."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from cases.enums import ContinuationKind
from cases.models import AfterCare, Case, Continuation
from cases.selectors.plan_over_time import scores_of
from cases.selectors.plan_page import GoalRow, PlanSummary, plans_of
from wijkteam.core.charts import Scores

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_ICONS: dict[str, str] = {
    ContinuationKind.OWN_NETWORK: "heart-handshake",
    ContinuationKind.COLLECTIVE: "plant-2",
    ContinuationKind.ELSEWHERE: "building",
}


@dataclass(frozen=True, kw_only=True)
class ContinuationRow:
    where: "_StrOrPromise"
    icon: str
    text: str
    initiative_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AfterCareRow:
    """`done_at` is when the contact was; `given_up_because` why there was none; both empty: it waits."""

    public_id: UUID
    due_on: date
    worker: str
    done_at: datetime | None
    text: str
    given_up_because: str
    is_late: bool

    @property
    def is_waiting(self) -> bool:
        return self.done_at is None and not self.given_up_because


@dataclass(frozen=True, kw_only=True)
class ClosedPage:
    plan: PlanSummary | None
    goals: tuple[tuple[GoalRow, Scores | None], ...]
    continuations: tuple[ContinuationRow, ...]
    after_care: tuple[AfterCareRow, ...]


def closed_page(*, case: Case, today: date) -> ClosedPage:
    """Four statements."""
    agreed = Q(agreed_on__isnull=False)
    plans = plans_of(case, goals_of=agreed, today=today)
    plan = next((one for one in plans if one.agreed_on is not None), None)
    charts = scores_of(case, plan) if plan is not None else {}
    return ClosedPage(
        plan=plan,
        goals=tuple((goal, charts.get(goal.lineage)) for goal in plan.goals) if plan else (),
        continuations=continuations_of(case),
        after_care=after_care_of(case, today=today),
    )


def continuations_of(case: Case) -> tuple[ContinuationRow, ...]:
    rows = Continuation.objects.filter(case=case).select_related("initiative").order_by("kind", "pk")
    return tuple(
        ContinuationRow(
            where=row.get_kind_display(),
            icon=_ICONS[row.kind],
            text=row.initiative.name if row.initiative else row.text,
            initiative_id=row.initiative.public_id if row.initiative else None,
        )
        for row in rows
    )


def after_care_of(case: Case, *, today: date) -> tuple[AfterCareRow, ...]:
    rows = AfterCare.objects.filter(case=case).select_related("worker", "contact").order_by("due_on", "pk")
    return tuple(_after_care(row, today=today) for row in rows)


def _after_care(row: AfterCare, *, today: date) -> AfterCareRow:
    contact = getattr(row, "contact", None)  # the other side of a one-to-one: absent until it is done
    waits = contact is None and row.given_up_at is None
    return AfterCareRow(
        public_id=row.public_id,
        due_on=row.due_on,
        worker=row.worker.name,
        done_at=contact.occurred_at if contact else None,
        text=contact.text if contact else "",
        given_up_because=row.given_up_because,
        is_late=waits and row.due_on < today,
    )
