"""What the headings of somebody's list are taken for."""

import datetime as dt

import pytest

from cases.services.caseload.columns import Field, guess_layout, layout_of
from cases.services.caseload.values import NotReadable, day, person_name, yes_or_no
from wijkteam.core.spreadsheets import Sheet

TODAY = dt.date(2026, 11, 22)


def guessed(*headings: str, rows: int = 0) -> dict[str, Field | None]:
    layout = guess_layout([Sheet(name="", rows=[list(headings)])])
    assert layout is not None
    return {column.heading: column.field for column in layout.columns}


def test_dutch_headings_with_marks_capitals_and_abbreviations() -> None:
    assert guessed("Dossier nr.", "NAAM CLIËNT", "Geb. datum", "Woonpl.", "Casus-regisseur", "Aangemeld op") == {
        "Dossier nr.": Field.REFERENCE,
        "NAAM CLIËNT": Field.FULL_NAME,
        "Geb. datum": Field.BIRTH_DATE,
        "Woonpl.": Field.CITY,
        "Casus-regisseur": Field.COORDINATOR,
        "Aangemeld op": Field.OPENED_ON,
    }


def test_english_headings() -> None:
    assert guessed("Case ID", "First Name", "Surname", "DOB", "Assigned to", "Date opened", "Main issue") == {
        "Case ID": Field.REFERENCE,
        "First Name": Field.GIVEN_NAME,
        "Surname": Field.FAMILY_NAME,
        "DOB": Field.BIRTH_DATE,
        "Assigned to": Field.COORDINATOR,
        "Date opened": Field.OPENED_ON,
        "Main issue": Field.THEME,
    }


def test_a_typing_error_in_a_heading_is_no_obstacle() -> None:
    assert guessed("Achternaam", "Geboorte datum", "Reggiseur") == {
        "Achternaam": Field.FAMILY_NAME,
        "Geboorte datum": Field.BIRTH_DATE,
        "Reggiseur": Field.COORDINATOR,
    }


def test_a_citizen_service_number_is_never_taken_and_said_so() -> None:
    layout = guess_layout([Sheet(name="", rows=[["Naam", "BSN", "Adres", "Nummer (BSN)"]])])
    assert layout is not None
    refused = [column for column in layout.columns if column.is_refused]
    assert [(column.heading, column.field) for column in refused] == [("BSN", None), ("Nummer (BSN)", None)]


def test_one_field_is_held_by_one_column() -> None:
    found = guessed("Achternaam", "Straat", "Telefoon", "Telefoonnummer", "Tel")
    assert [field for field in found.values() if field == Field.PHONE] == [Field.PHONE]
    assert found["Telefoon"] == Field.PHONE


def test_the_headings_are_found_under_a_title_and_on_another_sheet() -> None:
    layout = guess_layout(
        [
            Sheet(name="Uitleg", rows=[["Bijwerken voor het overleg"]]),
            Sheet(
                name="Lijst", rows=[["CASELOAD", None], [], [None, "Achternaam", "Buurt"], [None, "Prins", "Wildeman"]]
            ),
        ]
    )
    assert layout is not None
    assert (layout.sheet.name, layout.heading_row) == ("Lijst", 3)
    assert layout.place_of(Field.AREA) == 2
    assert [number for number, _row in layout.lines()] == [4]


def test_what_no_heading_tells_its_contents_may() -> None:
    rows = [["Achternaam", "Voornaam", "Bereik", "Waar"]] + [
        ["A", "B", f"06-1200000{n}", f"106{n} AB"] for n in range(5)
    ]
    layout = guess_layout([Sheet(name="", rows=rows)])
    assert layout is not None
    assert layout.place_of(Field.PHONE) == 2
    assert layout.place_of(Field.POSTCODE) == 3


def test_what_is_said_goes_before_what_is_guessed() -> None:
    sheet = Sheet(name="", rows=[["Naam", "Wie", "Gezin"]])
    layout = layout_of(sheet, 1, {"Gezin": None, "wie": "family_name"})
    assert {column.heading: column.field for column in layout.columns} == {
        "Naam": Field.FULL_NAME,
        "Wie": Field.FAMILY_NAME,
        "Gezin": None,
    }
    with pytest.raises(KeyError):
        layout_of(sheet, 1, {"Bestaat niet": "family_name"})
    with pytest.raises(ValueError, match="shoe_size"):
        layout_of(sheet, 1, {"Naam": "shoe_size"})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("31-12-2024", dt.date(2024, 12, 31)),
        ("1-2-83", dt.date(1983, 2, 1)),
        ("5/5/26", dt.date(2026, 5, 5)),
        ("5/5/52", dt.date(1952, 5, 5)),
        ("2024-03-01", dt.date(2024, 3, 1)),
        ("2024-03-01 00:00:00", dt.date(2024, 3, 1)),
        ("11.04.2024", dt.date(2024, 4, 11)),
        ("12/31/2024", dt.date(2024, 12, 31)),
        ("3 mei 1946", dt.date(1946, 5, 3)),
        ("di 3 mrt. 2020", dt.date(2020, 3, 3)),
        ("March 3, 2020", dt.date(2020, 3, 3)),
        ("20240131", dt.date(2024, 1, 31)),
        ("31012024", dt.date(2024, 1, 31)),
        (45678, dt.date(2025, 1, 21)),
        (dt.datetime.fromisoformat("2020-01-02T09:30"), dt.date(2020, 1, 2)),
        ("", None),
        ("onbekend", None),
        (None, None),
    ],
)
def test_days_are_read_as_they_are_written_here(said: str | int | dt.date | None, meant: dt.date | None) -> None:
    assert day(said, latest=TODAY) == meant


@pytest.mark.parametrize(
    "said", ["31-02-2020", "29-02-2023", "ergens in mei", "12", "1-1-202", "0-0-0", "13-13-2013", 7]
)
def test_what_is_no_day_is_refused_with_what_to_write(said: str | int) -> None:
    with pytest.raises(NotReadable, match="31-01-2024"):
        day(said, latest=TODAY)


@pytest.mark.parametrize(
    ("said", "given", "family"),
    [
        ("Vries, J. de", "J.", "de Vries"),
        ("Jan de Vries", "Jan", "de Vries"),
        ("mevr. A. van den Berg-Smit", "A.", "van den Berg-Smit"),
        ("Fam. Yılmaz", "", "Yılmaz"),
        ("Piet Jansen", "Piet", "Jansen"),
        ("van Dijk", "", "van Dijk"),
        ("Berg, A. van den", "A.", "van den Berg"),
        ("Prins", "", "Prins"),
        ("de heer W. Bakker", "W.", "Bakker"),
    ],
)
def test_a_whole_name_is_taken_apart(said: str, given: str, family: str) -> None:
    assert person_name(said) == (given, family)


def test_yes_and_no() -> None:
    assert [yes_or_no(one) for one in ("Ja", "x", True, 1, "nee", "", None, "-")] == [True] * 4 + [False] * 4
    with pytest.raises(NotReadable):
        yes_or_no("misschien")
