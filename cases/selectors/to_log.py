"""For whom one logs something: the case that one came from, and those that one worked on last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from cases.models import Case, CaseCoordinator, CaseRights, Contact
from wijkteam.accounts.models import User

MOST = 6
_WEEKS = timedelta(weeks=6)
_CASE_PAGE = re.compile(r"/casussen/([0-9a-f-]{36})/")


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    public_id: UUID
    name: str
    seen: tuple[int, int]


def page_of_case(path: str) -> UUID | None:
    """The case of the page that one came from, when it was one."""
    found = _CASE_PAGE.search(path)
    try:
        return UUID(found[1]) if found is not None else None
    except ValueError:
        return None


def suggestions(*, user: User, rights: CaseRights, on: date, came_from: UUID | None) -> Sequence[Suggestion]:
    """Open cases in which this person may write: first where one came from, then the last worked on. One statement.

    Without any of those: the cases that one keeps.
    """
    mine = Q(contacts__time_entry__user=user, contacts__time_entry__worked_on__gt=on - _WEEKS)
    rows = (
        Case.objects.within(rights)
        .exclude(pk__in=set(rights.emergency) - set(rights.cases))
        .open()
        .filter(
            Q(pk__in=_worked_on(user, on=on)) | Q(public_id=came_from) | Q(pk__in=_kept(user)),
        )
        .annotate(last=Max("contacts__occurred_at", filter=mine))
        .select_related("household")
    )
    ordered = sorted(
        rows,
        key=lambda case: (
            case.public_id != came_from,
            case.last is None,  # type: ignore[attr-defined]  # annotated
            -case.last.timestamp() if case.last else 0,  # type: ignore[attr-defined]  # annotated above
            case.household.name,
        ),
    )
    return tuple(
        Suggestion(public_id=case.public_id, name=case.household.name, seen=(case.pk, case.household_id))
        for case in ordered[:MOST]
    )


def _worked_on(user: User, *, on: date) -> "QuerySet[Contact, int]":
    recent = Contact.objects.filter(time_entry__user=user, time_entry__worked_on__gt=on - _WEEKS)
    return recent.values_list("case_id", flat=True)


def _kept(user: User) -> "QuerySet[CaseCoordinator, int]":
    return CaseCoordinator.objects.filter(worker=user, ended_at=None).values_list("case_id", flat=True)
