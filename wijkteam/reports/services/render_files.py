"""A report as files: PDF, Excel, CSV and JSON. The same report gives the same bytes."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkteam.core.charts import HorizontalBars, Lines, Stacked
from wijkteam.core.charts.ink import DataTable
from wijkteam.core.pdf import make_pdf
from wijkteam.core.spreadsheets.literal import literal
from wijkteam.reports.enums import DEFINED, FileKind, Unit
from wijkteam.reports.selectors.report_changes import ReportChanges, report_changes
from wijkteam.reports.selectors.report_page import HIDDEN, SYMBOL, FigureRow, ReportPage, paragraphs, report_page, shown
from wijkteam.reports.selectors.told_stories import ToldStory, told_in
from wijkteam.reports.services.render_tables import (
    assignments_chapter,
    rows_of_tables,
    sheets_of_tables,
    table_block,
    whole_chapter,
)

LANGUAGE = "nl"
_TEMPLATE = Path(__file__).parent.parent / "typst" / "report.typ"
LETTERS_BESIDE_A_BAR = 28


def render_files(
    content: Mapping[str, Any],
    *,
    reading: str,
    reason: str,
    published_at: dt.datetime,
    stories: Sequence[Mapping[str, Any]] = (),
) -> dict[FileKind, bytes]:
    """Every kind of file of one report, in Dutch whatever the language of who publishes it."""
    with translation.override(LANGUAGE):
        page = report_page(content)
        return {
            FileKind.PDF: pdf(
                page,
                reading=reading,
                reason=reason,
                published_at=published_at,
                stories=stories,
                changes=report_changes(content),
            ),
            FileKind.XLSX: xlsx(content, page, reading=reading, published_at=published_at, stories=stories),
            FileKind.CSV: csv_file(content),
            FileKind.JSON: json_file(
                content, reading=reading, reason=reason, published_at=published_at, stories=stories
            ),
        }


# -- PDF -------------------------------------------------------------------------------------------


def pdf(
    page: ReportPage,
    *,
    reading: str,
    reason: str,
    published_at: dt.datetime,
    stories: Sequence[Mapping[str, Any]] = (),
    changes: ReportChanges | None = None,
) -> bytes:
    """An accessible PDF (PDF/UA-1 and PDF/A-2a): tagged, in Dutch, each picture with its words and its table.

    Raises:
        FontsAreMissing
    """
    data = {
        "language": LANGUAGE,
        "region": "NL",
        "title": f"{_('Monthly report')} {page.name}, {page.month_name}",
        "author": page.name,
        "keywords": [_("monthly report"), page.name, page.month_name],
        "eyebrow": _("Monthly report of the neighbourhood team"),
        "heading": page.name,
        "subheading": _subheading(page, published_at),
        "footer": f"{page.name} · {page.month_name}",
        "page_word": _("page"),
        "symbol": SYMBOL,
        "chapters": _chapters(page, reading=reading, reason=reason, stories=told_in(stories), changes=changes),
    }
    return make_pdf(_TEMPLATE, data, at=published_at)


def _subheading(page: ReportPage, published_at: dt.datetime) -> str:
    words = {"month": page.month_name, "date": date_format(published_at.astimezone(), "DATE_FORMAT")}
    text = _("%(month)s, published on %(date)s") % words
    return f"{text} ({_('version %(version)s') % {'version': page.version}})" if page.version > 1 else text


def _chapters(
    page: ReportPage, *, reading: str, reason: str, stories: Sequence[ToldStory], changes: ReportChanges | None
) -> list[dict[str, Any]]:
    beside = [_picture(chart) for chart in (page.open_lines, page.share_lines) if chart]
    caseload = [
        _figures(_("In, out and open"), page.flow),
        *_chart(page.flow_lines),
        _figures(_("What asks for attention"), page.attention),
        *_bars(page.themes),
        *_bars(page.districts),
        *_teams(page),
    ]
    prevention = [
        *_chart(page.balance, table=False),
        _figures(_("Hours by kind"), page.hours),
        _figures(_("In the neighbourhood"), page.neighbourhood),
        *table_block(page.tables.tasks),
    ]
    why = [{"kind": "note", "text": f"{_('Why there is a new version')}: {reason}"}] if reason else []
    return [
        {"title": _("In short"), "blocks": [*why, {"kind": "points", "points": list(page.key_points)}, *beside]},
        *_changes(changes),
        {"title": _("Reading of the month"), "blocks": [_text(part) for part in paragraphs(reading)]},
        *_stories(stories),
        {"title": _("Caseload"), "blocks": caseload},
        {"title": _("Prevention"), "blocks": prevention},
        {"title": _("The link between the two"), "blocks": _link(page)},
        *_network(page),
        *assignments_chapter(page.tables),
        *whole_chapter(page.tables),
        {"title": _("How to read these figures"), "blocks": [{"kind": "note", "text": page.legend}]},
    ]


def _changes(changes: ReportChanges | None) -> list[dict[str, Any]]:
    if changes is None:
        return []
    blocks: list[dict[str, Any]] = []
    for chapter in changes.chapters:
        blocks += [
            {"kind": "heading", "text": chapter.title},
            {"kind": "points", "points": list(chapter.sentences)},
        ]
    return [{"title": changes.title, "blocks": blocks or [_text(changes.nothing)]}]


def _link(page: ReportPage) -> list[dict[str, Any]]:
    blocks = [_figures(_("What became of questions"), page.questions)]
    if page.together:
        blocks.append(_figures(_("From case to neighbourhood"), page.together))
    return [*blocks, *table_block(page.tables.courses)]


def _stories(stories: Sequence[ToldStory]) -> list[dict[str, Any]]:
    if not stories:
        return []
    blocks: list[dict[str, Any]] = []
    for story in stories:
        blocks += [{"kind": "heading", "text": story.title}, *(_text(part) for part in story.paragraphs)]
        blocks.append({"kind": "note", "text": story.under})
    return [{"title": _("Stories"), "blocks": blocks}]


def _network(page: ReportPage) -> list[dict[str, Any]]:
    """Not in a report of before these figures were thought of."""
    if not page.organisations:
        return []
    blocks = [
        _figures(_("Households and partners"), page.partners),
        _figures(_("The partners themselves"), page.organisations),
    ]
    return [{"title": _("Network"), "blocks": blocks}]


def _text(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text}


def _figures(caption: str, rows: Sequence[FigureRow]) -> dict[str, Any]:
    lines = [[row.label if not row.note else f"{row.label} ({row.note})", row.value] for row in rows]
    return {"kind": "table", "caption": caption, "head": [_("Figure"), _("Value")], "rows": lines}


def _table(table: DataTable) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "head": list(table.head),
        "rows": [list(row) for row in table.rows],
    }


def _picture(chart: Lines | HorizontalBars | Stacked) -> dict[str, Any]:
    said = chart.note if isinstance(chart, Lines) else ""
    return {
        "kind": "picture",
        "caption": f"{chart.title}. {said}" if said else chart.title,
        "alt": f"{chart.title}. {chart.description}",
        "svg": str(chart.svg(standalone=True)),
    }


def _chart(chart: Lines | HorizontalBars | Stacked | None, *, table: bool = True) -> list[dict[str, Any]]:
    """A picture, and its table where the figures do not stand in the picture or in a table beside it."""
    if chart is None:
        return []
    return [_picture(chart), _table(chart.table())] if table else [_picture(chart)]


def _bars(chart: HorizontalBars | None) -> list[dict[str, Any]]:
    """Bars with their names in one line; a name that is too long for that stands in full in a table below."""
    if chart is None:
        return []
    bars = [replace(bar, label=bar.label.replace("\u200b", "")) for bar in chart.bars]
    cut = [
        replace(bar, label=f"{bar.label[:LETTERS_BESIDE_A_BAR]}…") if len(bar.label) > LETTERS_BESIDE_A_BAR else bar
        for bar in bars
    ]
    picture = _picture(replace(chart, bars=cut))
    return [picture] if cut == bars else [picture, _table(replace(chart, bars=bars).table())]


def _teams(page: ReportPage) -> list[dict[str, Any]]:
    if not page.teams:
        return []
    head = [_("Team"), _("Open"), _("Fte"), _("Per fte"), _("Agreed"), _("Prevention"), _("Floor")]
    rows = [[t.name, t.open_at_end, t.fte, t.per_fte, t.band, t.share, t.floor] for t in page.teams]
    return [{"kind": "table", "caption": _("The teams"), "head": head, "rows": rows}]


# -- data ------------------------------------------------------------------------------------------


def _rows_of_data(content: Mapping[str, Any]) -> list[tuple[str, str, str, str, Any]]:
    """Every figure as a row: table, key, label, unit, value."""
    rows: list[tuple[str, str, str, str, Any]] = []
    for key, value in content["figures"].items():
        definition = DEFINED.get(key)
        label = str(definition.label) if definition else _EXTRA_LABELS[key]()
        rows.append(("figures", key, label, definition.unit.value if definition else Unit.HOURS.value, value))
    for table in ("themes", "districts"):
        rows += [(table, row["code"], row["name"], Unit.HOUSEHOLDS.value, row["households"]) for row in content[table]]
    for row in content["teams"]:
        rows += [
            ("teams", f"{row['code']}.{key}", row["name"], _unit_of(key), value)
            for key, value in row.items()
            if key not in {"code", "name"}
        ]
    for point in content["series"]:
        rows += [
            ("series", f"{point['month']}.{key}", point["month"], _unit_of(key), value)
            for key, value in point.items()
            if key != "month"
        ]
    return [*rows, *rows_of_tables(content)]


_EXTRA_LABELS = {
    "band_low": lambda: _("Agreed: at least, per fte"),
    "band_high": lambda: _("Agreed: at most, per fte"),
    "hours_for_prevention": lambda: _("Hours for prevention together"),
}


def _unit_of(key: str) -> str:
    if key in DEFINED:
        return DEFINED[key].unit.value
    return Unit.HOURS.value if key.startswith("hours") else Unit.PER_FTE.value


def csv_file(content: Mapping[str, Any]) -> bytes:
    """Semicolons and a byte-order mark, as Excel in Dutch reads it; decimals with a comma, hidden as x."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["naam", "code", "maand", "versie", "tabel", "sleutel", "omschrijving", "eenheid", "waarde"])
    head = [literal(content["name"]), literal(content["scope"]), content["month"], content["version"]]
    for table, key, label, unit, value in _rows_of_data(content):
        # words for what is no number; a class of days gets its long dash, or Excel would read 8-14 as a date
        written = shown(value, Unit(unit)) if value is None or isinstance(value, str) else str(value).replace(".", ",")
        writer.writerow([*head, table, literal(key), literal(label), unit, written])
    return out.getvalue().encode("utf-8-sig")


def json_file(
    content: Mapping[str, Any],
    *,
    reading: str,
    reason: str,
    published_at: dt.datetime,
    stories: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The content as it was frozen, with the reading and stories; keys are documented in docs/figures.md."""
    document = {
        **content,
        "reason": reason,
        "reading": reading,
        "stories": [{key: value for key, value in one.items() if key != "story"} for one in stories],
        "published_at": published_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def xlsx(
    content: Mapping[str, Any],
    page: ReportPage,
    *,
    reading: str,
    published_at: dt.datetime,
    stories: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """A workbook: figures, tables, months and how to read them. Numbers are numbers; nothing is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    title = f"{page.name}, {page.month_name}"
    book.set_properties({"title": title, "author": page.name, "created": published_at.replace(tzinfo=None)})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#14595d"}),
        "head": book.add_format({"bold": True, "bottom": 1, "bottom_color": "#14595d"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "right": book.add_format({"align": "right"}),
    }
    rows = _rows_of_data(content)
    units = {unit.value: str(unit.label) for unit in Unit}
    figures = [(label, units[unit], value, key) for table, key, label, unit, value in rows if table == "figures"]
    _sheet(book, formats, _("Figures"), title, [_("Figure"), _("Unit"), _("Value"), _("Key")], figures)
    for table, name in (("themes", _("Themes")), ("districts", _("Districts"))):
        if content[table]:
            lines = [(row["name"], row["households"], row["code"]) for row in content[table]]
            _sheet(book, formats, name, title, [name, _("Households"), _("Code")], lines)
    if page.teams:
        keys = [key for key in content["teams"][0] if key not in {"code", "name"}]
        head = [_("Team"), *(str(DEFINED[k].label) if k in DEFINED else _EXTRA_LABELS[k]() for k in keys)]
        lines = [(row["name"], *(row[key] for key in keys)) for row in content["teams"]]
        _sheet(book, formats, _("Teams"), title, head, lines)
    for name, columns, lines_of_table in sheets_of_tables(content, page.tables):
        _sheet(book, formats, name, title, columns, lines_of_table)
    keys = [key for key in content["series"][0] if key != "month"]
    head = [_("Month"), *(str(DEFINED[k].label) if k in DEFINED else _EXTRA_LABELS[k]() for k in keys)]
    months = [(point["month"], *(point[key] for key in keys)) for point in content["series"]]
    _sheet(book, formats, _("Months"), title, head, months)
    sheet = book.add_worksheet(_("How to read"))
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, title, formats["title"])
    told = [text for one in told_in(stories) for text in (one.title, *one.paragraphs, one.under)]
    for line, text in enumerate([page.legend, *paragraphs(reading), *told], 2):
        sheet.write_string(line, 0, literal(text), formats["wrap"])
    book.close()
    return out.getvalue()


def _sheet(
    book: Any, formats: Mapping[str, Any], name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(len(head) - 1, 1), 18)
    sheet.write_string(0, 0, literal(title), formats["title"])
    for column, word in enumerate(head):
        sheet.write_string(2, column, literal(word), formats["head"])
    for line, row in enumerate(rows, 3):
        for column, value in enumerate(row):
            if isinstance(value, (int, float)):
                sheet.write_number(line, column, value)
            elif value is None or value == HIDDEN:
                sheet.write_string(line, column, shown(value), formats["right"])
            else:
                sheet.write_string(line, column, literal(str(value)))
    sheet.freeze_panes(3, 1)
