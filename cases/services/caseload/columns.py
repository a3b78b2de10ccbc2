"""Which column of somebody's list holds what: guessed from its heading, and from what stands under it."""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

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


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the list: its place, what stands above it, and what it was taken for (None: nothing)."""

    place: int
    heading: str
    field: Field | None
    is_refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the list begins and what its columns hold. `heading_row` is a row of the file, from 1."""

    sheet: Sheet
    heading_row: int
    columns: Sequence[Column]

    def place_of(self, field: Field) -> int | None:
        return next((column.place for column in self.columns if column.field == field), None)

    def lines(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows under the heading that hold anything, with their number in the file."""
        for number, row in enumerate(self.sheet.rows[self.heading_row :], start=self.heading_row + 1):
            if any(not _is_blank(cell) for cell in row):
                yield number, row


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
        found = SequenceMatcher(None, joined, known.replace(" ", "")).ratio()
        if found > likeness:
            best, likeness = field, found
    return best if likeness >= _LIKE_ENOUGH else None


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _heading(cell: Cell) -> str:
    return " ".join(str(cell).split()) if isinstance(cell, str | int | float) and not isinstance(cell, bool) else ""


def guess_layout(sheets: Sequence[Sheet]) -> Layout | None:
    """The sheet and row with the most headings that are known; None when there is no row with at least two."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:HEADING_ROWS], start=1):
            known = {field_of(_heading(cell)) for cell in row} - {None}
            if len(known) >= 2 and (best is None or len(known) > best[0]):
                best = (len(known), sheet, number)
    return layout_of(best[1], best[2]) if best else None


def layout_of(sheet: Sheet, heading_row: int, said: Mapping[str, str | None] | None = None) -> Layout:
    """The columns under this heading; `said` (heading: field, or None for "leave out") goes before what is guessed.

    Each field is held by one column: of two that look alike the better heading wins, then the first.

    Raises:
        KeyError: `said` names a heading that is not there; ValueError: a field that does not exist.
    """
    row = sheet.rows[heading_row - 1]
    width = max((len(one) for one in sheet.rows), default=0)
    headings = [_heading(row[place]) if place < len(row) else "" for place in range(width)]
    chosen: dict[str, Field | None] = {}
    for heading, field in (said or {}).items():
        matching = next((one for one in headings if plain(one) == plain(heading)), None)
        if matching is None:
            raise KeyError(heading)
        chosen[matching] = Field(field) if field else None
    taken = {field for field in chosen.values() if field}
    found: dict[int, Field | None] = {}
    for is_exact in (True, False):
        for place, heading in enumerate(headings):
            if heading in chosen or place in found:
                continue
            field = field_of(heading)
            if field is None or field in taken or (is_exact and plain(heading) not in _KNOWN):
                continue
            taken.add(field)
            found[place] = field
    _look_under(sheet, heading_row, headings, found, taken)
    return Layout(
        sheet=sheet,
        heading_row=heading_row,
        columns=[
            Column(
                place=place,
                heading=heading,
                field=chosen[heading] if heading in chosen else found.get(place),
                is_refused=bool(_REFUSED.search(plain(heading))),
            )
            for place, heading in enumerate(headings)
            if heading
        ],
    )


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
