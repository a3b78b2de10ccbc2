"""The tables of a report in its files: blocks of the PDF, rows of the CSV, sheets of the workbook."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkteam.areas.enums import Law
from wijkteam.reports.enums import AssignmentState, Unit
from wijkteam.reports.selectors.report_changes import differences
from wijkteam.reports.selectors.report_tables import AssignmentPart, ReportTables, WordTable

Row = tuple[str, str, str, str, Any]
_OF_ASSIGNMENT = (
    ("target", Unit.AS_AGREED),
    ("reached", Unit.AS_AGREED),
    ("expected", Unit.AS_AGREED),
    ("forecast", Unit.AS_AGREED),
    ("hours_agreed", Unit.HOURS),
    ("hours_spent", Unit.HOURS),
)
_OF_COURSE = (
    ("here_before", Unit.HOUSEHOLDS),
    ("here_now", Unit.HOUSEHOLDS),
    ("elsewhere_before", Unit.HOUSEHOLDS),
    ("elsewhere_now", Unit.HOUSEHOLDS),
    ("low", Unit.PERCENTAGE),
    ("high", Unit.PERCENTAGE),
)


# -- PDF ---------------------------------------------------------------------------------------------


def table_block(table: WordTable | None) -> list[dict[str, Any]]:
    if table is None:
        return []
    rows = [list(row) for row in table.rows]
    left = sorted(table.left)
    return [{"kind": "table", "caption": table.caption, "head": list(table.head), "rows": rows, "left": left}]


def assignments_chapter(tables: ReportTables) -> list[dict[str, Any]]:
    if not tables.assignments and tables.all_assignments is None:
        return []
    blocks = [block for one in tables.assignments for block in _assignment(one)]
    return [{"title": _("Assignments"), "blocks": [*blocks, *table_block(tables.all_assignments)]}]


def _assignment(one: AssignmentPart) -> list[dict[str, Any]]:
    about = f"{one.target_group}. {one.period}."
    if one.together_with:
        about = f"{about} {capfirst(_('together with %(teams)s') % {'teams': one.together_with})}."
    rows = [[row.label if not row.note else f"{row.label} ({row.note})", row.value] for row in one.rows]
    rows.append([_("How it stands"), one.state])
    return [
        {"kind": "heading", "text": one.title},
        {"kind": "text", "text": about},
        {"kind": "table", "caption": _("How far it is"), "head": [_("Figure"), _("Value")], "rows": rows},
        {"kind": "note", "text": f"{_('What the team does not do:')} {one.will_not}"},
    ]


def whole_chapter(tables: ReportTables) -> list[dict[str, Any]]:
    blocks = table_block(tables.money)
    if tables.money is not None and tables.money_note:
        blocks.append({"kind": "note", "text": tables.money_note})
    blocks += table_block(tables.laws)
    return [{"title": _("One whole"), "blocks": blocks}] if blocks else []


# -- data --------------------------------------------------------------------------------------------


def rows_of_tables(content: Mapping[str, Any]) -> Iterable[Row]:
    """Each number of a table as a row: table, key, label, unit, value. A report of before has none."""
    for row in content.get("laws", ()):
        label = capfirst(str(Law(row["code"]).label))
        yield "laws", f"{row['code']}.households", label, Unit.HOUSEHOLDS.value, row["households"]
        if row["hours"] is not None:
            yield "laws", f"{row['code']}.hours", label, Unit.HOURS.value, row["hours"]
    for row in content.get("assignments", ()):
        for key, unit in _OF_ASSIGNMENT:
            yield "assignments", f"{row['code']}.{key}", row["title"], unit.value, row[key]
        state = str(AssignmentState(row["state"]).label)
        yield "assignments", f"{row['code']}.state", row["title"], Unit.AS_AGREED.value, state
    for row in content.get("courses", ()):
        for key, unit in _OF_COURSE:
            yield "courses", f"{row['code']}.{key}", row["name"], unit.value, row[key]
    for one in differences(content):
        for key, value in (("before", one.before), ("after", one.after)):
            yield "changes", f"{one.table}.{one.key}.{key}", one.what, one.unit.value, value


def sheets_of_tables(
    content: Mapping[str, Any], tables: ReportTables
) -> Iterable[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
    """Name, headings and rows of each sheet."""
    if content.get("laws"):
        head = [_("Law"), _("Main themes"), _("Households"), _("Hours of individual help"), _("Code")]
        yield (
            _("Laws"),
            head,
            [
                (
                    capfirst(str(Law(row["code"]).label)),
                    ", ".join(row["themes"]),
                    row["households"],
                    row["hours"],
                    row["code"],
                )
                for row in content["laws"]
            ],
        )
    if content.get("assignments"):
        head = [
            _("Assignment"), _("Target"), _("Reached"), _("In an even pace by now"), _("Expected at this pace"),
            _("Agreed hours"), _("Hours at meetings"), _("How it stands"), _("From"), _("Until"), _("Team"), _("Code"),
        ]  # fmt: skip
        yield (
            _("Assignments"),
            head,
            [
                (
                    row["title"],
                    *(row[key] for key, _unit in _OF_ASSIGNMENT),
                    str(AssignmentState(row["state"]).label),
                    row["starts_on"],
                    row["ends_on"],
                    row.get("team_name", content["name"]),
                    row["code"],
                )
                for row in content["assignments"]
            ],
        )
    if tables.courses is not None:
        yield _("Course of themes"), list(tables.courses.head), [list(row) for row in tables.courses.rows]
    if changed := differences(content):
        head = [_("Figure"), _("Version %(version)s") % {"version": content["changes"]["since_version"]},
                _("Version %(version)s") % {"version": content["version"]}, _("Unit"), _("Key")]  # fmt: skip
        yield (
            _("Differences"),
            head,
            [(one.what, one.before, one.after, str(one.unit.label), f"{one.table}.{one.key}") for one in changed],
        )
