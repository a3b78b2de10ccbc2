"""`manage.py import_areas`: the real file, files nobody has seen, and files that try to break it."""

import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area, AreaFigure, FigureKind

pytestmark = pytest.mark.django_db

REAL = Path(settings.BASE_DIR) / "wijkteam/areas/data/cbs_ses_woa_amsterdam_2019.csv"
HEADERS = ["Perioden", "Wijken en buurten", "Regiocode (gemeente, wijk, buurt) (code)", "Huishoudens (Aantal)"]
ROWS = [
    ["2024JJ00", "Rivierstad", "GM0999    ", "  1200"],
    ["2024JJ00", "Binnenstad", "WK099901  ", "   700"],
    ["2024JJ00", "Haven", "BU09990100", "   400"],
    ["2024JJ00", "Markt", "BU0999A1B2", "     ."],
    ["2024JJ00", "Buiten", "WK0999A1  ", "   500"],
]


def text_of(headers: Sequence[str], rows: Sequence[Sequence[str]], *, delimiter: str = ";") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([headers, *rows])
    return out.getvalue()


def rows_with(line: int, column: int, value: str) -> list[list[str]]:
    rows = [list(row) for row in ROWS]
    rows[line][column] = value
    return rows


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(content: str | bytes | Path, *arguments: str) -> str:
        path = content if isinstance(content, Path) else tmp_path / "areas.csv"
        if isinstance(content, (str, bytes)):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        out = io.StringIO()
        call_command("import_areas", str(path), *arguments, stdout=out, stderr=io.StringIO())
        return out.getvalue()

    return run


def refused(imported: Callable[..., str], content: str | bytes, *arguments: str) -> str:
    """The message of a refusal that left nothing behind."""
    before = (Area.objects.count(), FigureKind.objects.count(), AreaFigure.objects.count())
    with pytest.raises(CommandError) as caught:
        imported(content, *arguments)
    assert (Area.objects.count(), FigureKind.objects.count(), AreaFigure.objects.count()) == before
    assert "nothing was written" in str(caught.value)
    return str(caught.value)


# -- the real file ---------------------------------------------------------------------------------


def test_the_real_file(imported: Callable[..., str]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told = imported(REAL)
    kinds = {kind: Area.objects.filter(kind=kind, year=2019).count() for kind in AreaKind}
    assert kinds == {AreaKind.MUNICIPALITY: 1, AreaKind.DISTRICT: 99, AreaKind.NEIGHBOURHOOD: 479}
    assert len(queries) <= 15, "set-based: a few statements, not one per row"
    assert "1 municipality, 99 districts, 479 neighbourhoods" in told
    assert FigureKind.objects.count() == 6
    district = Area.objects.get(code="WK036300", year=2019)
    assert district.name == "Burgwallen-Oude Zijde"
    assert district.parent == Area.objects.get(code="GM0363")
    assert Area.objects.get(code="BU03630000").parent == district
    figures = {figure.kind.label: figure.value for figure in district.figures.select_related("kind")}
    assert figures["Particuliere huishoudens (Aantal)"] == 2900
    assert figures["SES-WOA/Totaalscore/Gemiddelde score (Getal)"] == Decimal("-0.022")
    empty = Area.objects.get(code="BU03630100")
    assert [figure.value for figure in empty.figures.all()] == [0], "a point is no figure, nought is one"


def test_a_second_run_changes_nothing_and_says_so(imported: Callable[..., str]) -> None:
    imported(REAL)
    before = list(AreaFigure.objects.order_by("pk").values_list("pk", "value"))
    with CaptureQueriesContext(connection) as queries:
        assert "Nothing changes" in imported(REAL)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert list(AreaFigure.objects.order_by("pk").values_list("pk", "value")) == before


def test_a_trial_run_tells_and_writes_nothing(imported: Callable[..., str]) -> None:
    told = imported(REAL, "--dry-run")
    assert "99 districts, 479 neighbourhoods" in told
    assert "nothing was written" in told
    assert not Area.objects.exists()
    assert not FigureKind.objects.exists()
    imported(REAL)
    assert "Nothing changes" in imported(REAL, "--dry-run")


def test_changed_names_and_figures_are_updated_and_named(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, ROWS))
    rows = rows_with(1, 1, "Oude Stad")
    rows[2][3], rows[3][3], rows[4][3] = "410.5", "90", "."
    trial = imported(text_of(HEADERS, rows), "--dry-run")
    told = imported(text_of(HEADERS, rows))
    for text in (trial, told):
        assert "WK099901 2024: Binnenstad → Oude Stad" in text
        assert "BU09990100 2024, Huishoudens (Aantal): 400 → 410.5" in text
        assert "WK0999A1 2024, Huishoudens (Aantal): 500 → none" in text
        assert "new figures: 1" in text
    assert Area.objects.get(code="WK099901").name == "Oude Stad"
    figures = dict(AreaFigure.objects.values_list("area__code", "value"))
    assert figures == {"GM0999": 1200, "WK099901": 700, "BU09990100": Decimal("410.5"), "BU0999A1B2": 90}
    assert "Nothing changes" in imported(text_of(HEADERS, rows))


def test_an_area_that_is_in_the_file_no_more_stays(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, ROWS))
    assert "1 areas in the database are not in this file; they stay" in imported(text_of(HEADERS, ROWS[:-1]))
    assert Area.objects.filter(code="WK0999A1").exists()


# -- files nobody has seen -------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_other_delimiters(imported: Callable[..., str], delimiter: str) -> None:
    imported(text_of(HEADERS, ROWS, delimiter=delimiter))
    assert Area.objects.filter(year=2024).count() == 5


def test_columns_in_any_order_more_or_fewer(imported: Callable[..., str]) -> None:
    headers = [
        "Inwoners/Totaal (aantal)",
        HEADERS[2],
        "Soort regio (omschrijving)",
        HEADERS[1],
        HEADERS[0],
        "Groei (%)",
    ]
    rows = [["10", row[2], "iets", row[1], row[0], "-1,25"] for row in ROWS]
    told = imported(text_of(headers, rows))
    assert "left out, no figures: Soort regio (omschrijving)" in told
    assert set(FigureKind.objects.values_list("label", flat=True)) == {"Inwoners/Totaal (aantal)", "Groei (%)"}
    assert AreaFigure.objects.get(area__code="GM0999", kind__label="Groei (%)").value == Decimal("-1.25")


def test_no_figures_at_all(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS[:3], [row[:3] for row in ROWS]))
    assert Area.objects.count() == 5
    assert not AreaFigure.objects.exists()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings(imported: Callable[..., str], encoding: str) -> None:
    imported(text_of(HEADERS, rows_with(1, 1, "Oudwijk-Zuid e.o. – café Ruïne".replace("–", "-"))).encode(encoding))
    assert Area.objects.get(code="WK099901").name == "Oudwijk-Zuid e.o. - café Ruïne"


@pytest.mark.parametrize("period", ["2024", "2024JJ00", "2024*", "1 januari 2024", " 2024 "])
def test_forms_of_the_period(imported: Callable[..., str], period: str) -> None:
    imported(text_of(HEADERS, [[period, *row[1:]] for row in ROWS]))
    assert set(Area.objects.values_list("year", flat=True)) == {2024}


def test_two_years_in_one_file(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, [*ROWS, *(["2025JJ00", *row[1:]] for row in ROWS)]))
    assert Area.objects.filter(year=2024).count() == Area.objects.filter(year=2025).count() == 5
    assert Area.objects.get(code="BU09990100", year=2025).parent == Area.objects.get(code="WK099901", year=2025)


def test_children_before_parents(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, ROWS[::-1]))
    assert Area.objects.get(code="BU09990100").parent == Area.objects.get(code="WK099901")


def test_a_year_from_the_command_line(imported: Callable[..., str]) -> None:
    without = text_of(HEADERS[1:], [row[1:] for row in ROWS])
    assert "--year" in refused(imported, without)
    imported(without, "--year", "2026")
    assert set(Area.objects.values_list("year", flat=True)) == {2026}


def test_one_municipality_of_a_larger_file(imported: Callable[..., str]) -> None:
    others = [["2024", "Nederland", "NL00", "1"], ["2024", "Zuid", "LD04", "1"], ["2024", "Elders", "GM1234", "1"]]
    told = imported(text_of(HEADERS, [*others, *ROWS]), "--municipality", "GM0999")
    assert "left out: 3 lines" in told
    assert Area.objects.count() == 5


def test_title_units_and_source_round_the_table(imported: Callable[..., str]) -> None:
    lines = text_of(HEADERS, [["", "", "", "aantal"], *ROWS])
    imported('"Kerncijfers wijken en buurten"\r\n\r\n' + lines + '"Bron: CBS"\r\n')
    assert Area.objects.count() == 5
    assert AreaFigure.objects.count() == 4


def test_codes_under_the_name_of_the_dimension(imported: Callable[..., str]) -> None:
    """As the open data service writes them."""
    headers = ["ID", "WijkenEnBuurten", "Perioden", "Gemeentenaam_1", "Naam_2", "AantalInwoners_5"]
    rows = [[str(n), row[2], row[0], "Rivierstad", row[1], row[3]] for n, row in enumerate(ROWS)]
    told = imported(text_of(headers, rows))
    assert "ID" in told
    assert Area.objects.get(code="WK099901").name == "Binnenstad"
    assert list(FigureKind.objects.values_list("label", flat=True)) == ["AantalInwoners_5"]


def test_the_code_of_the_municipality_on_every_line_is_not_the_code(imported: Callable[..., str]) -> None:
    headers = ["Gemeentecode", "Gemeentenaam", "Regiocode", "Regionaam", "Jaar", "Aantal"]
    rows = [["GM0999", "Rivierstad", row[2], row[1], row[0], row[3]] for row in ROWS]
    imported(text_of(headers, rows))
    assert Area.objects.get(code="WK099901").name == "Binnenstad"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234.567", 1234567), ("1.234,5", Decimal("1234.5")), ("0,125", Decimal("0.125")), ("12*", 12),
        ("-0.100", Decimal("-0.1")), ("1 234", 1234), ("3.14159", Decimal("3.142")), ("+7", 7),
    ],
)  # fmt: skip
def test_ways_to_write_a_number(imported: Callable[..., str], written: str, value: Decimal) -> None:
    imported(text_of(HEADERS, rows_with(0, 3, written)))
    assert AreaFigure.objects.get(area__code="GM0999").value == value


@pytest.mark.parametrize("written", [".", "", "  ", "x", "-", "..", "nvt", "N/A", "?"])
def test_ways_to_say_that_there_is_no_figure(imported: Callable[..., str], written: str) -> None:
    imported(text_of(HEADERS, rows_with(0, 3, written)))
    assert not AreaFigure.objects.filter(area__code="GM0999").exists()


def test_headers_that_differ_in_signs_alone_are_two_figures(imported: Callable[..., str]) -> None:
    headers = [*HEADERS[:3], "Groei (%)", "Groei [%]", "%", "‰"]
    content = text_of(headers, [[*row[:3], "1", "2", "3", "4"] for row in ROWS])
    imported(content)
    assert FigureKind.objects.count() == 4
    assert "Nothing changes" in imported(content)


# -- files that are wrong --------------------------------------------------------------------------


def test_without_a_code_column(imported: Callable[..., str]) -> None:
    message = refused(imported, text_of([*HEADERS[:2], HEADERS[3]], [[*row[:2], row[3]] for row in ROWS]))
    assert "Line 1: there is no column with the CBS code" in message
    assert "“Wijken en buurten”" in message


@pytest.mark.parametrize("code", ["XX099901", "WK0999", "BU099901", "036300", "GM09999", "WK0999é1", "", "GM０９９９"])
def test_a_code_that_is_none(imported: Callable[..., str], code: str) -> None:
    message = refused(imported, text_of(HEADERS, rows_with(2, 2, code)))
    assert "Line 4, column 3 (“Regiocode (gemeente, wijk, buurt) (code)”)" in message
    assert code in message


def test_nothing_but_wrong_codes(imported: Callable[..., str]) -> None:
    message = refused(imported, text_of(HEADERS, [[*row[:2], "nonsense", row[3]] for row in ROWS]))
    assert "Line 2, column 3" in message


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (3, "veel", "Line 4, column 4 (“Huishoudens (Aantal)”): “veel” is no number"),
        (3, "1e9", "is no number"),
        (3, "NaNn", "is no number"),
        (3, "=1+1", "is no number"),
        (3, "100000000000", "is too large"),
        (0, "vorig jaar", "Line 4, column 1 (“Perioden”): “vorig jaar” is no year"),
        (0, "2024-2025", "is no year"),
        (0, "", "is no year"),
        (1, "", "Line 4, column 2 (“Wijken en buurten”): there is no name"),
        (1, "n" * 101, "more than 100 characters"),
        (2, "WK099901", "WK099901 was there already, on line 3"),
    ],
)
def test_a_line_that_is_wrong(imported: Callable[..., str], column: int, value: str, message: str) -> None:
    assert message in refused(imported, text_of(HEADERS, rows_with(2, column, value)))


def test_a_parent_that_is_missing(imported: Callable[..., str]) -> None:
    message = refused(imported, text_of(HEADERS, [row for row in ROWS if "WK099901" not in row[2]]))
    assert "Line 3: BU09990100 (“Haven”) lies in WK099901, and that is not in the file for 2024" in message


def test_a_parent_of_another_year_does_not_count(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, ROWS))
    message = refused(imported, text_of(HEADERS, [["2025", *ROWS[2][1:]]]))
    assert "is not in the file for 2025" in message


def test_neighbourhoods_alone_find_the_district_that_was_there(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, ROWS))
    imported(text_of(HEADERS, [["2024", "Kade", "BU09990199", "5"]]))
    assert Area.objects.get(code="BU09990199").parent == Area.objects.get(code="WK099901")


def test_a_mistake_on_the_last_line_leaves_nothing(imported: Callable[..., str]) -> None:
    content = REAL.read_text("utf-8-sig") + '"2019";"Nergens";"ZZ036300";"1";"1";"1";"1";"1";"1"\n'
    assert "Line 581, column 3" in refused(imported, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf  \n\n", "The file is empty"),
        (b"PK\x03\x04rest", "spreadsheet or zip"),
        (b"\x00\x01\x02\x03", "not a text file"),
        (b"\xff\xfea", "not a text file"),
        (text_of(HEADERS, []).encode(), "no municipalities, districts or neighbourhoods"),
        (b'"Perioden";"Naam";"Code"\n"2024";"a', "Line 2: the quotation marks"),
        (b"<html><body>login</body></html>", "no column with the CBS code"),
        (b"just one line of text", "no column with the CBS code"),
    ],
)
def test_files_of_another_kind(imported: Callable[..., str], content: bytes, message: str) -> None:
    assert message in refused(imported, content)


def test_a_line_with_too_few_or_too_many_values(imported: Callable[..., str]) -> None:
    content = text_of(HEADERS, ROWS) + '"2024";"Haven"\r\n' + '"2024";"Kade";"BU09990199";"1";"2"\r\n'
    message = refused(imported, content)
    assert "Line 7: there are 2 values, and 4 headers" in message
    assert "Line 8: there are 5 values, and 4 headers" in message


def test_the_same_header_twice(imported: Callable[..., str]) -> None:
    content = text_of([*HEADERS, HEADERS[3]], [[*row, "1"] for row in ROWS])
    assert "more than once" in refused(imported, content)


def test_many_mistakes_are_not_all_told(imported: Callable[..., str]) -> None:
    message = refused(imported, text_of(HEADERS, [["2024", "Wijk", f"QQ{n}", "1"] for n in range(500)]))
    assert message.count("\n") <= 12
    assert "And 490 more." in message


def test_a_value_of_a_megabyte(imported: Callable[..., str]) -> None:
    refused(imported, text_of(HEADERS, rows_with(2, 1, "x" * 1_000_000)))


def test_control_characters_do_not_reach_the_database(imported: Callable[..., str]) -> None:
    imported(text_of(HEADERS, rows_with(1, 1, "Binnen\x07stad\x1b[31m")))
    assert Area.objects.get(code="WK099901").name == "Binnenstad[31m"


@pytest.mark.parametrize("arguments", [["--year", "24"], ["--municipality", "Amsterdam"]])
def test_wrong_arguments(imported: Callable[..., str], arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"for example"):
        imported(text_of(HEADERS, ROWS), *arguments)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_areas", "nowhere.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_areas", str(tmp_path))


def test_progress_is_told(tmp_path: Path) -> None:
    err: Any = io.StringIO()
    call_command("import_areas", str(REAL), stdout=io.StringIO(), stderr=err)
    assert "areas: 579 of 579" in err.getvalue()
    assert "figures:" in err.getvalue()
