"""The words of a list that this application does not know: what each is called here is for its sender to say."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.services.caseload import values
from cases.services.caseload.columns import Field, Layout, plain
from cases.services.caseload.known import Books
from wijkteam.teams.models import Team

MOST_WORDS = 60
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class UnknownWord:
    """`near` is what it probably means, `chosen` what was said of it."""

    said: str
    where: str
    chosen: str
    near: str


@dataclass(frozen=True, kw_only=True)
class WordsOfField:
    """What is unknown in one column, and in how many rows it is empty. `left` are words too many to show."""

    field: Field
    title: str
    choices: Choices
    unknown: Sequence[UnknownWord]
    left: int
    empty_rows: int
    empty_where: str
    empty_choice: str
    default_label: str
    default: str


def words_of(layout: Layout, *, books: Books, team: Team, choices: Mapping[str, Any]) -> list[WordsOfField]:
    """Only of columns where something is unknown or empty."""
    ways: Sequence[tuple[Field, str, str, str, Choices, Callable[[str], object]]] = (
        (Field.TEAM, _("Teams"), _("Leave as it is"), "", [(team.code, team.name)], books.team),
        (
            Field.AREA,
            _("Neighbourhoods"),
            _("Not known yet"),
            _("Which neighbourhood do rows without one get?"),
            books.area_choices(team),
            lambda said: books.area(said, team=team),
        ),
        (
            Field.THEME,
            _("Themes"),
            _("Not known yet"),
            _("Which theme do rows without one get?"),
            books.theme_choices,
            books.theme,
        ),
        (
            Field.COORDINATOR,
            _("Who coordinates"),
            _("Nobody: the case waits for a coordinator"),
            _("Who coordinates rows without a name?"),
            books.worker_choices(team),
            lambda said: books.worker(said, team=team),
        ),
    )
    found = []
    for field, title, empty_choice, default_label, offered, look in ways:
        count = _said_in(layout, field)
        empty = count.pop("", 0) if default_label else 0
        if field == Field.AREA and books.area("", team=team) is not None:
            empty = 0  # there is only one
        if field == Field.TEAM:
            count.pop("", 0)
        chosen = {plain(word): meant for word, meant in dict(choices.get("meanings", {}).get(field, {})).items()}
        unknown = [word for word in count if look(word) is None]
        unknown.sort(key=lambda word: (-count[word], word))
        if not unknown and not empty:
            continue
        found.append(
            WordsOfField(
                field=field,
                title=title,
                choices=offered,
                unknown=[
                    UnknownWord(
                        said=word,
                        where=_rows(count[word]),
                        chosen=chosen.get(plain(word), ""),
                        near=_near(word, offered),
                    )
                    for word in unknown[:MOST_WORDS]
                ],
                left=max(0, len(unknown) - MOST_WORDS),
                empty_rows=empty,
                empty_where=_rows(empty),
                empty_choice=empty_choice,
                default_label=default_label,
                default=str(dict(choices.get("defaults", {})).get(field, "")),
            )
        )
    return found


def _rows(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


def _said_in(layout: Layout, field: Field) -> Counter[str]:
    """How often each word stands in the column; all rows are empty where there is no such column."""
    place = layout.place_of(field)
    count: Counter[str] = Counter()
    for _number, row in layout.lines():
        if len([cell for cell in row if values.text(cell)]) <= 1:
            continue  # a remark beside the list
        count[values.text(row[place])[:200] if place is not None and place < len(row) else ""] += 1
    return count


def _near(said: str, offered: Choices) -> str:
    by_plain = {plain(name): value for value, name in offered}
    near = get_close_matches(plain(said), by_plain, n=1, cutoff=0.75)
    return by_plain[near[0]] if near else ""
