"""Find a case by the name of somebody in it, or by its number; only cases that the searcher may know of."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, TextField, Value

from cases.models import Case, HouseholdMember
from cases.models.household import folded
from wijkteam.accounts.models import User

MOST = 50
SHORTEST = 2
_NUMBER = re.compile(r"^\s*(?:\d{4}-)?0*(\d{1,12})\s*$")


@dataclass(frozen=True, kw_only=True)
class Hit:
    case_id: int
    household_id: int
    url: str
    number: str
    household: str
    people: str
    area: str
    theme: str
    coordinator: str
    is_open: bool
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    text: str
    hits: tuple[Hit, ...]
    is_too_short: bool = False
    has_more: bool = False


def search_cases(*, text: str, user: User, today: date) -> SearchResult:
    """Cases of all years by a fragment of a name, without case and accents, or by number; newest first.

    Two statements after those of the right to see: the cases, and the people in them.
    """
    wanted = " ".join(text.replace("\x00", "").split())[:80]
    number = _NUMBER.match(wanted)
    if len(wanted) < SHORTEST and number is None:
        return SearchResult(text=wanted, hits=(), is_too_short=bool(wanted))
    visible = Case.objects.visible_to(user, on=today)
    if number is not None:
        rule = Q(pk=int(number[1]))
    else:
        named = HouseholdMember.objects.filter(
            person__search_name__contains=folded(Value(wanted, output_field=TextField()))
        )
        rule = Q(household__in=named.values("household"))
    cases = list(visible.filter(rule).for_list().order_by("-opened_on", "-pk")[: MOST + 1])
    people = _people([case.household_id for case in cases])
    return SearchResult(
        text=wanted,
        hits=tuple(
            Hit(
                case_id=case.pk,
                household_id=case.household_id,
                url=f"/casussen/{case.public_id}/",
                number=case.number,
                household=case.household.name,
                people=", ".join(people.get(case.household_id, ())),
                area=case.area.name,
                theme=str(case.theme),
                coordinator=case.coordinator_name or "",  # type: ignore[attr-defined]  # annotated by for_list
                is_open=case.is_open,
                opened_on=case.opened_on,
                closed_on=case.closed_on,
            )
            for case in cases[:MOST]
        ),
        has_more=len(cases) > MOST,
    )


def _people(households: list[int]) -> dict[int, list[str]]:
    """Names of everybody who lives or lived in these households."""
    found: dict[int, list[str]] = {}
    members = HouseholdMember.objects.filter(household__in=households).order_by("role", "pk")
    for household, given, family in members.values_list("household", "person__given_name", "person__family_name"):
        found.setdefault(household, []).append(f"{given} {family}".strip())
    return found
