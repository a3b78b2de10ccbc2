"""Lists as teams really keep them: each ends in households, or in words that say what to do."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter

from cases.services.caseload.check import Checked, Choices, check
from cases.services.caseload.columns import Layout, guess_layout
from cases.services.caseload.known import Books
from tests.cases.caseload.lists import team_for_lists
from wijkteam.core.spreadsheets import read_spreadsheet
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
Made = tuple[Layout, Checked]


@pytest.fixture(autouse=True)
def team() -> Team:
    return team_for_lists()


def made_of(content: bytes) -> Made:
    layout = guess_layout(read_spreadsheet(content))
    assert layout is not None
    books = Books(teams=list(Team.objects.all()), today=TODAY)
    return layout, check(layout, books=books, choices=Choices(), today=TODAY)


def csv(*lines: str, encoding: str = "utf-8-sig", newline: str = "\r\n") -> bytes:
    return newline.join(lines).encode(encoding)


def book(*sheets: tuple[str, Sequence[Sequence[Any]]], hidden_rows: Sequence[int] = ()) -> bytes:
    held = io.BytesIO()
    made = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": True, "strings_to_urls": False})
    day = made.add_format({"num_format": "dd-mm-yyyy"})
    for name, rows in sheets:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, tuple):
                    sheet.write_formula(number, place, value[0], None, value[1])
                elif value is not None:
                    sheet.write(number, place, value)
        for number in hidden_rows:
            sheet.set_row(number, None, None, {"hidden": True})
    made.close()
    return held.getvalue()


def errors(checked: Checked) -> list[tuple[int, str | None]]:
    return [(one.row, one.field) for one in checked.problems if one.severity == "error"]


def names(checked: Checked) -> list[str]:
    return [f"{one.given_name} {one.family_name}".strip() for new in checked.cases for one in new.persons]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-8"])
def test_semicolons_in_every_encoding(encoding: str) -> None:
    _layout, checked = made_of(
        csv(
            "Achternaam;Voornaam;Postcode;Buurt;Thema;Startdatum",
            "Müller;Zoë;1069 ab;De Weide;Geldzorgen;1-2-2026",
            'Gómez;"René; jr.";1069AB;De Weide;Geldzorgen;02-02-26',
            encoding=encoding,
        )
    )
    assert errors(checked) == []
    assert names(checked) == ["Zoë Müller", "René; jr. Gómez"]
    assert {new.postcode for new in checked.cases} == {"1069 AB"}


def test_a_title_above_merged_headings_in_two_rows() -> None:
    layout, checked = made_of(
        book(
            (
                "Caseload",
                [
                    ["Caseload Wijkteam Molenwijk, bijgewerkt 3 november"],
                    [],
                    ["Dossier", "Cliënt", None, None, "Waar", None, "Thema", "Start"],
                    [None, "Achternaam", "Voornaam", "Geb.datum", "Straat", "Buurt", None, None],
                    ["M1", "Prins", "Gerrit", dt.date(1950, 1, 2), "Dam 1", "De Weide", "Geldzorgen", "1-2-2026"],
                    ["M2", "Bos", "An", None, "Dam 2", "Beekzijde", "Geldzorgen", "1-3-2026"],
                ],
            )
        )
    )
    assert (layout.heading_row, layout.with_above) == (4, True)
    assert errors(checked) == []
    assert [(new.reference, new.area.name) for new in checked.cases] == [("M1", "De Weide"), ("M2", "Beekzijde")]


def test_days_in_the_american_order_are_seen_by_the_whole_column() -> None:
    _layout, checked = made_of(
        csv(
            "Last name,First name,DOB,Neighbourhood,Theme,Start date",
            "Prins,Gerrit,01/02/1950,De Weide,Money worries,02/01/2026",
            "Bos,An,12/31/1960,De Weide,Money worries,02/28/2026",
        )
    )
    assert errors(checked) == []
    assert [new.persons[0].birth_date for new in checked.cases] == [dt.date(1950, 1, 2), dt.date(1960, 12, 31)]
    assert [new.opened_on for new in checked.cases] == [dt.date(2026, 2, 1), dt.date(2026, 2, 28)]


def test_days_as_text_as_numbers_and_as_days() -> None:
    _layout, checked = made_of(
        book(
            (
                "L",
                [
                    ["Achternaam", "Geboortedatum", "Buurt", "Thema", "Startdatum"],
                    ["Een", "3 mei 1946", "De Weide", "Geldzorgen", 46000],
                    ["Twee", 20000, "De Weide", "Geldzorgen", "2026-01-31 00:00:00"],
                    ["Drie", dt.date(1999, 12, 31), "De Weide", "Geldzorgen", dt.date(2026, 1, 1)],
                ],
            )
        )
    )
    assert errors(checked) == []
    assert checked.cases[0].persons[0].birth_date == dt.date(1946, 5, 3)
    assert checked.cases[0].opened_on == dt.date(2025, 12, 9)


def test_totals_remarks_and_headings_once_more_are_left_out_and_named() -> None:
    _layout, checked = made_of(
        csv(
            "Naam;Buurt;Thema;Startdatum;Regisseur",
            "Prins, G.;De Weide;Geldzorgen;1-2-2026;anouk1",
            ";;;;",
            "Naam;Buurt;Thema;Startdatum;Regisseur",
            "Vries, J. de;Beekzijde;Geldzorgen;1-2-2026;anouk1",
            "Totaal;2;;;",
            "Bijgewerkt op 3 november door Anouk;;;;",
            "* = nog niet gebeld;;;;",
        )
    )
    assert errors(checked) == []
    assert names(checked) == ["G. Prins", "J. de Vries"]
    assert [one.row for one in checked.problems if one.severity == "skipped"] == [4, 6, 7, 8]


@pytest.mark.parametrize(
    ("said", "meant"), [("ja", True), ("nee", False), ("x", True), ("", False), ("J", True), ("N", False), ("1", True)]
)
def test_yes_no_and_a_cross(said: str, meant: bool) -> None:
    _layout, checked = made_of(
        csv("Naam;Buurt;Thema;Startdatum;Veiligheid", f"G. Prins;De Weide;Geldzorgen;1-2-2026;{said}")
    )
    assert checked.cases[0].has_safety_concern is meant


def test_the_list_is_found_among_sheets_and_hidden_rows_are_rows() -> None:
    rows = [["Naam", "Buurt", "Thema", "Startdatum"]] + [
        [f"Persoon Achternaam{letter}", "De Weide", "Geldzorgen", "1-2-2026"] for letter in "ABC"
    ]
    layout, checked = made_of(
        book(
            ("Uitleg", [["Vul in"], ["Wat", "Waarom"]]),
            ("Draaitabel", [["Aantal", 3]]),
            ("Lijst", rows),
            hidden_rows=[2],
        )
    )
    assert layout.sheet.name == "Lijst"
    assert len(checked.cases) == 3


def test_formulas_count_for_what_they_show() -> None:
    _layout, checked = made_of(
        book(
            (
                "L",
                [
                    ["Naam", "Buurt", "Thema", "Startdatum"],
                    [('="Gerrit"&" Prins"', "Gerrit Prins"), "De Weide", "Geldzorgen", ("=TODAY()-30", 46000)],
                ],
            )
        )
    )
    assert names(checked) == ["Gerrit Prins"]


def test_a_citizen_service_number_is_refused_under_any_heading() -> None:
    layout, checked = made_of(
        csv(
            "Persoonsnr;Achternaam;Burgerservicenummer (BSN);Buurt;Thema;Startdatum;Hulpvraag",
            "123456782;Prins;1;De Weide;Geldzorgen;1-2-2026;Bel over bsn 123456782 terug",
            "111222333;Bos;2;De Weide;Geldzorgen;1-2-2026;",
            "12345672;Mol;3;De Weide;Geldzorgen;1-2-2026;",
        )
    )
    refused = [column.heading for column in layout.columns if column.is_refused]
    assert refused == ["Persoonsnr", "Burgerservicenummer (BSN)"]
    assert all(not new.reference for new in checked.cases)
    assert "123456782" not in checked.cases[0].question


def test_headings_that_are_the_same_and_columns_without_one() -> None:
    layout, checked = made_of(
        csv(
            "Naam;Naam;;Buurt;Thema;Startdatum;",
            "Prins;Gerrit;vast nummer;De Weide;Geldzorgen;1-2-2026;0612345678",
            "Bos;An;;De Weide;Geldzorgen;1-2-2026;0612345679",
            "Mol;Ed;;De Weide;Geldzorgen;1-2-2026;0612345670",
        )
    )
    assert [column.heading for column in layout.columns][2] in {"column C", "kolom C"}
    assert [new.persons[0].phone for new in checked.cases] == ["0612345678", "0612345679", "0612345670"]
    assert [column.field for column in layout.columns][:2] == ["full_name", None]
    assert len(checked.cases) == 3


def test_a_list_of_nothing_that_is_known_says_so() -> None:
    assert guess_layout(read_spreadsheet(csv("a;b;c", "1;2;3"))) is None
