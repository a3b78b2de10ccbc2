"""What people do to a list over the years: dittos, merged cells, everything in one cell, headings between the rows."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import pytest
import xlsxwriter

from cases.services.caseload import values
from cases.services.caseload.check import Checked, Choices, Severity, check
from cases.services.caseload.columns import guess_layout
from cases.services.caseload.known import Books
from tests.cases.caseload.lists import team_for_lists
from wijkteam.core.spreadsheets import SpreadsheetRefused, read_spreadsheet
from wijkteam.teams.models import Team

TODAY = dt.date(2026, 11, 22)
HEAD = "Nr;Naam;Geb.datum;Telefoon;Adres;Wijk/buurt;Problematiek;Regisseur;Datum aanmelding"


def looked_at(content: bytes) -> Checked:
    team_for_lists()
    layout = guess_layout(read_spreadsheet(content))
    assert layout is not None
    return check(layout, books=Books(teams=list(Team.objects.all()), today=TODAY), choices=Choices(), today=TODAY)


def of_lines(*lines: str) -> Checked:
    return looked_at("\r\n".join([HEAD, *lines]).encode("cp1252"))


def workbook(rows: Sequence[Sequence[object]], merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("Blad1")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(number, place, value)
    for one in merged:
        sheet.merge_range(*one)
    book.close()
    return held.getvalue()


@pytest.mark.django_db
def test_a_ditto_is_what_stands_above() -> None:
    checked = of_lines(
        "1;Prins, Gerrit;2-1-1950;612345678;Dorpsstraat 1;De Weide;Geldzorgen;anouk1;6-5-2025",
        '2;Bakker, Jo;3-2-1960;;Dorpsstraat 3;idem;"""";Idem;zie boven',
        "3;Visser, Mo;4-3-1970;;Dorpsstraat 5;\u201d;dito;id.;''",
    )
    assert checked.is_ready, checked.problems
    assert [one.area.name for one in checked.cases] == ["De Weide"] * 3
    assert {one.opened_on for one in checked.cases} == {dt.date(2025, 5, 6)}
    assert len({one.coordinator for one in checked.cases}) == 1


@pytest.mark.django_db
def test_cells_that_were_merged_over_the_people_of_a_household() -> None:
    head = ["Dossiernr", "Gezin", "Voornaam", "Achternaam", "Buurt", "Thema", "Startdatum"]
    rows = [
        ["Caseload 2025"],
        head,
        ["A-1", "Prins", "Gerrit", "Prins", "De Weide", "Geldzorgen", "06-05-2025"],
        ["", "", "Sem", "Prins", "", "", ""],
        ["A-2", "Bakker", "Jo", "Bakker", "Beekzijde", "Geldzorgen", "07-05-2025"],
    ]
    merged = [(2, place, 3, place, str(rows[2][place])) for place in (0, 1, 4, 5, 6)]
    checked = looked_at(workbook(rows, merged))
    assert checked.is_ready, checked.problems
    assert [(one.reference, len(one.persons)) for one in checked.cases] == [("A-1", 2), ("A-2", 1)]


@pytest.mark.django_db
def test_address_and_telephone_in_one_cell() -> None:
    checked = of_lines(
        "1;Prins, Gerrit;2-1-1950;;Dorpsstraat 1a, 3512 ab Utrecht, 06-12345678;De Weide;Geldzorgen;anouk1;6-5-2025",
        "2;Bakker, Jo;3-2-1960;;Laan 3 / tel: 030 - 234 56 78;De Weide;Geldzorgen;anouk1;6-5-2025",
    )
    assert checked.is_ready, checked.problems
    first, second = checked.cases
    assert (first.street, first.postcode, first.city) == ("Dorpsstraat 1a", "3512 AB", "Utrecht")
    assert first.persons[0].phone == "06-12345678"
    assert (second.street, second.persons[0].phone) == ("Laan 3", "030 - 234 56 78")


@pytest.mark.django_db
def test_headings_between_the_rows_and_totals_stop_nothing() -> None:
    checked = of_lines(
        "Noord;;;;;;;;",
        "1;Prins, Gerrit;2-1-1950;;Dorpsstraat 1;De Weide;Geldzorgen;anouk1;6-5-2025",
        ";;;;;;;;",
        "Zuid;;;;;;;;",
        "2;Bakker, Jo;1960-02-03;;Dorpsstraat 3;De Weide;Geldzorgen;anouk1;05/13/2025",
        "Totaal;2;;;;;;;",
    )
    assert checked.is_ready, checked.problems
    assert len(checked.cases) == 2
    assert checked.count(Severity.SKIPPED) == 3


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("612345678", "0612345678"),
        ("612345678.0", "0612345678"),
        ("6,12345678E+08", "0612345678"),
        ("6.12345678E8", "0612345678"),
        ("31612345678", "+31612345678"),
        ("06-12345678", "06-12345678"),
        ("0301234567", "0301234567"),
    ],
)
def test_telephone_numbers_that_a_spreadsheet_took_for_numbers(said: str, kept: str) -> None:
    assert values.phone(said) == kept


@pytest.mark.parametrize(
    ("said", "given", "family"),
    [
        ("Vries, de, J.", "J.", "de Vries"),
        ("Berg, van den, Anna", "Anna", "van den Berg"),
        ("Vries, J. de", "J.", "de Vries"),
        ("Vries, de", "", "de Vries"),
        ("de Vries, J.", "J.", "de Vries"),
    ],
)
def test_a_name_with_a_comma_too_many(said: str, given: str, family: str) -> None:
    assert values.person_name(said) == (given, family)


@pytest.mark.parametrize(
    "said", ["Kerkstraat 12", "Plein 1940-1945 7", "Laan van 2000 nr 4", "Prins Hendrikkade 10-II", "Weg 0 bis"]
)
def test_a_street_stays_a_street(said: str) -> None:
    assert values.address_parts(said) == (said, "", "", "")


def test_a_file_with_a_password_says_so() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        package.writestr("content.xml", "closed")
    with pytest.raises(SpreadsheetRefused, match=r"password|wachtwoord"):
        read_spreadsheet(held.getvalue())
    with pytest.raises(SpreadsheetRefused, match=r"password|wachtwoord"):
        read_spreadsheet(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("sept 2024", dt.date(2024, 9, 1), dt.date(2024, 9, 30)),
        ("begin maart 2025", dt.date(2025, 3, 1), dt.date(2025, 3, 31)),
        ("mrt '25", dt.date(2025, 3, 1), dt.date(2025, 3, 31)),
        ("12-2024", dt.date(2024, 12, 1), dt.date(2024, 12, 31)),
        ("2024/02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("week 36 2025", dt.date(2025, 9, 1), dt.date(2025, 9, 7)),
        ("2025-W01", dt.date(2024, 12, 30), dt.date(2025, 1, 5)),
        ("Q4 2024", dt.date(2024, 10, 1), dt.date(2024, 12, 31)),
        ("2e kwartaal 2025", dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        (2023, dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    ],
)
def test_a_week_month_or_year_instead_of_a_day(said: str | int, first: dt.date, last: dt.date) -> None:
    assert values.span(said) == (first, last)


@pytest.mark.parametrize("said", ["13-2024", "week 60 2024", "ergens 2024 denk ik", "mei", "0-2024", "1700", "", None])
def test_no_week_month_or_year(said: str | None) -> None:
    assert values.span(said) is None


@pytest.mark.django_db
def test_days_that_nobody_remembers_stop_no_list() -> None:
    checked = of_lines(
        "1;Prins, Gerrit;1950;;Dorpsstraat 1;De Weide;Geldzorgen;anouk1;sept 2024",
        "2;Bakker, Jo;3-2-1960;;Dorpsstraat 3;De Weide;Geldzorgen;anouk1;week 36 2025",
    )
    assert checked.is_ready, checked.problems
    assert [one.opened_on for one in checked.cases] == [dt.date(2024, 9, 1), dt.date(2025, 9, 1)]
    assert checked.cases[0].persons[0].birth_date is None
    assert [(one.row, one.column, one.severity) for one in checked.problems] == [
        (2, "Geb.datum", Severity.WARNING),
        (2, "Datum aanmelding", Severity.WARNING),
        (3, "Datum aanmelding", Severity.WARNING),
    ]
    assert "01-09-2024" in checked.problems[1].text


@pytest.mark.django_db
def test_the_day_of_closing_stands_in_the_status_or_is_a_month() -> None:
    head = "Nr;Naam;Wijk/buurt;Problematiek;Datum aanmelding;Einddatum;Status;Reden"
    lines = (
        "1;Prins, Gerrit;De Weide;Geldzorgen;6-5-2025;;afgesloten 1-10-2026;verhuisd",
        "2;Bakker, Jo;De Weide;Geldzorgen;6-5-2025;juni 2025;afgesloten;verhuisd",
        "3;Visser, Mo;De Weide;Geldzorgen;6-5-2025;nov 2026;afgesloten;verhuisd",
    )
    checked = looked_at("\r\n".join([head, *lines]).encode())
    assert checked.is_ready, checked.problems
    assert [one.closed_on for one in checked.cases] == [dt.date(2026, 10, 1), dt.date(2025, 6, 30), TODAY]


@pytest.mark.django_db
def test_a_house_number_in_columns_of_its_own_or_behind_the_postcode() -> None:
    head = "Nr;Naam;Straat;Nr.;Toev.;Postcode;Buurt;Thema;Start traject"
    lines = (
        "A-1;Prins, Gerrit;Dorpsstraat;12;bis;3512 AB;De Weide;Geldzorgen;6-5-2025",
        "A-2;Bakker, Jo;Dorpsstraat;;;3512ab 14-hs;De Weide;Geldzorgen;6-5-2025",
        "A-3;Visser, Mo;;;;3512 AB 7;De Weide;Geldzorgen;6-5-2025",
    )
    checked = looked_at("\r\n".join([head, *lines]).encode())
    assert checked.is_ready, checked.problems
    assert [one.reference for one in checked.cases] == ["A-1", "A-2", "A-3"]
    assert [one.street for one in checked.cases] == ["Dorpsstraat 12 bis", "Dorpsstraat 14-hs", ""]
    assert {one.postcode for one in checked.cases} == {"3512 AB"}
    assert [(one.row, one.column) for one in checked.problems if "7" in one.text] == [(4, "Postcode")]
