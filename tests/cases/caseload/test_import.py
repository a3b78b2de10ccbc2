"""manage.py import_caseload: a list becomes households with a case, all of it or nothing."""

import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import (
    Case,
    CaseloadImport,
    Household,
    HouseholdMember,
    ImportedCase,
    Person,
    PossibleDouble,
    Question,
)
from cases.services.caseload import take_in as module
from cases.services.caseload.check import Choices, check
from cases.services.caseload.columns import guess_layout
from cases.services.caseload.known import Books
from tests.factories import (
    CaseFactory,
    DistrictFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    NeighbourhoodFactory,
    PersonFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
)
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.spreadsheets import read_spreadsheet
from wijkteam.demo.city import load_areas
from wijkteam.demo.municipality import TEAMS
from wijkteam.demo.texts.themes import THEMES
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db

HEADINGS = ["Dossiernummer", "Achternaam", "Voornaam", "Geboortedatum", "Buurt", "Thema", "Regisseur", "Startdatum"]


@pytest.fixture
def team() -> Team:
    district = DistrictFactory.create(name="Molenwijk")
    meadow = NeighbourhoodFactory.create(name="De Weide", parent=district)
    brook = NeighbourhoodFactory.create(name="Beekzijde e.o.", parent=district)
    ThemeFactory.create(code="geldzorgen", name="Geldzorgen", name_en="Money worries")
    ThemeFactory.create(code="rust", name="Rust in huis", name_en="Peace at home")
    team = TeamFactory.create(name="Wijkteam Molenwijk", code="MW", areas=[meadow, brook])
    for name, username, role in (
        ("Anouk Terpstra", "anouk", Role.TEAM_MEMBER),
        ("Bram Terpstra", "bram", Role.TEAM_MEMBER),
        ("Coby Lam", "coby", Role.TEAM_COORDINATOR),
    ):
        user = UserFactory.create(name=name, username=username, role=role)
        TeamMembershipFactory.create(team=team, user=user, starts_on=dt.date(2024, 3, 1))
    return team


def workbook(path: Path, rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    sheet = book.add_worksheet("Lijst")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for number, row in enumerate([headings, *rows]):
        for place, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
            elif value is not None:
                sheet.write(number, place, value)
    book.close()
    return path


GOOD: list[Any] = [
    "M-1",
    "Prins",
    "Gerrit",
    dt.date(1950, 1, 2),
    "De Weide",
    "Geldzorgen",
    "Anouk",
    dt.date(2025, 5, 6),
]


def run(path: Path, *more: str, fails: bool = False) -> list[dict[str, Any]]:
    out = io.StringIO()
    if fails:
        with pytest.raises(CommandError):
            call_command("import_caseload", str(path), *more, stdout=out)
    else:
        call_command("import_caseload", str(path), *more, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def problems(lines: Sequence[dict[str, Any]], severity: str) -> list[tuple[int, str | None]]:
    return [(line["row"], line["field"]) for line in lines if line.get("severity") == severity]


def nothing_was_made() -> bool:
    return not (Household.objects.exists() or Person.objects.exists() or CaseloadImport.objects.exists())


def test_a_row_becomes_a_household_with_a_case_and_a_coordinator(team: Team, tmp_path: Path) -> None:
    lines = run(workbook(tmp_path / "list.xlsx", [GOOD]))
    assert lines[0]["mapping"]["Geboortedatum"] == "birth_date"
    counted = {"cases": 1, "persons": 1, "open": 1, "errors": 0, "warnings": 0, "skipped": 0}
    assert lines[-1] == {**counted, "dry_run": False, "taken_in": True}
    case = Case.objects.get()
    assert (case.team, case.area.name, case.theme.code) == (team, "De Weide", "geldzorgen")
    assert case.opened_on == dt.date(2025, 5, 6)
    coordinator = case.coordinators.get()
    assert coordinator.worker.username == "anouk"
    assert timezone.localdate(coordinator.started_at) == dt.date(2025, 5, 6)
    member = HouseholdMember.objects.get()
    assert (member.person.full_name, member.person.birth_date) == ("Gerrit Prins", dt.date(1950, 1, 2))
    assert ImportedCase.objects.get().reference == "M-1"


def test_a_dry_run_makes_nothing(team: Team, tmp_path: Path) -> None:
    lines = run(workbook(tmp_path / "list.xlsx", [GOOD]), "--dry-run")
    assert (lines[-1]["cases"], lines[-1]["taken_in"]) == (1, False)
    assert nothing_was_made()


def test_one_error_stops_the_whole_file_and_names_row_and_field(team: Team, tmp_path: Path) -> None:
    bad: list[list[Any]] = [
        ["M-2", "Smit", "Jo", "31-02-1980", "De Weide", "Geldzorgen", "Anouk", dt.date(2025, 1, 1)],
        ["M-3", "Bos", "An", None, "Atlantis", "Geldzorgen", "Anouk", dt.date(2025, 1, 1)],
        ["M-4", "Mol", "Ed", None, "De Weide", "Geldzorgn", "Anouk", dt.date(2025, 1, 1)],
        ["M-5", None, None, None, "De Weide", "Geldzorgen", "Anouk", dt.date(2025, 1, 1)],
        ["M-6", "Kok", "Io", None, "De Weide", "Geldzorgen", "Anouk", dt.date(2090, 1, 1)],
        ["M-7", "Kip", "Al", None, "Molenwijk", "Geldzorgen", "Anouk", dt.date(2025, 1, 1)],
    ]
    lines = run(workbook(tmp_path / "list.xlsx", [GOOD, *bad]), fails=True)
    assert problems(lines, "error") == [
        (3, "birth_date"), (4, "area"), (5, "theme"), (6, "family_name"), (7, "opened_on"), (8, "area"),
    ]  # fmt: skip
    said = {line["row"]: line["problem"] for line in lines if line.get("severity") == "error"}
    assert "Geldzorgen" in said[5]
    assert "Beekzijde" in said[8]
    assert nothing_was_made()


def test_rows_with_one_number_are_one_household(team: Team, tmp_path: Path) -> None:
    child = ["M-1", "Prins", "Sem", dt.date(2015, 3, 4), None, None, None, None]
    again = ["M-1", "Prins", "Gerrit", dt.date(1950, 1, 2), None, None, None, None]
    lines = run(workbook(tmp_path / "list.xlsx", [GOOD, child, again]))
    assert problems(lines, "skipped") == [(4, None)]
    assert Household.objects.count() == Case.objects.count() == 1
    roles = HouseholdMember.objects.order_by("person__birth_date").values_list("role", flat=True)
    assert list(roles) == ["adult", "child"]


def test_rows_without_a_number_belong_together_by_name_and_address(team: Team, tmp_path: Path) -> None:
    headings = ["Naam", "Voornaam", "Straat", "Huisnummer", "Postcode", "Wijk/buurt", "Onderwerp"]
    rows = [
        ["Prins", "Gerrit", "Hoofdweg", 12, "1058 aa", "De Weide", "Geldzorgen"],
        ["Prins", "Truus", "hoofdweg", 12, "1058AA", "De Weide", "Geldzorgen"],
        ["Prins", "Karel", "Hoofdweg", 14, "1058AA", "De Weide", "Geldzorgen"],
    ]
    run(workbook(tmp_path / "list.xlsx", rows, headings))
    assert sorted(Household.objects.values_list("street", "postcode")) == [
        ("Hoofdweg 12", "1058 AA"),
        ("Hoofdweg 14", "1058 AA"),
    ]


def test_whoever_is_not_found_leaves_a_case_that_waits(team: Team, tmp_path: Path) -> None:
    rows = [
        [*GOOD[:6], "Terpstra", GOOD[7]],  # two of them
        ["M-2", "Smit", "Jo", None, "Beekzijde", "Money worries", "Iemand Anders", None],
    ]
    lines = run(workbook(tmp_path / "list.xlsx", rows))
    assert problems(lines, "warning") == [(2, "coordinator"), (3, "opened_on"), (3, "coordinator")]
    assert all(case.awaiting_coordinator_since is not None for case in Case.objects.all())
    assert Case.objects.get(household__name="Smit").opened_on == timezone.localdate()


def test_a_coordinator_begins_when_they_came_to_the_team(team: Team, tmp_path: Path) -> None:
    run(workbook(tmp_path / "list.xlsx", [[*GOOD[:7], dt.date(2021, 1, 4)]]))
    case = Case.objects.get()
    assert case.opened_on == dt.date(2021, 1, 4)
    assert timezone.localdate(case.coordinators.get().started_at) == dt.date(2024, 3, 1)


def test_closed_cases_come_with_their_reason(team: Team, tmp_path: Path) -> None:
    headings = [*HEADINGS, "Status", "Einddatum", "Reden afsluiting"]
    rows = [
        [*GOOD, "afgesloten", dt.date(2025, 9, 1), "verhuisd naar zee"],
        ["M-2", *GOOD[1:7], dt.date(2025, 1, 1), "lopend", None, None],
    ]
    run(workbook(tmp_path / "list.xlsx", rows, headings))
    closed = Case.objects.get(imported_from__reference="M-1")
    assert (closed.closed_on, closed.closing_reason, closed.closing_note) == (
        dt.date(2025, 9, 1), "moved", "verhuisd naar zee",
    )  # fmt: skip
    assert not closed.coordinators.exists()


def test_a_status_and_a_day_that_contradict_each_other_are_an_error(team: Team, tmp_path: Path) -> None:
    headings = [*HEADINGS, "Status", "Einddatum"]
    wrong = [
        [*GOOD, "afgesloten", None],
        ["M-2", "Smit", *GOOD[2:], "lopend", dt.date(2025, 9, 1)],
        ["M-3", "Bos", *GOOD[2:], None, dt.date(2025, 1, 1)],
    ]
    lines = run(workbook(tmp_path / "wrong.xlsx", wrong, headings), fails=True)
    assert problems(lines, "error") == [(2, "status"), (3, "closed_on"), (4, "closed_on")]


def test_the_question_stays_in_its_own_words(team: Team, tmp_path: Path) -> None:
    headings = [*HEADINGS, "Hulpvraag", "Vraag achter de vraag", "Veiligheid"]
    run(workbook(tmp_path / "list.xlsx", [[*GOOD, "Ik slaap slecht", "Rust na een scheiding", "ja"]], headings))
    question, case = Question.objects.get(), Case.objects.get()
    assert (question.asked, question.case) == ("Ik slaap slecht", case)
    assert question.decided_by == User.objects.get(username="anouk")
    assert (case.underlying_question, case.has_safety_concern) == ("Rust na een scheiding", True)


def test_the_same_list_twice_makes_nothing_twice(team: Team, tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", [GOOD])
    run(path)
    lines = run(path)
    assert problems(lines, "skipped") == [(2, "reference")]
    assert lines[-1]["taken_in"] is False
    longer = workbook(tmp_path / "longer.xlsx", [GOOD, ["M-2", "Smit", *GOOD[2:3], None, *GOOD[4:]]])
    assert run(longer)[-1]["cases"] == 1
    assert Case.objects.count() == 2


def test_a_person_with_an_open_case_here_is_not_made_again(team: Team, tmp_path: Path) -> None:
    case = CaseFactory.create(team=team, household=HouseholdFactory.create(name="Prins"))
    known = PersonFactory.create(given_name="Gerrit", family_name="Prins", birth_date=dt.date(1950, 1, 2))
    HouseholdMemberFactory.create(household=case.household, person=known)
    lines = run(workbook(tmp_path / "list.xlsx", [GOOD]), fails=True)
    assert case.number in next(line["problem"] for line in lines if line.get("severity") == "error")
    assert Case.objects.count() == 1


def test_a_household_of_another_team_is_asked_about_and_not_told(team: Team, tmp_path: Path) -> None:
    other = TeamFactory.create(is_active=False)
    case = CaseFactory.create(team=other, household=HouseholdFactory.create(name="Prins"))
    known = PersonFactory.create(given_name="Gerrit", family_name="Prins", birth_date=dt.date(1950, 1, 2))
    HouseholdMemberFactory.create(household=case.household, person=known)
    lines = run(workbook(tmp_path / "list.xlsx", [GOOD]))
    assert problems(lines, "error") == problems(lines, "warning") == []
    double = PossibleDouble.objects.get()
    assert (double.known_case, double.new_case.team) == (case, team)


def test_a_map_says_what_the_file_does_not(team: Team, tmp_path: Path) -> None:
    TeamFactory.create(name="Wijkteam Elders", code="EL")
    rows = [["A", "Prins", "Schulden"], ["B", "Smit", "Thuis"]]
    path = workbook(tmp_path / "list.xlsx", rows, ["code", "wie", "waarover"])
    said = tmp_path / "map.json"
    said.write_text(
        json.dumps(
            {
                "columns": {"code": "reference", "wie": "family_name", "waarover": "theme"},
                "defaults": {"team": "MW", "area": "De Weide"},
                "meanings": {"theme": {"schulden": "geldzorgen", "Thuis": "rust"}},
            }
        ),
        "utf-8",
    )
    run(path, "--map", str(said))
    assert sorted(Case.objects.values_list("household__name", "theme__code", "team__code")) == [
        ("Prins", "geldzorgen", "MW"),
        ("Smit", "rust", "MW"),
    ]


def test_a_plain_map_of_headings_is_enough(team: Team, tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", [["Prins", "De Weide", "Geldzorgen"]], ["x", "y", "z"])
    said = tmp_path / "map.json"
    said.write_text('{"x": "family_name", "y": "area", "z": "theme"}', "utf-8")
    assert run(path, "--map", str(said))[-1]["taken_in"] is True


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{", "not JSON"),
        ('{"columns": {"Nergens": "theme"}}', "no column"),
        ('{"columns": {"Thema": "shoe_size"}}', "Fields are"),
        ('{"defaults": {"birth_date": "1-1-2000"}}', "can have a default"),
        ('{"sheet": "Blad 9"}', "no visible sheet"),
    ],
)
def test_a_wrong_map_is_explained(team: Team, tmp_path: Path, said: str, told: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(said, "utf-8")
    with pytest.raises(CommandError, match=told):
        call_command(
            "import_caseload", str(workbook(tmp_path / "l.xlsx", [GOOD])), "--map", str(path), stdout=io.StringIO()
        )
    assert nothing_was_made()


def test_a_failure_halfway_leaves_nothing(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"M-{n}", f"Prins{n}", *GOOD[2:3], None, *GOOD[4:]] for n in range(30)]
    path = workbook(tmp_path / "list.xlsx", rows)
    monkeypatch.setattr(module, "_AT_ONCE", 10)

    def dies(done: int, of: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    layout = guess_layout(read_spreadsheet(path.read_bytes()))
    assert layout is not None
    today = timezone.localdate()
    checked = check(layout, books=Books(teams=[team], today=today), choices=Choices(), today=today)
    with pytest.raises(KeyboardInterrupt):
        module.take_in(checked, content=b"x", by=None, at=timezone.now(), progress=dies)
    assert nothing_was_made()


EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"


@pytest.fixture
def demo() -> None:
    """The teams, people, themes and neighbourhoods that the demo has."""
    load_areas()
    for theme in THEMES:
        ThemeFactory.create(code=theme.code, name=theme.name, name_en=theme.name_en)
    for text in TEAMS:
        districts = list(Area.objects.filter(code__in=text.districts))
        team = TeamFactory.create(code=text.code, name=text.name, areas=districts)
        for worker in text.workers:
            if worker.leaves is None:
                role = Role.TEAM_COORDINATOR if worker.is_coordinator else Role.TEAM_MEMBER
                user = UserFactory.create(name=worker.name, username=worker.username, role=role)
                TeamMembershipFactory.create(team=team, user=user)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("name", "cases", "persons", "warned"),
    [
        ("caseload-waterlandplein.xlsx", 7, 8, {"coordinator"}),
        ("caseload-osdorp.csv", 5, 7, {"postcode", "email", "coordinator"}),
    ],
)
def test_the_examples_fit_the_demo(name: str, cases: int, persons: int, warned: set[str]) -> None:
    lines = run(EXAMPLES / name, "--map", str((EXAMPLES / name).with_suffix(".map.json")))
    assert problems(lines, "error") == []
    assert (lines[-1]["cases"], lines[-1]["persons"], lines[-1]["taken_in"]) == (cases, persons, True)
    assert {field for _row, field in problems(lines, "warning")} == warned
