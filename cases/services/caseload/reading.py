"""A sent list with what was chosen about it: its columns, and its rows as they would be made."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from cases.models import CaseloadJob, CaseloadMap, CaseRights
from cases.services.caseload.check import Checked, Choices, check
from cases.services.caseload.columns import Field, Layout, guess_layout, layout_of, plain
from cases.services.caseload.known import Books
from cases.services.caseload.sealed import unseal
from wijkteam.core.spreadsheets import FOR_A_PAGE, Sheet, read_spreadsheet
from wijkteam.teams.models import Team


def sheets_of(job: CaseloadJob) -> list[Sheet]:
    """Raises SealIsGone."""
    return read_spreadsheet(unseal(job.content or b""), limits=FOR_A_PAGE)


def first_layout(sheets: Sequence[Sheet]) -> Layout:
    """As guessed; where nothing is known, the first filled row of the first sheet."""
    guessed = guess_layout(sheets)
    if guessed is not None:
        return guessed
    sheet = sheets[0]
    return layout_of(sheet, next(number for number, row in enumerate(sheet.rows, start=1) if any(row)))


def layout_with(sheets: Sequence[Sheet], choices: Mapping[str, Any]) -> Layout:
    """What was chosen; what does not fit the file (any more) is left out."""
    sheet = next((one for one in sheets if one.name == choices.get("sheet", "")), None)
    number = choices.get("heading_row")
    if sheet is None or not isinstance(number, int) or not 1 <= number <= len(sheet.rows):
        return first_layout(sheets)
    known = {str(field) for field in Field}
    places = {
        int(place): field if field in known else None
        for place, field in dict(choices.get("columns") or {}).items()
        if str(place).isdigit()
    }
    return layout_of(sheet, number, places=places, with_above=bool(choices.get("with_above")))


def choices_of(layout: Layout, earlier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The layout in the words that are kept, with the defaults and meanings of earlier."""
    earlier = earlier or {}
    return {
        "sheet": layout.sheet.name,
        "heading_row": layout.heading_row,
        "with_above": layout.with_above,
        "columns": {str(one.place): one.field for one in layout.columns if not one.is_refused},
        "defaults": dict(earlier.get("defaults") or {}),
        "meanings": dict(earlier.get("meanings") or {}),
    }


def headings_digest(layout: Layout) -> str:
    said = "\n".join(f"{one.place}:{plain(one.heading)}" for one in layout.columns)
    return hashlib.sha256(said.encode()).hexdigest()


def kept_choices(layout: Layout, *, team: Team) -> dict[str, Any] | None:
    """How this team read a list with the same headings before."""
    kept = CaseloadMap.objects.filter(team=team, headings=headings_digest(layout)).first()
    if kept is None:
        return None
    return {**kept.choices, "sheet": layout.sheet.name, "heading_row": layout.heading_row}


def as_choices(kept: Mapping[str, Any]) -> Choices:
    return Choices(
        defaults={Field(name): str(value) for name, value in dict(kept.get("defaults") or {}).items() if value},
        meanings={Field(name): dict(words) for name, words in dict(kept.get("meanings") or {}).items()},
    )


def checked_list(
    job: CaseloadJob, *, sheets: Sequence[Sheet] | None = None, rights: CaseRights, today: dt.date
) -> Checked:
    """What would be made of the list today, within what its sender may know.

    Raises:
        SealIsGone
    """
    layout = layout_with(sheets if sheets is not None else sheets_of(job), job.choices)
    books = Books(teams=[job.team], today=today, rights=rights)
    return check(layout, books=books, choices=as_choices(job.choices), today=today)
