"""The columns of somebody's list, with what stands in them, for who says what each one holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.services.caseload.columns import Field, Layout
from wijkteam.core.spreadsheets import Cell

EXAMPLES = 3
_LONGEST = 60

LABELS = {
    Field.REFERENCE: _("Number of the household in the list"),
    Field.HOUSEHOLD: _("Name of the household"),
    Field.FULL_NAME: _("Whole name of a person"),
    Field.FAMILY_NAME: _("Family name"),
    Field.PREFIX: _("Prefix of the family name"),
    Field.GIVEN_NAME: _("Given name or initials"),
    Field.BIRTH_DATE: _("Date of birth"),
    Field.ROLE: _("Role in the household"),
    Field.PHONE: _("Telephone"),
    Field.EMAIL: _("E-mail address"),
    Field.STREET: _("Street, perhaps with the number"),
    Field.HOUSE_NUMBER: _("House number"),
    Field.ADDITION: _("Addition to the house number"),
    Field.POSTCODE: _("Postcode"),
    Field.CITY: _("Town"),
    Field.AREA: _("Neighbourhood"),
    Field.TEAM: _("Team"),
    Field.THEME: _("Theme"),
    Field.COORDINATOR: _("Who coordinates the case"),
    Field.OPENED_ON: _("Since when there is a case"),
    Field.CLOSED_ON: _("Day on which it was closed"),
    Field.CLOSING_REASON: _("Why it was closed"),
    Field.STATUS: _("Open or closed"),
    Field.QUESTION: _("The question, in their own words"),
    Field.UNDERLYING: _("The question behind the question"),
    Field.SAFETY: _("Worry about safety (yes or no)"),
}


@dataclass(frozen=True, kw_only=True)
class ColumnShown:
    """`examples` are the first values that differ; none of a column that is refused."""

    place: int
    heading: str
    examples: Sequence[str]
    field: Field | None
    is_refused: bool


def columns_shown(layout: Layout) -> list[ColumnShown]:
    found: dict[int, dict[str, None]] = {column.place: {} for column in layout.columns if not column.is_refused}
    for _number, row in layout.lines():
        for place, seen in found.items():
            said = _said(row[place]) if place < len(row) and len(seen) < EXAMPLES else ""
            if said:
                seen[said] = None
        if all(len(seen) >= EXAMPLES for seen in found.values()):
            break
    return [
        ColumnShown(
            place=column.place,
            heading=column.heading,
            examples=list(found.get(column.place, ())),
            field=column.field,
            is_refused=column.is_refused,
        )
        for column in layout.columns
    ]


def _said(cell: Cell) -> str:
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(_("yes")) if cell else str(_("no"))
    if isinstance(cell, dt.date):
        return cell.strftime("%d-%m-%Y")
    said = " ".join(str(cell).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
