"""Find a case by a name, a street, a date of birth or its number; only cases that the searcher may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Q, TextField, Value
from django.db.models.expressions import Combinable

from cases.models import Case, CaseRights, HouseholdMember
from cases.models.household import folded
from wijkteam.core.prepared import among_few
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
    # First which, then what a line shows of them: put together only for those.
    newest = Case.objects.within(rights).filter(_rule(typed)).order_by("-opened_on", "-pk").values("pk")[: most + 1]
    cases = list(Case.objects.filter(among_few("pk", newest)).for_list().order_by("-opened_on", "-pk"))
    return SearchResult(text=typed.text, hits=_hits(cases[:most]), has_more=len(cases) > most)


def nearly(*, text: str, rights: CaseRights, most: int) -> tuple[Hit, ...]:
    """Cases in which something looks like what was typed, the most alike first. Two statements.

    How much must be alike was said to the transaction (`find.forgive`).
    """
    needle = folded(Value(Typed.of(text).needle, output_field=TextField()))
    best = (
        Case.objects.within(rights)
        .filter(looks_like(F("household__search_text"), Typed.of(text).needle))
        .annotate(likeness=_likeness(needle))
        .order_by("-likeness", "-opened_on", "-pk")
    )
    shown = (
        Case.objects.filter(among_few("pk", best.values("pk")[:most])).annotate(likeness=_likeness(needle)).for_list()
    )
    return _hits(list(shown.order_by("-likeness", "-opened_on", "-pk")))


def _likeness(needle: Combinable) -> TrigramWordSimilarity:
    return TrigramWordSimilarity(needle, F("household__search_text"))  # type: ignore[arg-type]  # takes expressions


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
        # Two letters are a whole name that short, or how one begins: a piece of every second text otherwise.
        rule &= (
            Q(looks_like(F("household__search_text"), word))
            if len(word) < 3
            else Q(household__search_text__contains=folded(Value(word, output_field=TextField())))
        )
    return rule


def _people(households: list[int]) -> dict[int, list[str]]:
    """Names of everybody who lives or lived in these households."""
    found: dict[int, list[str]] = {}
    members = HouseholdMember.objects.filter(household__in=households).order_by("role", "pk")
    for household, given, family in members.values_list("household", "person__given_name", "person__family_name"):
        found.setdefault(household, []).append(f"{given} {family}".strip())
    return found
