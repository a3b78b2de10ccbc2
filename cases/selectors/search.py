"""Find a case by a name, a street, a date of birth or its number; only cases that the searcher may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Max, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Greatest

from cases.models import Case, CaseRights, Household, HouseholdMember
from cases.models.household import folded
from wijkteam.daily.selectors.find import looks_like
from wijkteam.daily.selectors.typed import Typed

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Hit:
    case_id: int
    household_id: int
    url: str
    number: str
    household: str
    people: str
    address: str
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


def search_cases(*, text: str, rights: CaseRights, most: int = MOST) -> SearchResult:
    """Cases of all years by pieces of names and addresses, a date of birth or a number; newest first. Two statements.

    Each word must be found: in the name of the household, of anybody who lives or lived there, or in the address.
    """
    typed = Typed.of(text)
    if not typed.text or typed.is_too_short:
        return SearchResult(text=typed.text, hits=(), is_too_short=bool(typed.text))
    found = Case.objects.within(rights).filter(_rule(typed)).for_list().order_by("-opened_on", "-pk")
    cases = list(found[: most + 1])
    return SearchResult(text=typed.text, hits=_hits(cases[:most]), has_more=len(cases) > most)


def nearly(*, text: str, rights: CaseRights, most: int) -> tuple[Hit, ...]:
    """Cases in which something looks like what was typed, the most alike first. Two statements.

    How much must be alike was said to the transaction (`find.forgive`).
    """
    typed = Typed.of(text)
    needle = folded(Value(typed.needle, output_field=TextField()))
    cases = (
        Case.objects.within(rights)
        .filter(household__in=_looking_like(typed.needle))
        .annotate(
            likeness=Greatest(
                TrigramWordSimilarity(needle, folded(F("household__name"))),  # type: ignore[arg-type]  # an expression
                TrigramWordSimilarity(needle, folded(F("household__street"), F("household__postcode"))),  # type: ignore[arg-type]  # takes expressions
                Coalesce(
                    Subquery(
                        HouseholdMember.objects.filter(household=OuterRef("household"))
                        .values("household")
                        .annotate(best=Max(TrigramWordSimilarity(needle, F("person__search_name"))))  # type: ignore[arg-type]  # takes expressions
                        .values("best")
                    ),
                    Value(0.0),
                ),
            )
        )
        .for_list()
        .order_by("-likeness", "-opened_on", "-pk")
    )
    return _hits(list(cases[:most]))


def _hits(cases: Sequence[Case]) -> tuple[Hit, ...]:
    people = _people([case.household_id for case in cases])
    return tuple(
        Hit(
            case_id=case.pk,
            household_id=case.household_id,
            url=f"/casussen/{case.public_id}/",
            number=case.number,
            household=case.household.name,
            people=", ".join(people.get(case.household_id, ())),
            address=case.household.street,
            area=case.area.name,
            theme=str(case.theme),
            coordinator=case.coordinator_name or "",  # type: ignore[attr-defined]  # annotated by for_list
            is_open=case.is_open,
            opened_on=case.opened_on,
            closed_on=case.closed_on,
        )
        for case in cases
    )


def _rule(typed: Typed) -> Q:
    if typed.number is not None:
        return Q(pk=typed.number)
    if typed.date is not None:
        return Q(household__in=HouseholdMember.objects.filter(person__birth_date=typed.date).values("household"))
    rule = Q()
    for word in typed.words:
        rule &= Q(household__in=_looking_like(word) if len(word) < 3 else _holding(word))
    return rule


def _holding(word: str) -> Any:
    """Lists of households, each from a trigram index of its own; one OR over the tables would use none of them."""
    needle = folded(Value(word, output_field=TextField()))
    by_person = HouseholdMember.objects.filter(person__search_name__contains=needle).values("household")
    named = Household.objects.alias(search=folded(F("name"))).filter(search__contains=needle).values("pk")
    at = Household.objects.alias(search=folded(F("street"), F("postcode"))).filter(search__contains=needle)
    return by_person.union(named, at.values("pk"))


def _looking_like(text: str) -> Any:
    """The same, where a part looks like it: two letters (a whole name of two letters), or a typing error."""
    by_person = HouseholdMember.objects.filter(looks_like(F("person__search_name"), text)).values("household")
    named = Household.objects.filter(looks_like(folded(F("name")), text)).values("pk")
    at = Household.objects.filter(looks_like(folded(F("street"), F("postcode")), text)).values("pk")
    return by_person.union(named, at)


def _people(households: list[int]) -> dict[int, list[str]]:
    """Names of everybody who lives or lived in these households."""
    found: dict[int, list[str]] = {}
    members = HouseholdMember.objects.filter(household__in=households).order_by("role", "pk")
    for household, given, family in members.values_list("household", "person__given_name", "person__family_name"):
        found.setdefault(household, []).append(f"{given} {family}".strip())
    return found
