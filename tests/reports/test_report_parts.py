"""Chapter 5, the four tasks, money and laws: from what is shown, so that nothing hidden can be reckoned back."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from collectief.models import Assignment
from tests.factories import (
    AssignmentFactory,
    AssignmentPartFactory,
    AttendanceFactory,
    ContactFactory,
    EditionFactory,
    HourlyRateFactory,
    ParticipantFactory,
    SessionFactory,
    ThemeFactory,
    ThemeLawFactory,
)
from tests.reports.conftest import NOW, OCTOBER, Place, amsterdam
from tests.reports.test_facts import october
from tests.reports.test_network_chapter import counts, day
from wijkteam.accounts.models import User
from wijkteam.areas.enums import Law
from wijkteam.areas.models import ThemeLaw
from wijkteam.core.periods import next_month
from wijkteam.disclosure import Status
from wijkteam.reports.enums import FileKind
from wijkteam.reports.selectors.assignments import assignments_of
from wijkteam.reports.selectors.report_page import report_page
from wijkteam.reports.services.changes import changes_between
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publication import Decision, History, Publication, decide
from wijkteam.reports.services.publish_report import publish_report, write_reading
from wijkteam.reports.services.render_files import render_files
from wijkteam.reports.services.report_content import publication_of_month
from wijkteam.reports.services.report_parts import (
    assignment_rows,
    course_rows,
    law_rows,
    money_together,
)
from wijkteam.reports.services.shown import HIDDEN

WHOLE = {"open_at_start": 60, "opened": 12, "closed": 12, "open_at_end": 60}


def came_to(assignment: Assignment, people: int, *, others: int = 0, on: dt.date | None = None) -> None:
    edition = EditionFactory.create(initiative__team=assignment.team)
    AssignmentPartFactory.create(assignment=assignment, initiative=None, edition=edition)
    session = SessionFactory.create(edition=edition, noted=True, held_on=on or day(8), others=others)
    for participant in ParticipantFactory.create_batch(people, edition=edition):
        AttendanceFactory.create(session=session, participant=participant)


# -- assignments -------------------------------------------------------------------------------------


def test_an_assignment_counts_up_to_the_end_of_the_month(place: Place) -> None:
    one = AssignmentFactory.create(team=place.team, agreed=True)
    came_to(one, 3, others=4)
    came_to(one, 5, on=day(1, 11))  # November
    AssignmentFactory.create(team=place.team)  # a draft
    AssignmentFactory.create(agreed=True)  # of another team
    AssignmentFactory.create(team=place.team, agreed=True, starts_on=day(1, 1), ends_on=day(1))  # over before October
    AssignmentFactory.create(team=place.team, agreed=True, starts_on=day(1, 11))
    [row] = assignments_of(place.team, OCTOBER)
    assert (row["code"], row["reached"], row["way"]) == (str(one.pk), 7, "came")


def test_a_later_version_keeps_the_code_of_the_first(place: Place) -> None:
    first = AssignmentFactory.create(team=place.team, agreed=True)
    second = AssignmentFactory.create(team=place.team, replaces=first, version=2, number=60)
    Assignment.objects.filter(pk=first.pk).update(ended_on=day(10), end_note="Bijgesteld")
    Assignment.objects.filter(pk=second.pk).update(
        agreed_on=day(10), agreed_with="Wethouder", agreed_by=place.worker.pk
    )
    [row] = assignments_of(place.team, OCTOBER)
    assert (row["code"], row["version"], row["number"]) == (str(first.pk), 2, 60)


def test_many_times_of_a_few_people_are_a_few_people(place: Place) -> None:
    one = AssignmentFactory.create(team=place.team, agreed=True, unit="times")
    edition = EditionFactory.create(initiative__team=place.team)
    AssignmentPartFactory.create(assignment=one, initiative=None, edition=edition)
    people = ParticipantFactory.create_batch(3, edition=edition)
    for number in range(5, 15):
        session = SessionFactory.create(edition=edition, noted=True, held_on=day(number))
        for participant in people:
            AttendanceFactory.create(session=session, participant=participant)
    [row] = assignments_of(place.team, OCTOBER)
    assert row["reached"] == 3  # thirty times, of three people: hidden
    content = make_report(team=place.team, month=OCTOBER, at=NOW).content
    [shown] = content["assignments"]
    assert (shown["reached"], shown["forecast"], shown["state"]) == (HIDDEN, None, "unknown")


def grown(*reached: int, attendances: int = 60) -> list[Decision]:
    """An assignment month after month, as its reports show it."""
    history, decided = History(), []
    for number, count in enumerate(reached):
        cells = {**WHOLE, "attendances": attendances, "came:7": count, "before:7": 0}
        publication = Publication(month=next_month(OCTOBER, step=number), version=1, scopes={"T": cells})
        decided.append(decide(publication, history))
        history = history.after(decided[-1])
    return decided


def line(decision: Decision, key: str) -> Any:
    return next(one for one in decision.lines if one.key == key)


def test_g29_what_was_reached_grows_and_is_proven_as_such() -> None:
    first, second = grown(8, 23)
    assert (line(first, "came:7").shown, line(second, "came:7").shown) == (None, 25)
    assert ("T/2026-10/1/came:7", "T/2026-11/1/before:7") in second.links
    assert line(second, "before:7").status is Status.WITHHELD


def test_g29_growth_does_not_tell_that_somebody_came() -> None:
    """From 30 to 45 at least eleven came, while how many came in the month is hidden: one of the two stays in."""
    _first, second = grown(30, 37, attendances=7)
    assert line(second, "attendances").shown is None
    assert line(second, "came:7").shown is None
    # the first report had no number before it, and more may have come than in its month
    _first, second = grown(30, 37, attendances=45)
    assert (line(second, "attendances").shown, line(second, "came:7").shown) == (45, 35)


def test_a_correction_that_makes_it_less_is_not_believed_to_grow() -> None:
    first, second = grown(40, 20)
    assert (line(first, "came:7").shown, line(second, "came:7").shown) == (40, 20)
    assert not second.links or ("T/2026-10/1/came:7", "T/2026-11/1/before:7") not in second.links


def assigned(**changes: Any) -> dict[str, Any]:
    return {
        "code": "7", "version": 1, "title": "Vijftig mensen doen mee", "target_group": "Buren", "number": 50,
        "unit": "people", "starts_on": "2026-07-01", "ends_on": "2027-01-01", "ended_on": None, "hours": 80,
        "will_not": "Geen taalles.", "minutes": 600, "with": [], "way": "came", **changes,
    }  # fmt: skip


def test_the_pace_is_reckoned_from_what_is_shown() -> None:
    def row(reached: Any, *, earlier: Any = (), **changes: Any) -> dict[str, Any]:
        cells = {"came:7": reached}
        [made] = assignment_rows([assigned(**changes)], cells=cells, month=OCTOBER, earlier=earlier)
        return made

    # 123 of 184 days gone
    assert (row(25)["expected"], row(25)["forecast"], row(25)["state"]) == (33, 35, "behind")
    before = {"month": "2026-07", "assignments": [{"code": "7", "unit": "people", "reached": 10}]}
    assert row(40, earlier=[before])["forecast"] == 60  # thirty in three months
    assert (row(50)["state"], row(55)["state"]) == ("about", "reached")
    assert row(HIDDEN)["forecast"] is None
    over = row(40, ends_on="2026-10-20")
    assert (over["forecast"], over["state"], over["expected"]) == (None, "missed", 50)
    assert row(40)["hours_spent"] == 10


def test_every_file_holds_the_assignments(place: Place) -> None:
    one = AssignmentFactory.create(team=place.team, agreed=True)
    came_to(one, 3, others=20)
    content = make_report(team=place.team, month=OCTOBER, at=NOW).content
    files = render_files(content, reading="Een rustige maand.", reason="", published_at=NOW)
    lines = files[FileKind.CSV].decode("utf-8-sig").splitlines()
    assert [line.split(";")[-1] for line in lines if f";{one.pk}.reached;" in line] == ["25"]
    assert [line.split(";")[-1] for line in lines if f";{one.pk}.state;" in line] == ["loopt achter"]
    assert files[FileKind.PDF].startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(files[FileKind.XLSX]))
    assert [row[2].value for row in book["Opdrachten"].iter_rows(min_row=4)] == [25]


def test_a_report_with_an_assignment_and_laws_is_published(place: Place) -> None:
    """PostgreSQL counts the numbers of the audit, those that no report shows as well."""
    came_to(AssignmentFactory.create(team=place.team, agreed=True), 3, others=20)
    ThemeLawFactory.create(theme=place.theme)
    report = make_report(team=place.team, month=OCTOBER, at=NOW)
    write_reading(report=report, reading="Een rustige maand. " * 6, by=place.worker, at=NOW)
    assert publish_report(report=report, by=place.worker, at=NOW).is_published


# -- laws --------------------------------------------------------------------------------------------


def test_g29_a_law_of_small_themes_does_not_tell_that_they_are_there() -> None:
    """Six and seven are hidden; that they are thirteen together would show that there is somebody in each."""
    themes = {"theme:a": 6, "theme:b": 7, "theme:c": 30, "theme:d": 17}
    laws = {"a": "wmo", "b": "wmo", "c": "youth", "d": "youth"}
    cells = {**WHOLE, **themes, "law:wmo": 13, "law:youth": 47}
    decision = decide(Publication(month=OCTOBER, version=1, scopes={"T": cells}, laws=laws), History())
    assert line(decision, "law:wmo").status is Status.WITHHELD
    assert line(decision, "law:wmo").shown is None
    apart = {name: one for name, one in decision.protected.ranges.items() if "theme" in name}
    assert apart
    assert all(one.low <= 0 and one.high >= 5 for one in apart.values())


def test_a_law_of_one_theme_is_that_theme() -> None:
    cells = {**WHOLE, "theme:a": 41, "theme:b": 19, "law:debt": 41, "law:none": 19}
    decision = decide(
        Publication(month=OCTOBER, version=1, scopes={"T": cells}, laws={"a": "debt", "b": "none"}), History()
    )
    assert line(decision, "law:debt").shown == line(decision, "theme:a").shown
    assert line(decision, "law:none").shown == line(decision, "theme:b").shown


def test_hours_by_law_are_never_one_hidden_part_of_a_shown_whole() -> None:
    hours = {
        "a": {"minutes": 6000, "households": 40},
        "b": {"minutes": 120, "households": 2},
        "c": {"minutes": 1200, "households": 12},
        "d": {"minutes": 1800, "households": 15},
    }
    laws = {"a": "wmo", "b": "youth", "c": "debt", "d": "none"}
    cells: dict[str, Any] = {"law:wmo": 40, "law:youth": HIDDEN, "law:debt": 10, "law:none": 15}

    def rows(casework: Any) -> dict[str, Any]:
        made = law_rows(
            themes=dict.fromkeys(laws, 0),
            laws=laws,
            hours=hours,
            cells=cells,
            names={},
            figures={"hours_casework": casework},
            with_hours=True,
        )
        return {row["code"]: row["hours"] for row in made}

    assert rows(152) == {"wmo": 100, "youth": HIDDEN, "debt": HIDDEN, "none": 30}
    assert set(rows(HIDDEN).values()) == {HIDDEN}
    cells["law:none"] = HIDDEN  # hours that are shown say that there were ten households or more
    assert rows(152) == {"wmo": 100, "youth": HIDDEN, "debt": 20, "none": HIDDEN}


def test_the_report_divides_by_the_law_of_that_month(place: Place) -> None:
    place.crowd(dt.date(2026, 3, 2))
    money = place.theme
    ThemeLawFactory.create(theme=money, law=Law.WMO, starts_on=day(1, 1), ends_on=day(1))
    ThemeLawFactory.create(theme=money, law=Law.DEBT, starts_on=day(1))
    content = make_report(team=place.team, month=OCTOBER, at=NOW).content
    rows = {row["code"]: row for row in content["laws"]}
    assert list(rows) == ["debt", "none"]
    assert (rows["debt"]["households"], rows["none"]["households"]) == (15, 45)
    whole = make_report(team=None, month=OCTOBER, at=NOW).content
    assert [row["households"] for row in whole["laws"]] == [15, 45]
    assert {row["hours"] for row in whole["laws"]} == {HIDDEN}


def test_the_administrator_puts_a_theme_under_a_law(client: Client, administrator: User) -> None:
    theme = ThemeFactory.create()
    client.force_login(administrator)
    answers = {"theme": theme.code, "law": "debt", "starts_on": "2026-01-01"}
    assert client.post(reverse("areas:law-add"), answers).status_code == 302
    assert (
        client.post(reverse("areas:law-add"), {**answers, "law": "wmo", "starts_on": "2026-07-01"}).status_code == 302
    )
    assert client.post(reverse("areas:law-add"), answers).status_code == 422  # history is added to at its end
    said = ThemeLaw.objects.order_by("starts_on").values_list("law", "ends_on")
    assert list(said) == [("debt", dt.date(2026, 7, 1)), ("wmo", None)]
    assert "Wmo" in client.get(reverse("areas:laws")).content.decode()


def test_a_later_version_names_what_is_different_here_too() -> None:
    def version(number: int, households: int, reached: int) -> dict[str, Any]:
        return {
            "version": number,
            "figures": {},
            "laws": [{"code": "wmo", "name": "Wmo", "name_en": "Wmo", "households": households, "hours": None}],
            "assignments": [{"code": "7", "name": "Vijftig mensen", "reached": reached}],
        }

    changes = changes_between(version(1, 40, 25), version(2, 45, 30))["rows"]
    assert [(row["table"], row["before"], row["after"]) for row in changes] == [
        ("laws", 40, 45),
        ("assignments", 25, 30),
    ]


# -- tasks and money ---------------------------------------------------------------------------------


def test_money_is_what_is_shown_by_the_agreed_rate(place: Place) -> None:
    HourlyRateFactory.create(team=place.team, euros=Decimal("90.00"))
    content = make_report(team=place.team, month=OCTOBER, at=NOW).content
    figures = content["figures"]
    assert figures["hours_casework"] == HIDDEN
    assert (figures["money_casework"], figures["money_collective"], figures["hourly_rate"]) == (HIDDEN, 0, 90.0)
    assert report_page(content).tables.money is not None


def test_money_of_all_hides_what_one_team_hides() -> None:
    def team(rate: float, casework: Any) -> dict[str, Any]:
        return {"hourly_rate": rate, "money_casework": casework, "money_collective": 100}

    whole = {"hours_casework": 50, "hours_for_prevention": 10}
    assert money_together(whole, [team(90, 4500), team(80, 4000)])["money_casework"] == 8500
    assert money_together(whole, [team(90, HIDDEN), team(80, 4000)])["money_casework"] == HIDDEN
    assert money_together({**whole, "hours_casework": HIDDEN}, [team(90, 1), team(80, 1)])["money_casework"] == HIDDEN
    same = money_together(whole, [team(90, HIDDEN), team(90, HIDDEN)])
    assert (same["money_casework"], same["hourly_rate"]) == (4500, 90)
    assert money_together(whole, [team(90, 1), {**team(0, 1), "hourly_rate": None}])["money_casework"] is None


def test_casework_is_divided_over_the_themes(place: Place) -> None:
    from wijkteam.reports.models import TeamMonthTheme
    from wijkteam.reports.services.refresh_facts import refresh_facts

    case: Any = place.case(dt.date(2026, 3, 2))
    for _ in range(2):
        ContactFactory.create(case=case, occurred_at=amsterdam(2026, 10, 5, 10))
    refresh_facts(months=[OCTOBER], at=NOW, today=day(12, 11))
    kept = TeamMonthTheme.objects.get()
    values = october(place.team)
    assert (kept.theme, kept.households) == (place.theme, 1)
    assert kept.minutes == values["minutes_individual"]


def test_the_four_tasks_each_have_a_line(place: Place) -> None:
    page = report_page(make_report(team=place.team, month=OCTOBER, at=NOW).content)
    assert page.tables.tasks is not None
    assert list(page.tables.tasks.keys) == [
        "hours_outreach", "hours_prevention", "hours_provisions", "hours_organising",
    ]  # fmt: skip


def test_visits_to_a_few_people_are_a_few_people() -> None:
    def visits(visited: int) -> int | None:
        made = counts(volunteers=12, visits=30, visited=visited)
        publication = publication_of_month(OCTOBER, {"T1": made}, sensitive=())
        lines = decide(publication, History()).lines
        return next(one.shown for one in lines if one.key == "visits" and one.scope == "T1")

    assert (visits(3), visits(14)) == (None, 30)


# -- the course of a theme ---------------------------------------------------------------------------


def test_the_course_is_reckoned_from_reports_alone() -> None:
    def content(month: str, households: Any) -> dict[str, Any]:
        return {"month": month, "themes": [{"code": "a", "households": households}]}

    def rows(here_before: Any, here_now: Any) -> list[dict[str, Any]]:
        return course_rows(
            {"a": dt.date(2026, 5, 12)},
            month=OCTOBER,
            here={"theme:a": here_now},
            whole={"theme:a": 400},
            earlier=[content("2026-03", 200), content("2026-04", here_before)],
            earlier_whole=[content("2026-03", 900), content("2026-04", 500)],
            names={"a": {"name": "Geld", "name_en": "Money"}},
        )

    [row] = rows(200, 50)
    assert (row["since"], row["elsewhere_before"], row["elsewhere_now"]) == ("2026-04", 300, 350)
    assert (row["finding"], row["high"] < 0) == ("fewer", True)
    assert rows(200, 150)[0]["finding"] == "chance"
    assert rows(HIDDEN, 50) == []


pytestmark = pytest.mark.django_db
