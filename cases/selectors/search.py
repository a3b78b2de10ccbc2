"""Find a case by a name, a street, a date of birth or its number; only cases that the searcher may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import F, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from cases.models import Case, CaseRights, HouseholdMember, SearchWord
from cases.models.household import folded
from wijkteam.core.prepared import among_few
from wijkteam.daily.selectors.find import ALIKE, looks_like
from wijkteam.daily.selectors.typed import Typed

MOST = 50
# Of each word that was typed: more of them are names that nobody meant.
_WORDS_ALIKE = 12
# Who types `jansen` did not mean `jan`; a longer word may be what somebody began to type.
_LETTERS_LEFT_OUT = 2


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
    """Cases in which something looks like what was typed, the most alike first. Three statements.

    First which words of households look like a word that was typed, then only the households that hold one of those:
    a street is compared once and not in each household that lives there. How much must be alike was said to the
    transaction (`find.forgive`); of the few that come out the whole text must be as much so.
    """
    typed = Typed.of(text)
    if not typed.tokens:
        return ()
    # Also when no word is like it, of nobody: how long it takes must not tell of others.
    alike = _words_like(typed.tokens) or typed.tokens
    holds = reduce(or_, (Q(household__search_text__contains=word) for word in alike))
    needle = folded(Value(typed.needle, output_field=TextField()))
    best = (
        Case.objects.within(rights)
        .filter(holds)
        .annotate(likeness=_likeness(needle))
        .order_by("-likeness", "-opened_on", "-pk")
    )
    shown = (
        Case.objects.filter(among_few("pk", best.values("pk")[:most])).annotate(likeness=_likeness(needle)).for_list()
    )
    found = shown.order_by("-likeness", "-opened_on", "-pk")
    return _hits([case for case in found if case.likeness >= ALIKE])  # type: ignore[attr-defined]  # annotated above


def _words_like(tokens: Sequence[str]) -> list[str]:
    """Of all words that households are found by those most like each of these; also of households of others, which
    decides nothing: what is shown is looked for within one's rights.
    """
    each = [
        SearchWord.objects.filter(looks_like(F("word"), token))
        .annotate(
            letters=Length("word"),
            likeness=TrigramWordSimilarity(folded(Value(token)), F("word")),  # type: ignore[arg-type]  # expressions
            closeness=TrigramSimilarity("word", folded(Value(token))),  # type: ignore[arg-type]  # expressions
        )
        .filter(letters__gte=len(token) - _LETTERS_LEFT_OUT)
        .order_by("-likeness", "-closeness", "word")
        .values_list("word", flat=True)[:_WORDS_ALIKE]
        for token in tokens
    ]
    return sorted(set(each[0].union(*each[1:])))


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
