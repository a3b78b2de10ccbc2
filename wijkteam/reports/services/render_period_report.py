"""A report over a longer period as files. The same report gives the same bytes."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkteam.core.charts import HorizontalBars
from wijkteam.core.pdf import make_pdf
from wijkteam.core.spreadsheets.literal import literal
from wijkteam.reports.enums import FileKind
from wijkteam.reports.selectors.period_page import PeriodPage, period_page
from wijkteam.reports.selectors.report_page import HIDDEN, SYMBOL, shown
from wijkteam.reports.services.render_files import LANGUAGE, LETTERS_BESIDE_A_BAR

_TEMPLATE = Path(__file__).parent.parent / "typst" / "report.typ"


def render_period_report(content: Mapping[str, Any], *, published_at: dt.datetime) -> dict[FileKind, bytes]:
    """In Dutch, whatever the language of who asks."""
    with translation.override(LANGUAGE):
        page = period_page(content)
        return {
            FileKind.PDF: _pdf(page, published_at=published_at),
            FileKind.XLSX: _xlsx(content, page, published_at=published_at),
            FileKind.CSV: _csv(content),
            FileKind.JSON: _json(content, published_at=published_at),
        }


def _pdf(page: PeriodPage, *, published_at: dt.datetime) -> bytes:
    published = _("published on %(date)s") % {"date": date_format(published_at.astimezone(), "DATE_FORMAT")}
    data = {
        "language": LANGUAGE,
        "region": "NL",
        "title": f"{_('Report over a longer period')} {page.title}",
        "author": page.name,
        "keywords": [_("report"), page.name, page.period],
        "eyebrow": _("Report of the neighbourhood teams over a longer period"),
        "heading": page.name,
        "subheading": f"{page.period}, {published}",
        "footer": f"{page.name} · {page.period}",
        "page_word": _("page"),
        "symbol": SYMBOL,
        "chapters": _chapters(page),
    }
    return make_pdf(_TEMPLATE, data, at=published_at)


def _chapters(page: PeriodPage) -> list[dict[str, Any]]:
    chapters: list[dict[str, Any]] = [
        {
            "title": _("In short"),
            "blocks": [{"kind": "points", "points": list(page.key_points)}, {"kind": "text", "text": page.why}],
        }
    ]
    if page.flows:
        rows = [[row.name, row.opened, row.closed] for row in page.flows]
        head = [_("District"), _("In"), _("Out")]
        table = {"kind": "table", "caption": _("In and out per district"), "head": head, "rows": rows}
        chapters.append({"title": _("In and out"), "blocks": [table, *_picture(page.themes)]})
    if page.durations or page.outcomes:
        blocks = [*_picture(page.durations), *_picture(page.outcomes)]
        chapters.append({"title": _("How long it took and how it ended"), "blocks": blocks})
    return [*chapters, {"title": _("How to read these figures"), "blocks": [{"kind": "note", "text": page.legend}]}]


def _picture(chart: HorizontalBars | None) -> list[dict[str, Any]]:
    if chart is None:
        return []
    table = chart.table()
    # names in one line beside their bars; in full they stand in the table below
    bars = [replace(bar, label=_short(bar.label.replace("\u200b", ""))) for bar in chart.bars]
    chart = replace(chart, bars=bars)
    picture = {
        "kind": "picture",
        "caption": chart.title,
        "alt": f"{chart.title}. {chart.description}",
        "svg": str(chart.svg(standalone=True)),
    }
    rows = [[cell.replace("\u200b", "") for cell in row] for row in table.rows]
    return [picture, {"kind": "table", "caption": table.caption, "head": list(table.head), "rows": rows}]


def _short(label: str) -> str:
    return f"{label[:LETTERS_BESIDE_A_BAR]}…" if len(label) > LETTERS_BESIDE_A_BAR else label


def _rows(content: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    """Key, words, value."""
    names = {f"district:{one['code']}": one["name"] for one in content["districts"]}
    names |= {f"theme:{one['code']}": one["name"] for one in content["themes"]}
    totals = {"opened": _("Came in"), "closed": _("Went out"), "ended": _("Closed cases")}
    found = []
    for key, value in content["figures"].items():
        first, _colon, rest = key.partition(":")
        label = f"{totals[first]}, {names[rest]}" if rest in names else totals.get(key, key)
        found.append((key, label, value))
    return found


def _csv(content: Mapping[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["naam", "soort", "begin", "maanden", "sleutel", "omschrijving", "eenheid", "waarde"])
    head = [literal(content["name"]), content["kind"], content["start"], content["months"]]
    for key, label, value in _rows(content):
        writer.writerow([*head, literal(key), literal(label), "households", shown(value) if value == HIDDEN else value])
    return out.getvalue().encode("utf-8-sig")


def _json(content: Mapping[str, Any], *, published_at: dt.datetime) -> bytes:
    document = {**content, "published_at": published_at.astimezone(dt.UTC).isoformat(timespec="seconds")}
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _xlsx(content: Mapping[str, Any], page: PeriodPage, *, published_at: dt.datetime) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": page.title, "author": page.name, "created": published_at.replace(tzinfo=None)})
    bold, right = book.add_format({"bold": True}), book.add_format({"align": "right"})
    sheet = book.add_worksheet(_("Figures"))
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 2, 24)
    sheet.write_string(0, 0, literal(page.title), bold)
    for column, word in enumerate([_("Figure"), _("Households"), _("Key")]):
        sheet.write_string(2, column, word, bold)
    for line, (key, label, value) in enumerate(_rows(content), 3):
        sheet.write_string(line, 0, literal(label))
        if value == HIDDEN:
            sheet.write_string(line, 1, SYMBOL, right)
        else:
            sheet.write_number(line, 1, value)
        sheet.write_string(line, 2, literal(key))
    sheet.freeze_panes(3, 1)
    sheet = book.add_worksheet(_("How to read"))
    sheet.set_column(0, 0, 100)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for line, text in enumerate([page.title, page.why, page.legend]):
        sheet.write_string(line, 0, literal(text), wrap)
    book.close()
    return out.getvalue()
