"""Find a case by a name, a street, a date of birth or its number; only cases that the searcher may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from itertools import count
from operator import or_
from typing import Any, Literal

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from cases.models import Case, CaseRights, HouseholdMember, SearchWord
from cases.models.household import folded
from wijkteam.core.prepared import Prepared, among_few, slot
from wijkteam.daily.selectors.find import ALIKE, looks_like, words_of
from wijkteam.daily.selectors.typed import Typed

MOST = 50
# What was typed: a number, a day, or words of which each is short or not.
_Kind = Literal["number", "day"] | tuple[bool, ...]
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
    ask = _exactly(_kind_of(typed), rights.shape, most + 1)
    cases = ask(number=typed.number, day=typed.date, **words_of(typed.words), **rights.values(rights.shape))
    return SearchResult(text=typed.text, hits=_hits(cases[:most]), has_more=len(cases) > most)


def nearly(*, text: str, rights: CaseRights, most: int) -> tuple[Hit, ...]:
    """Cases in which something looks like what was typed, the most alike first. Three or four statements.

    First which words of households look like a word that was typed, then only the households that hold one of those:
    a street is compared once and not in each household that lives there. Of several words each must be there; only
    when that finds nothing one is enough. How much must be alike was said to the transaction (`find.forgive`); of the
    few that come out the whole text must be as much so.
    """
    typed = Typed.of(text)
    if not typed.tokens:
        return ()
    alike = _words_like(typed.tokens)
    values = {"needle": typed.needle, **rights.values(rights.shape)}
    for groups in (alike, (sum(alike, ()),)) if len(alike) > 1 else (alike,):
        words = words_of([word for group in groups for word in group])
        found = _most_alike(tuple(map(len, groups)), rights.shape, most)(**words, **values)
        hits = _hits([case for case in found if case.likeness >= ALIKE])  # type: ignore[attr-defined]  # annotated
        if hits:
            break
    return hits


@lru_cache(maxsize=128)
def _exactly(kind: _Kind, shape: tuple[int, ...], most: int) -> Prepared[Case]:
    """First which, then what a line shows of them: put together only for those."""

    def build() -> QuerySet[Case]:
        newest = Case.objects.within(CaseRights.slots(shape)).filter(_rule(kind)).order_by("-opened_on", "-pk")
        return Case.objects.filter(among_few("pk", newest.values("pk")[:most])).for_list().order_by("-opened_on", "-pk")

    return Prepared(build)


@lru_cache(maxsize=128)
def _most_alike(groups: tuple[int, ...], shape: tuple[int, ...], most: int) -> Prepared[Case]:
    """Of households that hold a word of each group of so many words. Only what the searcher may know of is compared
    as a whole: PostgreSQL takes that for cheap and would begin with it, for everybody's households.
    """

    def build() -> QuerySet[Case]:
        holds, place = Q(), count()
        for words in groups:
            holds &= reduce(or_, (Q(household__search_text__contains=_typed(next(place))) for _ in range(words)))
        likeness = _likeness(folded(slot("needle", TextField())))
        theirs = Case.objects.within(CaseRights.slots(shape)).filter(holds).values("pk")
        best = Case.objects.filter(among_few("pk", theirs)).annotate(likeness=likeness)
        few = best.order_by("-likeness", "-opened_on", "-pk").values("pk")[:most]
        shown = Case.objects.filter(among_few("pk", few)).annotate(likeness=likeness).for_list()
        return shown.order_by("-likeness", "-opened_on", "-pk")

    return Prepared(build)


def _words_like(tokens: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each of these, of all words that households are found by those most like it; for one that none is like,
    itself, so that how long it takes does not tell of others. Also words of households of others, which decides
    nothing: what is shown is looked for within one's rights.
    """
    least = {f"letters_{place}": len(token) - _LETTERS_LEFT_OUT for place, token in enumerate(tokens)}
    found = _like_each(len(tokens))(**words_of(tokens), **least)
    return tuple(
        tuple(word for place, word in found if place == number) or (token,) for number, token in enumerate(tokens)
    )


@lru_cache(maxsize=16)
def _like_each(tokens: int) -> Prepared[tuple[int, str]]:
    def build() -> QuerySet[Any, tuple[int, str]]:
        each = [
            SearchWord.objects.filter(looks_like(F("word"), slot(f"word_{place}", TextField())))
            .annotate(
                place=Value(place),
                letters=Length("word"),
                likeness=TrigramWordSimilarity(_typed(place), F("word")),  # type: ignore[arg-type]  # expressions
                closeness=TrigramSimilarity("word", _typed(place)),  # type: ignore[arg-type]  # expressions
            )
            .filter(letters__gte=slot(f"letters_{place}", IntegerField()))
            .order_by("-likeness", "-closeness", "word")
            .values_list("place", "word")[:_WORDS_ALIKE]
            for place in range(tokens)
        ]
        return each[0].union(*each[1:], all=True)

    return Prepared(build)


def _typed(place: int) -> Func:
    return folded(slot(f"word_{place}", TextField()))


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


def _kind_of(typed: Typed) -> _Kind:
    if typed.number is not None:
        return "number"
    if typed.date is not None:
        return "day"
    return tuple(len(word) < 3 for word in typed.words)


def _rule(kind: _Kind) -> Q:
    if kind == "number":
        return Q(pk=slot("number"))
    if kind == "day":
        return Q(household__in=HouseholdMember.objects.filter(person__birth_date=slot("day")).values("household"))
    rule, text = Q(), F("household__search_text")
    for place, is_short in enumerate(kind):
        # Two letters are a whole name that short, or how one begins: a piece of every second text otherwise.
        rule &= (
            Q(looks_like(text, slot(f"word_{place}", TextField())))
            if is_short
            else Q(household__search_text__contains=_typed(place))
        )
    return rule


def _people(households: list[int]) -> dict[int, list[str]]:
    """Names of everybody who lives or lived in these households."""
    found: dict[int, list[str]] = {}
    members = HouseholdMember.objects.filter(household__in=households).order_by("role", "pk")
    for household, given, family in members.values_list("household", "person__given_name", "person__family_name"):
        found.setdefault(household, []).append(f"{given} {family}".strip())
    return found
