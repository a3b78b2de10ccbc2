"""What would be made of a list, and every problem in it, for who decides whether it is taken in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from cases.services.caseload.check import Checked, NewCase, Problem, Severity

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class HouseholdShown:
    """One household with its case, as it will be made."""

    rows: str
    name: str
    persons: Sequence[str]
    address: str
    area: str
    theme: str
    coordinator: str
    new: NewCase


@dataclass(frozen=True, kw_only=True)
class ListShown:
    """Counts of the whole list; one page of its households and of its problems. `seen` are cases that it names."""

    households: int
    persons: int
    open: int
    errors: int
    warnings: int
    skipped: int
    is_ready: bool
    page: Page[NewCase]
    shown: Sequence[HouseholdShown]
    problems: Page[Problem]
    seen: Sequence[tuple[int, int]]


def list_shown(checked: Checked, *, page: str | None, problems_page: str | None) -> ListShown:
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SKIPPED: 2}
    sorted_problems = sorted(checked.problems, key=lambda one: (order[one.severity], one.row))
    problems = Paginator(sorted_problems, PER_PAGE).get_page(problems_page)
    households = Paginator(list(checked.cases), PER_PAGE).get_page(page)
    return ListShown(
        households=len(checked.cases),
        persons=sum(len(new.persons) for new in checked.cases),
        open=sum(new.closed_on is None for new in checked.cases),
        errors=checked.count(Severity.ERROR),
        warnings=checked.count(Severity.WARNING),
        skipped=checked.count(Severity.SKIPPED),
        is_ready=checked.is_ready and bool(checked.cases),
        page=households,
        shown=[_shown(new) for new in households.object_list],
        problems=problems,
        seen=sorted({one.known for one in problems.object_list if one.known is not None}),
    )


def _shown(new: NewCase) -> HouseholdShown:
    return HouseholdShown(
        rows=", ".join(str(number) for number in new.rows),
        name=new.name,
        persons=[
            f"{one.given_name} {one.family_name}".strip() + (f" ({one.birth_date:%d-%m-%Y})" if one.birth_date else "")
            for one in new.persons
        ],
        address=", ".join(part for part in (new.street, f"{new.postcode} {new.city}".strip()) if part),
        area=new.area.name,
        theme=str(new.theme),
        coordinator=new.coordinator.user.name if new.coordinator else "",
        new=new,
    )
