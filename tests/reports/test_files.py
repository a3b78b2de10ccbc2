"""The files of a report: accessible, safe in a spreadsheet, and the same bytes each time."""

import csv
import datetime as dt
import io
import json
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.utils import timezone, translation

from tests.reports.conftest import NOW, decided
from wijkteam.core.spreadsheets.literal import literal
from wijkteam.reports.enums import DEFINITIONS, FileKind
from wijkteam.reports.models import TeamMonth
from wijkteam.reports.selectors.report_page import report_page
from wijkteam.reports.services.changes import changes_between
from wijkteam.reports.services.render_files import render_files
from wijkteam.reports.services.report_content import Counts, report_content

READING = "De maand begon rustig.\n\nDaarna kwam er #let x = 1 $y$ *spoed* <b>bij</b>."
THEMES = [("geld", "Geldzorgen", 40), ("wonen", "Wonen", 22), ("overig", "=Overige thema's", 3)]


def content(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {field.name: 0 for field in TeamMonth._meta.concrete_fields}
    values |= {
        "open_at_start": 60,
        "opened": 22,
        "closed": 17,
        "open_at_end": 65,
        "questions": 48,
        "questions_case": 21,
    }
    values |= {"contacts": 210, "contacted_households": 52, "escalation_households": 4, "fte": 7.25, "initiatives": 6}
    values |= {"minutes_individual": 24000, "minutes_escalation": 900, "minutes_collective": 3000}
    values |= {"minutes_outreach": 1500, "minutes_administration": 5000, "floor_percentage": 20}
    values |= {"band_low": 6, "band_high": 9, "questions_answered": 15, "days_to_decision": 8.5} | changes
    counts = Counts(
        values=values, themes={code: many for code, _name, many in THEMES}, districts={"WK036301": 41, "overig": 24}
    )
    earlier = [
        {"month": f"2026-0{month}", "figures": dict.fromkeys(POINT, 10 * month) | {"prevention_floor": 15}}
        for month in (7, 8)
    ]
    return report_content(
        scope="NOORD",
        name="Wijkteam Çelik & zonen",
        month=dt.date(2026, 10, 1),
        version=1,
        counts=counts,
        cells=decided({"NOORD": counts}),
        themes=[{"code": code, "name": name, "name_en": name} for code, name, _many in THEMES],
        districts=[
            {"code": "WK036301", "name": "Noord", "name_en": "Noord"},
            {"code": "overig", "name": "Elders", "name_en": "Elsewhere"},
        ],
        earlier=earlier,
    )


POINT = ("open_at_end", "opened", "closed", "hours_total", "hours_for_prevention", "prevention_share")


@pytest.fixture(scope="module")
def files() -> dict[FileKind, bytes]:
    return render_files(content(), reading=READING, reason="", published_at=NOW)


def test_the_same_report_gives_the_same_bytes(files: dict[FileKind, bytes]) -> None:
    with translation.override("en"):  # whoever publishes
        assert render_files(content(), reading=READING, reason="", published_at=NOW) == files


def _tags(node: Any, found: list[Any]) -> list[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _tags(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            _tags(node.K, found)
    return found


def test_pdf_is_tagged_dutch_and_named(files: dict[FileKind, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files[FileKind.PDF])) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Maandrapport Wijkteam Çelik & zonen, oktober 2026"
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        tags = _tags(pdf.Root.StructTreeRoot, [])
        kinds = [str(tag.S) for tag in tags]
        for kind in ("/H1", "/Title", "/Figure", "/Table", "/TH", "/TD", "/Caption", "/L"):
            assert kind in kinds, kind
        pictures = [tag for tag in tags if str(tag.S) == "/Figure"]
        assert len(pictures) >= 5
        assert all("/Alt" in picture and str(picture.Alt) for picture in pictures)
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        assert all("SourceSans3" in font.replace(" ", "") for font in fonts), fonts


def test_text_of_people_is_never_evaluated(files: dict[FileKind, bytes]) -> None:
    """What somebody writes is shown as it is: not as markup of the PDF, not as a formula."""
    assert json.loads(files[FileKind.JSON])["reading"] == READING
    book = openpyxl.load_workbook(io.BytesIO(files[FileKind.XLSX]))
    words = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not [cell.value for cell in words if cell.data_type == "f"]
    assert "'=Overige thema's" in [cell.value for cell in words]
    rows = list(csv.reader(io.StringIO(files[FileKind.CSV].decode("utf-8-sig")), delimiter=";"))
    assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@x", "\tx", " =1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert literal(text) == f"'{text}"
    assert literal("gewoon") == "gewoon"


def test_the_sheets_hold_numbers_and_x(files: dict[FileKind, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[FileKind.XLSX]))
    assert book.sheetnames == ["Cijfers", "Thema's", "Wijken", "Maanden", "Leeswijzer"]
    figures = {row[3].value: row[2].value for row in book["Cijfers"].iter_rows(min_row=4)}
    assert figures["open_at_end"] == 65
    assert figures["silent"] == "x"
    assert figures["days_to_decision"] == "8-14"
    assert figures.keys() >= {definition.key for definition in DEFINITIONS}
    assert [row[0].value for row in book["Maanden"].iter_rows(min_row=4)] == ["2026-07", "2026-08", "2026-10"]


def test_a_later_version_says_what_is_different_in_every_file() -> None:
    later = content(questions=70) | {"version": 2}
    later["changes"] = changes_between(content(), later)
    files = render_files(later, reading=READING, reason="Uren kwamen later binnen.", published_at=NOW)
    rows = csv.DictReader(io.StringIO(files[FileKind.CSV].decode("utf-8-sig")), delimiter=";")
    changed = {row["sleutel"]: (row["omschrijving"], row["waarde"]) for row in rows if row["tabel"] == "changes"}
    assert changed["figures.questions.before"] == ("Ontvangen hulpvragen", "50")
    assert changed["figures.questions.after"] == ("Ontvangen hulpvragen", "70")
    sheet = openpyxl.load_workbook(io.BytesIO(files[FileKind.XLSX]))["Verschillen"]
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    assert lines[0] == ("Cijfer", "Versie 1", "Versie 2", "Eenheid", "Sleutel")
    assert ("Ontvangen hulpvragen", 50, 70, "hulpvragen", "figures.questions") in lines
    assert json.loads(files[FileKind.JSON])["changes"]["since_version"] == 1


def test_csv_opens_in_dutch_excel(files: dict[FileKind, bytes]) -> None:
    assert files[FileKind.CSV].startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(files[FileKind.CSV].decode("utf-8-sig")), delimiter=";"))
    values = {(row["tabel"], row["sleutel"]): row["waarde"] for row in rows}
    assert values["figures", "fte"] == "7,2"
    assert values["figures", "silent"] == "x"
    assert values["figures", "days_to_decision"] == "8–14"  # a plain dash would become a date
    assert values["themes", "overig"] in {"x", "10"}


def test_json_is_the_frozen_content(files: dict[FileKind, bytes]) -> None:
    document = json.loads(files[FileKind.JSON])
    assert document["format"] == "wijkteam-monthly-report"
    assert {key: document[key] for key in content()} == content()
    assert document["published_at"] == "2026-11-12T13:05:00+00:00"


def test_a_report_without_hours_or_people_still_reads() -> None:
    """The first month of a new team: nothing may be shown, and the page says so."""
    nothing = {field.name: 0 for field in TeamMonth._meta.concrete_fields}
    flow = {"open_at_start": 0, "opened": 65, "open_at_end": 65}  # so that it fits the themes
    empty = content(**nothing | flow | {"band_low": None, "band_high": None, "floor_percentage": None})
    page = report_page(empty)
    assert page.balance is None
    assert empty["figures"]["hours_casework"] == "hidden"
    assert render_files(empty, reading=READING, reason="Nagekomen uren", published_at=timezone.now())


@pytest.mark.parametrize(("days", "expected"), [(0.4, "0-1"), (1.9, "0-1"), (2, "2-3"), (28.9, "15-28"), (29, "29+")])
def test_a_median_is_published_as_a_class(days: float, expected: str) -> None:
    assert content(days_to_decision=days)["figures"]["days_to_decision"] == expected


def test_a_median_of_few_questions_is_hidden() -> None:
    few = content(questions_answered=5, questions_case=4)
    assert few["figures"]["days_to_decision"] == "hidden"
