"""Which column of somebody's list holds what: guessed from its heading, and from what stands under it."""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from wijkteam.core.personal_marks import is_citizen_service_number
from wijkteam.core.spreadsheets import Cell, Sheet


class Field(StrEnum):
    """What can be taken in. The values are the words of the map file."""

    REFERENCE = "reference"
    HOUSEHOLD = "household"
    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    PREFIX = "prefix"
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    ROLE = "role"
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    ADDITION = "house_number_addition"
    POSTCODE = "postcode"
    CITY = "city"
    AREA = "area"
    TEAM = "team"
    THEME = "theme"
    COORDINATOR = "coordinator"
    OPENED_ON = "opened_on"
    CLOSED_ON = "closed_on"
    CLOSING_REASON = "closing_reason"
    STATUS = "status"
    QUESTION = "question"
    UNDERLYING = "underlying_question"
    SAFETY = "safety_concern"


DAYS = (Field.BIRTH_DATE, Field.OPENED_ON, Field.CLOSED_ON)

# Headings as teams write them, Dutch and English; without accents, marks and capitals.
_KNOWN: Mapping[str, Field] = {
    heading: Field(field)
    for field, headings in tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8")).items()
    for heading in headings
}

# Headings that are never taken in, whatever stands under them.
_REFUSED = re.compile(r"\b(bsn|burgerservicenummer|sofinummer|sofi|citizen service number|paspoort|id kaart)\b")

HEADING_ROWS = 25  # so far down the heading may stand, under a title and a date
_LIKE_ENOUGH = 0.84
_NUMBERS = frozenset(("nr", "no", "num", "number", "nummer"))


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the list: its place, what stands above it, and what it was taken for (None: nothing)."""

    place: int
    heading: str
    field: Field | None
    is_refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the list begins and what its columns hold. `heading_row` is a row of the file, from 1.

    `with_above`: the row above it holds headings too. `month_first`: the days of these fields have the month first.
    """

    sheet: Sheet
    heading_row: int
    columns: Sequence[Column]
    with_above: bool = False
    month_first: frozenset[Field | None] = frozenset()

    def place_of(self, field: Field) -> int | None:
        return next((column.place for column in self.columns if column.field == field), None)

    @cached_property
    def plain_headings(self) -> frozenset[str]:
        return frozenset(plain(column.heading) for column in self.columns)

    def lines(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows under the heading that hold anything, with their number in the file."""
        for number, row in enumerate(self.sheet.rows[self.heading_row :], start=self.heading_row + 1):
            if any(not _is_blank(cell) for cell in row):
                yield number, row


@lru_cache(4096)
def plain(text: str) -> str:
    """Small letters without accents and marks, one space between words: how headings and names are compared."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def field_of(heading: str) -> Field | None:
    """What a heading means, when it is one we know or hardly differs from one."""
    said = plain(re.sub(r"\([^)]*\)", " ", heading))
    if not said or _REFUSED.search(plain(heading)):
        return None
    if said in _KNOWN:
        return _KNOWN[said]
    joined = said.replace(" ", "")
    for known, field in _KNOWN.items():
        if joined == known.replace(" ", ""):
            return field
    begun = {field for known, field in _KNOWN.items() if len(joined) > 4 and known.replace(" ", "").startswith(joined)}
    if len(begun) == 1:  # shortened, as in “Woonpl.”
        return begun.pop()
    best, likeness = None, 0.0
    for known, field in _KNOWN.items():
        if len(known) < 5:
            continue
        alike = SequenceMatcher(None, joined, known.replace(" ", ""))
        enough = max(_LIKE_ENOUGH, likeness)
        # What it can be at most is known long before what it is.
        if alike.real_quick_ratio() < enough or alike.quick_ratio() < enough:
            continue
        found = alike.ratio()
        if found >= enough and found > likeness:
            best, likeness = field, found
    return best


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _heading(cell: Cell) -> str:
    return " ".join(str(cell).split()) if isinstance(cell, str | int | float) and not isinstance(cell, bool) else ""


def _cell(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def headings_of(sheet: Sheet, heading_row: int, *, with_above: bool = False) -> list[str]:
    """One per column. With two rows of headings the lower one counts, and the upper one where that is empty.

    A column that holds something under an empty heading is called by its letter: nothing is left out unseen.
    """
    row = sheet.rows[heading_row - 1]
    above = sheet.rows[heading_row - 2] if with_above and heading_row > 1 else ()
    width = max((len(one) for one in sheet.rows), default=0)
    found = []
    for place in range(width):
        heading = _heading(_cell(row, place)) or _heading(_cell(above, place))
        if not heading and any(not _is_blank(_cell(one, place)) for one in sheet.rows[heading_row:]):
            heading = _("column %(letter)s") % {"letter": _letter(place)}
        found.append(heading)
    return found


def _letter(place: int) -> str:
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _count_known(headings: Iterable[str], memo: dict[str, Field | None]) -> int:
    found = set()
    for heading in headings:
        if len(heading) > 80:
            continue
        if heading not in memo:
            memo[heading] = field_of(heading)
        found.add(memo[heading])
    return len(found - {None})


def _is_second_row(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether it can be the lower of two rows of headings: words only, and the row above it fills what it leaves."""
    words = [cell for cell in row if not _is_blank(cell)]
    return (
        len(words) >= 2
        and all(isinstance(cell, str) and not any(one.isdigit() for one in cell) for cell in words)
        and any(not _is_blank(cell) and _is_blank(_cell(row, place)) for place, cell in enumerate(above))
    )


def guess_layout(sheets: Sequence[Sheet]) -> Layout | None:
    """The sheet and row with the most headings that are known; None when there is no row with at least two."""
    best: tuple[int, Sheet, int, bool] | None = None
    memo: dict[str, Field | None] = {}
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:HEADING_ROWS], start=1):
            known = _count_known(map(_heading, row), memo)
            if known >= 2 and (best is None or known > best[0]):
                best = (known, sheet, number, False)
            if number > 1 and known >= 1 and _is_second_row(row, sheet.rows[number - 2]):
                both = _count_known(headings_of(sheet, number, with_above=True), memo)
                if both >= 2 and (best is None or both > best[0]):
                    best = (both, sheet, number, True)
    return layout_of(best[1], best[2], with_above=best[3]) if best else None


def layout_of(
    sheet: Sheet,
    heading_row: int,
    said: Mapping[str, str | None] | None = None,
    *,
    places: Mapping[int, str | None] | None = None,
    with_above: bool = False,
) -> Layout:
    """The columns under this heading; what is said goes before what is guessed.

    `said` names columns by their heading (the first of several that are the same), `places` by their place; None
    leaves a column out. Each field is held by one column: of two that look alike the better heading wins, then the
    first.

    Raises:
        KeyError: `said` names a heading that is not there; ValueError: a field that does not exist.
    """
    headings = headings_of(sheet, heading_row, with_above=with_above)
    refused = {place for place, heading in enumerate(headings) if _REFUSED.search(plain(heading))}
    refused |= _full_of_numbers(sheet, heading_row, headings)
    chosen: dict[int, Field | None] = {}
    for heading, field in (said or {}).items():
        matching = next((place for place, one in enumerate(headings) if plain(one) == plain(heading)), None)
        if matching is None:
            raise KeyError(heading)
        chosen[matching] = Field(field) if field else None
    for place, field in (places or {}).items():
        if place < len(headings):
            chosen[place] = Field(field) if field else None
    chosen = {place: field for place, field in chosen.items() if place not in refused}
    taken = {field for field in chosen.values() if field}
    found: dict[int, Field | None] = dict(chosen)
    for place in sorted(_house_numbers(headings) - refused - set(chosen)):
        if Field.HOUSE_NUMBER not in taken:
            taken.add(Field.HOUSE_NUMBER)
            found[place] = Field.HOUSE_NUMBER
    for is_exact in (True, False):
        for place, heading in enumerate(headings):
            if place in found or place in refused or not heading:
                continue
            field_found = field_of(heading)
            if field_found is None or field_found in taken or (is_exact and plain(heading) not in _KNOWN):
                continue
            taken.add(field_found)
            found[place] = field_found
    _look_under(sheet, heading_row, [h if p not in refused else "" for p, h in enumerate(headings)], found, taken)
    columns = [
        Column(place=place, heading=heading, field=found.get(place), is_refused=place in refused)
        for place, heading in enumerate(headings)
        if heading
    ]
    return Layout(
        sheet=sheet,
        heading_row=heading_row,
        columns=columns,
        with_above=with_above,
        month_first=frozenset(one.field for one in columns if one.field in DAYS and _is_month_first(sheet, one.place)),
    )


def _house_numbers(headings: Sequence[str]) -> set[int]:
    """A “Nr.” right beside the street is no number of a case."""
    if Field.HOUSE_NUMBER in map(field_of, headings):
        return set()
    return {
        place
        for place, heading in enumerate(headings[1:], start=1)
        if plain(heading) in _NUMBERS and field_of(headings[place - 1]) == Field.STREET
    }


def _full_of_numbers(sheet: Sheet, heading_row: int, headings: Sequence[str]) -> set[int]:
    """Columns that hold citizen service numbers, whatever stands above them."""
    found = set()
    for place, heading in enumerate(headings):
        cells = [_cell(row, place) for row in sheet.rows[heading_row : heading_row + 500]] if heading else []
        texts = [str(cell).strip() for cell in cells if not _is_blank(cell) and isinstance(cell, str | int)]
        # One in eleven numbers passes by chance; three out of three, or nearly all of many, do not.
        if len(texts) >= 3 and sum(is_citizen_service_number(one) for one in texts) > 0.8 * len(texts):
            found.add(place)
    return found


_TWO_NUMBERS = re.compile(r"^\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*\d{2,4}\b")


def _is_month_first(sheet: Sheet, place: int) -> bool:
    """Whether the days of a column can only be read with the month first, as in the United States."""
    pairs = [
        (int(found[1]), int(found[2]))
        for row in sheet.rows
        if isinstance(cell := _cell(row, place), str) and (found := _TWO_NUMBERS.match(cell))
    ]
    return any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs)


_LOOKS_LIKE: Mapping[Field, re.Pattern[str]] = {
    Field.EMAIL: re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE),
    Field.POSTCODE: re.compile(r"^[1-9]\d{3}\s?[a-z]{2}$", re.IGNORECASE),
    Field.PHONE: re.compile(r"^(\+31|0031|0)[\s\-()]*\d([\s\-()]*\d){7,9}$"),
}


def _look_under(
    sheet: Sheet, heading_row: int, headings: Sequence[str], found: dict[int, Field | None], taken: set[Field]
) -> None:
    """What no heading tells, its contents may: postcodes, telephone numbers and e-mail addresses are unmistakable."""
    for place, heading in enumerate(headings):
        if not heading or place in found or _REFUSED.search(plain(heading)):
            continue
        cells = [row[place] for row in sheet.rows[heading_row : heading_row + 200] if place < len(row)]
        texts = [str(cell).strip() for cell in cells if not _is_blank(cell) and not isinstance(cell, dt.date)]
        for field, looks in _LOOKS_LIKE.items():
            if (
                field not in taken
                and len(texts) >= 3
                and sum(bool(looks.match(one)) for one in texts) > 0.8 * len(texts)
            ):
                found[place] = field
                taken.add(field)
                break
