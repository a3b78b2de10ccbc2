"""Use case: close a case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.enums import ClosingReason, ContinuationKind, GoalOutcome
from cases.models import AfterCare, Case, Continuation, FamilyQuestion, Goal, Provision
from cases.services.escalate import end_with_case
from cases.services.lock_case import lock_open_case
from collectief.models import Initiative
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class GoalsHaveChanged(Exception):
    """The plan in force has other goals by now than those that got a result; nothing was saved."""


class SomethingIsOpen(Exception):
    """Something still runs, and nobody said what becomes of it; nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class OpenEnd:
    """Something that still runs while a case is about to be closed, in the words of the page."""

    text: "_StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of a goal, and a line about it."""

    outcome: GoalOutcome
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class GoesOn:
    """What continues after the case, and where."""

    kind: ContinuationKind
    text: str = ""
    initiative: Initiative | None = None


@dataclass(frozen=True, kw_only=True)
class AfterCarePlan:
    due_on: date
    worker: User


def unanswered_questions(case: Case) -> Iterable[OpenEnd]:
    if FamilyQuestion.objects.filter(link__case=case, answered_at=None).exists():
        yield OpenEnd(text=_("A question from the family is not answered yet."))


def running_provisions(case: Case) -> Iterable[OpenEnd]:
    """A provision goes on without the team: then somebody else must look at it before it ends."""
    goes_on = Q(ends_on=None) | Q(ends_on__gt=timezone.localdate())
    for provision in Provision.objects.filter(goes_on, case=case).order_by("starts_on", "pk"):
        said = {"what": provision.title, "provider": provision.provider}
        if provision.ends_on is None:
            yield OpenEnd(text=gettext("%(what)s by %(provider)s runs, without a last day.") % said)
        else:
            last = date_format(provision.ends_on - timedelta(days=1), "j F Y")
            yield OpenEnd(text=gettext("%(what)s by %(provider)s runs until %(day)s.") % {**said, "day": last})


def running_involvements(case: Case) -> Iterable[OpenEnd]:
    """A partner that still helps, or whose answer the household waits for."""
    for one in case.involvements.open().select_related("organisation").order_by("sent_on", "pk"):
        words = {"partner": one.organisation.name}
        yield OpenEnd(
            text=_("%(partner)s still helps.") % words
            if one.started_on
            else _("The request to %(partner)s is still open.") % words
        )


# Who builds something that can run in a case adds a function here: it gives what of it still runs.
OPEN_ENDS: list[Callable[[Case], Iterable[OpenEnd]]] = [unanswered_questions, running_provisions, running_involvements]


def open_ends(case: Case) -> list[OpenEnd]:
    """What still runs in this case. Closing asks what becomes of it."""
    return [end for find in OPEN_ENDS for end in find(case)]


@transaction.atomic
def close_case(
    *,
    case: Case,
    reason: ClosingReason,
    note: str,
    results: Mapping[UUID, Result],
    by: User,
    at: datetime,
    words: str = "",
    left_open: str = "",
    goes_on: Sequence[GoesOn] = (),
    after_care: AfterCarePlan | None = None,
) -> Case:
    """End the case, its coordinator's period and its plans, keeping the result of each goal (by public id).

    A draft ends with it: nobody agreed on it. Reading links stop working. Hours and contacts stay.

    Raises:
        CaseIsClosed: somebody else closed it first.
        GoalsHaveChanged: look at the plan again; each goal gets its result.
        SomethingIsOpen: say in `left_open` what becomes of the `open_ends`.
    """
    locked = lock_open_case(case)
    goals = list(Goal.objects.filter(plan__in=locked.plans.in_force()))
    if {goal.public_id for goal in goals} != set(results):
        raise GoalsHaveChanged
    if not left_open and open_ends(locked):
        raise SomethingIsOpen
    for goal in goals:
        goal.outcome, goal.result = results[goal.public_id].outcome, results[goal.public_id].text
    Goal.objects.bulk_update(goals, ["outcome", "result"])
    end_case(case=locked, reason=reason, note=note, words=words, left_open=left_open, by=by, at=at)
    for one in goes_on:
        Continuation.objects.create(case=locked, kind=one.kind, text=one.text, initiative=one.initiative)
    if after_care is not None:
        AfterCare.objects.create(
            case=locked, due_on=after_care.due_on, worker=after_care.worker, planned_at=at, planned_by=by
        )
    return locked


def end_case(
    *, case: Case, reason: ClosingReason, note: str, by: User, at: datetime, words: str = "", left_open: str = ""
) -> None:
    """End a case that the caller has locked, whatever its goals: nobody coordinates it and no plan is in force."""
    # Who waited for the lock may have begun before what it ends: nothing ends before it began.
    begun = F("started_at") + timedelta(microseconds=1)
    case.plans.filter(ended_at=None).update(ended_at=Greatest(Value(at), F("created_at")))
    case.coordinators.current().update(ended_at=Greatest(Value(at), begun), handover_reason="")
    end_with_case(case=case, outcome=gettext("The case was closed."), by=by, at=at)
    made = F("created_at")
    case.reading_links.filter(revoked_at=None).update(revoked_at=Greatest(Value(at), made), revoked_by=by)
    case.awaiting_coordinator_since = None
    case.closed_on = timezone.localdate(at)
    case.closing_reason = reason
    case.closing_note = note
    case.closing_words = words
    case.closing_open_ends = left_open
    case.save(
        update_fields=[
            "awaiting_coordinator_since",
            "closed_on",
            "closing_reason",
            "closing_note",
            "closing_words",
            "closing_open_ends",
        ]
    )
