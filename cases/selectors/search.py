"""Find a case by the name of somebody in it, or by its number; only cases that the searcher may know of."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, TextField, Value

from cases.models import Case, CaseRights, Household, HouseholdMember
from cases.models.household import folded

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


def clean_text(text: str) -> str:
    """As it is searched for and shown: one line, single spaces, no NUL (PostgreSQL knows none)."""
    return " ".join(text.replace("\x00", "").split())[:80]


def numbered(text: str) -> int | None:
    """The case that a number like 2026-00123 speaks of."""
    number = _NUMBER.match(text)
    return int(number[1]) if number is not None else None


def search_cases(*, text: str, rights: CaseRights) -> SearchResult:
    """Cases of all years by a fragment of a name, without case and accents, or by number; newest first.

    The name may be that of the household or of anybody who lives or lived there. Two statements.
    """
    wanted = clean_text(text)
    number = _NUMBER.match(wanted)
    if len(wanted) < SHORTEST and number is None:
        return SearchResult(text=wanted, hits=(), is_too_short=bool(wanted))
    rule = Q(pk=int(number[1])) if number is not None else _named(wanted)
    cases = list(Case.objects.within(rights).filter(rule).for_list().order_by("-opened_on", "-pk")[: MOST + 1])
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


def _named(wanted: str) -> Q:
    """Two lists of households, each from a trigram index of its own; one OR over both tables would use neither."""
    needle = folded(Value(wanted, output_field=TextField()))
    by_person = HouseholdMember.objects.filter(person__search_name__contains=needle).values("household")
    by_name = Household.objects.alias(search=folded(F("name"))).filter(search__contains=needle).values("pk")
    return Q(household__in=by_person.union(by_name))


def _people(households: list[int]) -> dict[int, list[str]]:
    """Names of everybody who lives or lived in these households."""
    found: dict[int, list[str]] = {}
    members = HouseholdMember.objects.filter(household__in=households).order_by("role", "pk")
    for household, given, family in members.values_list("household", "person__given_name", "person__family_name"):
        found.setdefault(household, []).append(f"{given} {family}".strip())
    return found
