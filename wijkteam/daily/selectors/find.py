"""One search over everything that somebody may know of. The apps above register what can be found in them.

Two kinds of sources. A `RowSource` gives a queryset of rows of one shape; all of them together are one statement.
An `OwnSource` asks what it needs itself, and says which files it shows, for the read log.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse

from wijkteam.accounts.models import User
from wijkteam.core.prepared import Prepared, slot
from wijkteam.daily.selectors.typed import Typed

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Of one kind; who has more of them adds a letter, or looks in the list of that kind.
MOST = 8
# With fewer than this a second look forgives typing errors.
ENOUGH = 5
# How much a word must look like what was typed, then. Asking more of long words does not help: it makes PostgreSQL
# compare each street that ends alike instead of the texts of one's own team (measured: `kerkstraat`).
ALIKE = 0.42


@dataclass(frozen=True, kw_only=True)
class Found:
    """One line. `seen` are the numbers of a case and its household when it shows something of a file."""

    title: str
    url: str
    detail: str = ""
    badge: "_StrOrPromise" = ""
    seen: tuple[int, int] | None = None
    is_guess: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """`more` is the address where the same words are searched for in this kind alone, by POST."""

    key: str
    heading: "_StrOrPromise"
    icon: str
    lines: tuple[Found, ...]
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class RowSource:
    """`rows(user, on)` are those that this person may know of, `name` the texts to search in (SQL, of fold_name).

    `title`, `detail` and `key` are what is shown and what the address is made of.
    """

    key: str
    heading: "_StrOrPromise"
    icon: str
    order: int
    roles: frozenset[str]
    rows: Callable[[User, dt.date], "QuerySet[Any]"]
    searched: tuple[str, ...]
    title: Combinable
    detail: Combinable
    public_id: Combinable
    url_name: str
    finish: Callable[[str, str], tuple[str, str]] = field(default=lambda title, detail: (title, detail))
    order_by: tuple[str, ...] = ("pk",)  # among those that are equally alike


@dataclass(frozen=True, kw_only=True)
class OwnSource:
    """`find(user, typed, on)` gives the lines; `nearly`, when there is one, forgives typing errors."""

    key: str
    heading: "_StrOrPromise"
    icon: str
    order: int
    roles: frozenset[str]
    find: Callable[[User, Typed, dt.date], Sequence[Found]]
    nearly: Callable[[User, Typed, dt.date], Sequence[Found]] | None = None
    more: str = ""


Source = RowSource | OwnSource
_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.key] = source


@dataclass(frozen=True, kw_only=True)
class Result:
    text: str
    groups: tuple[Group, ...] = ()
    is_too_short: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)

    @property
    def seen(self) -> list[tuple[int, int]]:
        """Each file that is shown, once."""
        return sorted({line.seen for group in self.groups for line in group.lines if line.seen is not None})


def find(*, text: str, user: User, on: dt.date) -> Result:
    """What this person may know of, by kind. A fixed number of statements, and three or four more to forgive typing."""
    typed = Typed.of(text)
    if not typed.text or typed.is_too_short:
        return Result(text=typed.text, is_too_short=bool(typed.text))
    mine = [source for source in _sources.values() if user.role in source.roles]
    own = [source for source in mine if isinstance(source, OwnSource)]
    listed = [source for source in mine if isinstance(source, RowSource)]
    can_be_wrong = typed.number is None and typed.date is None and len(typed.text) > 3
    if can_be_wrong:
        forgive()
    lines: dict[str, list[Found]] = {source.key: list(source.find(user, typed, on)) for source in own}
    exact, guesses = _rows(listed, user, typed, on, can_be_wrong=can_be_wrong)
    lines |= exact
    if can_be_wrong and sum(len(found) for found in lines.values()) < ENOUGH:
        guesses |= {source.key: list(source.nearly(user, typed, on)) for source in own if source.nearly is not None}
        lines = _with_guesses(lines, guesses)
    return Result(
        text=typed.text,
        groups=tuple(
            Group(
                key=source.key,
                heading=source.heading,
                icon=source.icon,
                lines=tuple(lines[source.key][:MOST]),
                more=_more(source) if len(lines[source.key]) > MOST else "",
            )
            for source in sorted(mine, key=lambda one: one.order)
            if lines.get(source.key)
        ),
    )


def _more(source: Source) -> str:
    return reverse(source.more) if isinstance(source, OwnSource) and source.more else ""


# -- rows ----------------------------------------------------------------------------------------------


def folded(value: Any) -> Func:
    """SQL: without case and accents, as the indexes of names have it."""
    return Func(value, function="fold_name", output_field=TextField())


def looks_like(field: Combinable, text: Combinable) -> Func:
    """SQL: a part of this text looks like what was typed; the operator that the indexes know."""
    return Func(
        field,
        folded(text),
        template="(%(expressions)s)",
        arg_joiner=" %%> ",
        output_field=BooleanField(),
    )


def forgive(alike: float = ALIKE) -> None:
    """How much must look alike, until the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(alike)])


def _rows(
    sources: Sequence[RowSource], user: User, typed: Typed, on: dt.date, *, can_be_wrong: bool
) -> tuple[dict[str, list[Found]], dict[str, list[Found]]]:
    """All kinds in one statement, of each the best few: what is exactly so, and what looks like it."""
    exact: dict[str, list[Found]] = {}
    guesses: dict[str, list[Found]] = {}
    if not sources:
        return exact, guesses
    ask = _statement(tuple(source.key for source in sources), user.role, len(typed.words), can_be_wrong)
    values = {"user": user.pk, "on": on, "text": typed.text, **words_of(typed.words)}
    by_key = {source.key: source for source in sources}
    for kind, public_id, title, detail, is_exact, _likeness in ask(**values):
        source = by_key[kind]
        shown, beside = source.finish(title, detail)
        url = reverse(source.url_name, args=[public_id])
        to = exact if is_exact else guesses
        to.setdefault(kind, []).append(Found(title=shown, detail=beside, url=url, is_guess=not is_exact))
    return exact, guesses


def words_of(words: Sequence[str]) -> dict[str, str]:
    """A value for the slot of each word."""
    return {f"word_{place}": word for place, word in enumerate(words)}


@lru_cache(maxsize=64)
def _statement(keys: tuple[str, ...], role: str, words: int, can_be_wrong: bool) -> Prepared[Any]:
    """For everybody of a role: who it is, is not known yet."""

    def build() -> "QuerySet[Any, Any]":
        anybody = User(pk=slot("user"), role=role)
        sources = [source for key in keys if isinstance(source := _sources[key], RowSource)]
        parts = [_of(source, anybody, words, can_be_wrong=can_be_wrong) for source in sources]
        return parts[0].union(*parts[1:], all=True)

    return Prepared(build)


def _of(source: RowSource, anybody: User, words: int, *, can_be_wrong: bool) -> "QuerySet[Any, Any]":
    text = slot("text", TextField())
    rows = source.rows(anybody, slot("on")).alias(
        **{f"find_{number}": folded(F(name)) for number, name in enumerate(source.searched)}
    )
    fields = [f"find_{number}" for number in range(len(source.searched))]
    rule = Q()
    for place in range(words):
        word = folded(slot(f"word_{place}", TextField()))
        rule &= reduce(or_, (Q(**{f"{name}__contains": word}) for name in fields))
    shown = rule
    if can_be_wrong:
        shown |= reduce(or_, (Q(looks_like(F(name), text)) for name in fields))
    likeness = TrigramWordSimilarity(folded(text), F(fields[0]))  # type: ignore[arg-type]  # an expression is allowed too
    found: QuerySet[Any, Any] = (
        rows.filter(shown)
        .annotate(
            find_kind=Value(source.key, output_field=TextField()),
            find_id=source.public_id,
            find_title=source.title,
            find_detail=source.detail,
            find_exact=ExpressionWrapper(rule, output_field=BooleanField()),
            find_likeness=Cast(likeness, FloatField()),
        )
        .order_by("-find_exact", "-find_likeness", *source.order_by)
        .values_list("find_kind", "find_id", "find_title", "find_detail", "find_exact", "find_likeness")[: MOST + 1]
    )
    return found


def _with_guesses(lines: dict[str, list[Found]], guesses: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """What nearly looks like it goes below what is exactly so."""
    together = dict(lines)
    for key, found in guesses.items():
        there = {line.url for line in together.get(key, ())}
        together[key] = [*together.get(key, ()), *(line for line in found if line.url not in there)]
    return together
