"""A report is made exactly once, frozen, and holds nothing that may not be shown."""

import contextlib
import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Model
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import as_owner
from tests.factories import TeamFactory, TeamMembershipFactory, ThemeFactory
from tests.reports.at_once import in_threads
from tests.reports.conftest import NOW, OCTOBER, TODAY, Place, amsterdam, decided
from wijkteam.accounts.models import User
from wijkteam.reports.enums import DEFINED, DEFINITIONS, DEFINITIONS_VERSION
from wijkteam.reports.models import MonthlyReport, MonthSnapshot, ReportFile, TeamMonth
from wijkteam.reports.services.ledger import wait_for_ledger
from wijkteam.reports.services.make_report import (
    DraftExists,
    MonthIsNotOver,
    NotInTheMonth,
    TeamReportMissing,
    make_report,
    make_reports,
)
from wijkteam.reports.services.publish_report import (
    AlreadyPublished,
    ReadingMissing,
    publish_report,
    write_reading,
)
from wijkteam.reports.services.refresh_facts import refresh_facts
from wijkteam.reports.services.report_content import Counts, report_content, together
from wijkteam.teams.models import Team

READING = "Er kwamen meer gezinnen bij dan er uit gingen, vooral met geldzorgen. De kooklessen gingen gewoon door."


def made(team: Team | None) -> MonthlyReport:
    return make_report(team=team, month=OCTOBER, at=NOW)


def published(team: Team, by: User) -> MonthlyReport:
    report = write_reading(report=made(team), reading=READING, by=by, at=NOW)
    return publish_report(report=report, by=by, at=NOW)


@contextlib.contextmanager
def refused(constraint: str) -> Iterator[None]:
    """PostgreSQL refuses, and names this rule."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]  # psycopg's


@pytest.mark.django_db
class TestMaking:
    def test_content_is_protected_and_complete(self, place: Place) -> None:
        place.crowd(dt.date(2026, 9, 1))
        place.case(dt.date(2026, 10, 8), theme=ThemeFactory.create(code="wonen", name="Wonen"))
        report = made(place.team)
        assert report.content["figures"].keys() >= {definition.key for definition in DEFINITIONS}
        assert report.definitions_version == report.content["definitions_version"] == DEFINITIONS_VERSION
        assert report.content["figures"]["open_at_end"] == 60
        assert report.content["figures"]["opened"] == "hidden"
        shown = {row["code"]: row["households"] for row in report.content["themes"]}
        assert shown == {"geld": 15, "a": 15, "b": 15, "c": 15, "wonen": "hidden", "overig": "hidden"}
        assert [row["name"] for row in report.content["districts"]] == ["Noord", "Elders"]
        assert [row["month"] for row in report.content["series"]] == ["2026-10"]
        counts = MonthSnapshot.objects.get().counts["teams"][place.team.code]
        assert (counts["values"]["open_at_end"], counts["themes"]["wonen"]) == (61, 1)

    def test_a_row_does_not_come_and_go_with_the_people_in_it(self, place: Place) -> None:
        """Themes in use and districts of the team are always there: 0 and 1 look the same."""
        ThemeFactory.create(code="wonen", name="Wonen")
        assert {row["households"] for row in made(place.team).content["themes"]} == {"hidden"}

    def test_again_changes_nothing_not_even_after_late_entries(self, place: Place) -> None:
        first = made(place.team)
        for _ in range(20):
            place.case(dt.date(2026, 10, 8))
        refresh_facts(months=[OCTOBER], at=NOW, today=TODAY)
        again = made(place.team)
        assert again == first
        assert again.content == first.content
        assert MonthlyReport.objects.count() == 1

    def test_not_before_the_month_is_over(self, place: Place) -> None:
        with pytest.raises(MonthIsNotOver):
            make_report(team=place.team, month=OCTOBER, at=amsterdam(2026, 10, 31, 23, 59))
        assert make_report(team=place.team, month=OCTOBER, at=amsterdam(2026, 11, 1, 0, 0))

    def test_the_municipality_is_the_sum_of_its_teams(self, place: Place) -> None:
        other = TeamFactory.create()
        place.crowd(dt.date(2026, 9, 1))
        place.crowd(dt.date(2026, 9, 1), team=other)
        with pytest.raises(TeamReportMissing):
            made(None)
        first, second, whole = make_reports(month=OCTOBER, teams=[place.team, other], municipality=True, at=NOW)
        assert {row["code"] for row in whole.content["teams"]} == {place.team.code, other.code}
        assert first.content["figures"]["open_at_end"] == second.content["figures"]["open_at_end"] == 60
        assert whole.content["figures"]["open_at_end"] == 120
        assert MonthSnapshot.objects.count() == 1

    def test_a_team_that_came_later_has_no_report_of_that_month(self, place: Place) -> None:
        made(place.team)
        with pytest.raises(NotInTheMonth):
            made(TeamFactory.create())

    def test_earlier_months_stand_as_they_were_reported(self, place: Place) -> None:
        place.crowd(dt.date(2026, 8, 1))
        september = make_report(team=place.team, month=dt.date(2026, 9, 1), at=NOW)
        for _ in range(9):
            place.case(dt.date(2026, 8, 1))  # late
        series = made(place.team).content["series"]
        assert [point["month"] for point in series] == ["2026-09", "2026-10"]
        assert series[0]["open_at_end"] == september.content["figures"]["open_at_end"] == 60
        assert series[1]["open_at_end"] == 70

    def test_a_next_version_needs_a_reason_and_a_published_one_before(self, place: Place, coordinator: User) -> None:
        made(place.team)
        with pytest.raises(DraftExists):
            make_report(team=place.team, month=OCTOBER, at=NOW, reason="Uren nagekomen")
        published(place.team, coordinator)
        for _ in range(12):
            place.case(dt.date(2026, 10, 8))
        later = make_report(team=place.team, month=OCTOBER, at=NOW, reason="Casussen nagekomen")
        assert (later.version, later.reason) == (2, "Casussen nagekomen")
        assert later.content["figures"]["opened"] == 10
        assert made(place.team) == later

    def test_the_command_says_what_it_did(self, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("make_report", "--month", "2026-01")
        call_command("make_report", "--month", "2026-01", "--team", place.team.code)
        lines = capsys.readouterr().out.splitlines()
        assert [line.split("  ")[0] for line in lines] == ["1/2", "2/2", "1/1"]
        assert "made" in lines[0]
        assert "was there already" in lines[2]
        with pytest.raises(CommandError, match="no team in use"):
            call_command("make_report", "--month", "2026-01", "--team", "nergens")
        with pytest.raises(CommandError, match="not over yet"):
            call_command("make_report", "--month", "2100-01")
        with pytest.raises(CommandError, match="write the month"):
            call_command("make_report", "--month", "januari")


@pytest.mark.django_db
class TestPublishing:
    def test_needs_a_reading(self, place: Place, coordinator: User) -> None:
        with pytest.raises(ReadingMissing):
            publish_report(report=made(place.team), by=coordinator, at=NOW)

    def test_files_are_stored_with_it(self, place: Place, coordinator: User) -> None:
        report = published(place.team, coordinator)
        assert report.is_published
        assert {file.kind for file in report.files.all()} == {"pdf", "xlsx", "csv", "json"}
        assert json.loads(bytes(report.files.get(kind="json").content))["reading"] == READING

    def test_once_only(self, place: Place, coordinator: User) -> None:
        report = published(place.team, coordinator)
        with pytest.raises(AlreadyPublished):
            publish_report(report=report, by=coordinator, at=NOW)
        with pytest.raises(AlreadyPublished):
            write_reading(report=report, reading=READING, by=coordinator, at=NOW)

    def test_the_municipality_follows_the_last_team(self, place: Place, coordinator: User) -> None:
        other = TeamFactory.create(name="Wijkteam Zuid")
        make_reports(month=OCTOBER, teams=[place.team, other], municipality=True, at=NOW)
        published(place.team, coordinator)
        assert not MonthlyReport.objects.get(team=None).is_published
        published(other, coordinator)
        whole = MonthlyReport.objects.get(team=None)
        assert whole.is_published
        assert whole.files.count() == 4
        assert "Wijkteam Zuid schrijft:" in whole.reading


FROZEN: list[tuple[str, Callable[[MonthlyReport], object], str]] = [
    ("content", lambda r: MonthlyReport.objects.filter(pk=r.pk).update(content={}), "report_content_is_frozen"),
    ("month", lambda r: MonthlyReport.objects.filter(pk=r.pk).update(name="x"), "report_content_is_frozen"),
    ("delete", lambda r: _remove(MonthlyReport, r.pk), "report_is_kept"),
    (
        "publish without files",
        lambda r: MonthlyReport.objects.filter(pk=r.pk).update(published_at=NOW, published_by=r.reading_by),
        "published_report_has_its_files",
    ),
    ("second draft", lambda r: _copy(r, version=2, reason="Later"), "report_one_draft_at_a_time"),
    ("gap in versions", lambda r: _copy(r, version=3, reason="Later"), "report_versions_are_consecutive"),
    ("same version", lambda r: _copy(r, version=1), "report_versions_are_consecutive"),
    (
        "unsigned reading",
        lambda r: MonthlyReport.objects.filter(pk=r.pk).update(reading_by=None),
        "report_reading_is_signed",
    ),
    ("born published", lambda r: _copy(r, month=dt.date(2026, 9, 1), published_at=NOW), "report_begins_as_a_draft"),
    ("not a month", lambda r: _copy(r, month=dt.date(2026, 9, 2)), "report_month_is_a_first_day"),
    ("no reason", lambda r: _copy(r, month=dt.date(2026, 9, 1), reason="x"), "report_later_version_has_a_reason"),
]


def _remove(model: type[Model], pk: int) -> None:
    """By plain SQL, past what Django collects first."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])  # noqa: S608  (our own table)


def _copy(report: MonthlyReport, **changes: Any) -> MonthlyReport:
    fields = ("team", "scope", "name", "month", "version", "definitions_version", "content", "created_at")
    return MonthlyReport.objects.create(**{name: getattr(report, name) for name in fields} | changes)


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "constraint"), [(a, c) for _, a, c in FROZEN], ids=[name for name, _, _ in FROZEN])
def test_postgres_keeps_a_draft_as_it_is(
    place: Place, coordinator: User, attack: Callable[[MonthlyReport], object], constraint: str
) -> None:
    report = write_reading(report=made(place.team), reading=READING, by=coordinator, at=NOW)
    with refused(constraint):
        attack(report)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"reading": "anders"}, {"published_at": None, "published_by": None}, {"content": {}}, {"name": "x"}]
)
def test_postgres_keeps_a_published_report_for_ever(place: Place, coordinator: User, change: dict[str, Any]) -> None:
    report = published(place.team, coordinator)
    with refused("published_report_is_frozen"):
        MonthlyReport.objects.filter(pk=report.pk).update(**change)
    for attack in (
        lambda: report.files.update(content=b"anders"),
        lambda: _remove(ReportFile, report.files.all()[0].pk),
        lambda: ReportFile.objects.create(report=report, kind="pdf", content=b"", size=0, sha256=""),
    ):
        with refused("report_file_is_frozen"):
            attack()


@pytest.mark.django_db
def test_postgres_keeps_the_counts_behind_it(place: Place) -> None:
    made(place.team)
    for attack in (
        lambda: MonthSnapshot.objects.update(counts={}),
        lambda: _remove(MonthSnapshot, MonthSnapshot.objects.get().pk),
    ):
        with refused("report_snapshot_is_frozen"):
            attack()


def _file(report: MonthlyReport) -> ReportFile:
    return ReportFile.objects.create(report=report, kind="pdf", content=b"", size=0, sha256="")


def _publish_silently(report: MonthlyReport) -> None:
    for kind in ("pdf", "xlsx", "csv", "json"):
        ReportFile.objects.create(report=report, kind=kind, content=b"", size=0, sha256="")
    found = MonthlyReport.objects.filter(pk=report.pk)
    found.update(reading="", reading_by=None, reading_at=None, published_at=NOW, published_by=report.reading_by)


def _snapshot(report: MonthlyReport, **changes: Any) -> MonthSnapshot:
    kept = {"month": OCTOBER, "scope": "gemeente", "version": 1, "counts": {}, "created_at": NOW} | changes
    return MonthSnapshot.objects.create(**kept)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("attack", "constraint"),
    [
        (_publish_silently, "report_published_with_a_reading"),
        (lambda report: (_file(report), _file(report)), "report_file_once_per_kind"),
        (_snapshot, "snapshot_once"),
        (lambda report: _snapshot(report, month=dt.date(2026, 9, 2)), "snapshot_month_is_a_first_day"),
    ],
)
def test_postgres_refuses_what_goes_round_the_code(
    place: Place, coordinator: User, attack: Callable[[MonthlyReport], object], constraint: str
) -> None:
    report = write_reading(report=made(place.team), reading=READING, by=coordinator, at=NOW)
    with refused(constraint):
        attack(report)


# -- at once, and killed halfway -------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_eight_workers_make_one_report(place: Place) -> None:
    other = TeamFactory.create()
    errors = in_threads(8, lambda number: made((place.team, other)[number % 2]))
    assert errors == []
    assert sorted(MonthlyReport.objects.values_list("scope", "version")) == sorted(
        [(place.team.code, 1), (other.code, 1)]
    )
    assert MonthSnapshot.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_another_to_decide_does_not_fail(place: Place) -> None:
    """Deciding what is shown takes longer than anybody may wait for a row."""
    waits = threading.Event()

    def make(number: int) -> None:
        with transaction.atomic():
            if number == 0:
                wait_for_ledger()
                waits.set()
                time.sleep(0.6)
            else:
                waits.wait()
                connection.cursor().execute("SET LOCAL lock_timeout = '200ms'")
                make_report(team=place.team, month=OCTOBER, at=NOW)
                with connection.cursor() as cursor:
                    cursor.execute("SHOW lock_timeout")
                    assert cursor.fetchone() == ("200ms",)

    assert in_threads(2, make) == []
    assert MonthlyReport.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_postgres_keeps_one_report_even_from_two_that_do_not_ask_each_other(place: Place) -> None:
    """Round the code and its lock: each sees no report yet, so only the unique constraint is left."""
    other_month = make_report(team=place.team, month=dt.date(2026, 9, 1), at=NOW)
    waiting = threading.Barrier(2)

    def insert(_: int) -> None:
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '5s'")
            MonthlyReport.objects.count()
            waiting.wait()
            _copy(other_month, month=OCTOBER)
            time.sleep(0.3)

    errors = in_threads(2, insert)
    assert [error.__cause__.diag.constraint_name for error in errors] in (  # type: ignore[union-attr]  # psycopg's
        ["report_once_per_version"],
        ["report_one_draft_at_a_time"],
    )
    assert MonthlyReport.objects.filter(month=OCTOBER).count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_the_last_two_teams_at_once_publish_the_municipality_once(place: Place, coordinator: User) -> None:
    other = TeamFactory.create()
    make_reports(month=OCTOBER, teams=[place.team, other], municipality=True, at=NOW)
    errors = in_threads(2, lambda number: published((place.team, other)[number], coordinator))
    assert errors == []
    assert MonthlyReport.objects.published().count() == 3


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_halfway_leaves_nothing_and_the_next_one_makes_the_same(place: Place) -> None:
    """The server ends the connection in the middle, as when the process is killed."""
    place.crowd(dt.date(2026, 9, 1))
    killed = in_threads(1, lambda _: _killed_while_making(place.team))
    assert len(killed) == 1
    assert not MonthlyReport.objects.exists()
    assert not MonthSnapshot.objects.exists()
    first = made(place.team)
    assert first.content["figures"]["open_at_end"] == 60


def _killed_while_making(team: Team) -> None:
    with transaction.atomic():
        made(team)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


# -- any counts ------------------------------------------------------------------------------------

SMALL = st.integers(0, 40)


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """Counts that add up, as the facts do."""
    themes = {f"t{index}": draw(SMALL) for index in range(4)}
    end = sum(themes.values())
    opened, reopened = draw(st.integers(0, 30)), 0
    start = draw(st.integers(max(0, end - opened), end + 30))
    closed = start + opened - end
    first = draw(st.integers(0, end))
    values: dict[str, Any] = {field.name: 0 for field in TeamMonth._meta.concrete_fields}
    values |= {"open_at_start": start, "opened": opened, "closed": closed, "open_at_end": end, "reopened": reopened}
    values |= {key: draw(SMALL) for key in ("questions", "signals", "contacted_households", "escalation_households")}
    values |= {"contacts": draw(SMALL) + values["contacted_households"], "fte": 7.5, "days_to_decision": 4.0}
    values |= {"minutes_individual": draw(st.integers(0, 6000)), "minutes_collective": draw(st.integers(0, 6000))}
    values |= {"floor_percentage": 20, "band_low": 20, "band_high": 30}
    waiting = draw(st.integers(0, end))
    values |= {"partners_first": draw(st.integers(0, start + opened)), "partners_waiting": waiting}
    values |= {"partners_too_long": draw(st.integers(0, waiting))}
    values |= {"collective_referred": draw(st.integers(0, start + opened)), "attendances": draw(SMALL)}
    values |= {"collective_closed": draw(st.integers(0, closed))}
    return Counts(values=values, themes=themes, districts={"WK1": first, "overig": end - first})


PEOPLE = {key for key, one in DEFINED.items() if one.unit in {"households", "questions", "signals", "contacts"}}


@settings(max_examples=20, deadline=None)
@given(st.lists(counts(), min_size=1, max_size=4))
def test_no_report_of_any_month_shows_a_small_or_an_exact_count(teams: list[Counts]) -> None:
    named = {f"T{index}": one for index, one in enumerate(teams)}
    cells = decided(named)
    labels = [{"code": f"t{index}", "name": "", "name_en": ""} for index in range(4)]
    contents = [
        report_content(
            scope=scope,
            name=scope,
            month=OCTOBER,
            version=1,
            counts=one,
            cells=cells,
            themes=labels,  # type: ignore[arg-type]  # plain dicts
            districts=[],
            earlier=[],
        )
        for scope, one in named.items()
    ]
    contents.append(
        report_content(
            scope="gemeente",
            name="gemeente",
            month=OCTOBER,
            version=1,
            counts=together(teams),
            cells=cells,
            themes=labels,  # type: ignore[arg-type]  # plain dicts
            districts=[],
            earlier=[],
            teams=contents,
        )
    )
    for content in contents:
        shown = [content["figures"][key] for key in PEOPLE] + [row["households"] for row in content["themes"]]
        for value in shown:
            assert value == "hidden" or (value >= 10 and value % 5 == 0)
        figures = content["figures"]
        if figures["hours_casework"] == "hidden":
            assert figures["hours_total"] == figures["prevention_share"] == "hidden"
        if figures["open_at_end"] == "hidden":
            assert figures["caseload_per_fte"] == "hidden"


def test_a_total_does_not_give_away_what_one_team_hides() -> None:
    """Hours and contacts of a team with few households: the total minus the other teams would be exactly those."""
    base: dict[str, Any] = {field.name: 0 for field in TeamMonth._meta.concrete_fields}
    base |= {"contacts": 60, "contacted_households": 30, "escalation_households": 30, "minutes_individual": 6000}
    base |= {"minutes_escalation": 600, "fte": 5.0, "floor_percentage": None}
    few = Counts(values=base | {"contacted_households": 3, "escalation_households": 1}, themes={}, districts={})
    many = Counts(values=base, themes={}, districts={})

    def whole(*teams: Counts) -> dict[str, Any]:
        named = {f"T{index}": one for index, one in enumerate(teams)}
        cells = decided(named)
        made_of: dict[str, Any] = {"month": OCTOBER, "version": 1, "cells": cells, "themes": [], "districts": []}
        parts = [
            report_content(scope=scope, name=scope, counts=one, earlier=[], **made_of) for scope, one in named.items()
        ]
        everybody = together(list(teams))
        content = report_content(scope="gemeente", name="Stad", counts=everybody, earlier=[], teams=parts, **made_of)
        figures: dict[str, Any] = content["figures"]
        return figures

    guarded = ("hours_casework", "hours_total", "hours_escalation", "contacts", "prevention_share")
    assert {whole(few, many, many)[key] for key in guarded} == {"hidden"}
    assert whole(many, many)["hours_casework"] == 220
    assert whole(few, few, many)["hours_casework"] == 330  # which part is whose cannot be told


@pytest.mark.django_db
def test_nobody_and_one_household_give_the_same_bytes(place: Place, coordinator: User) -> None:
    """The whole report, files included: whether one family has this problem cannot be seen."""
    rare = ThemeFactory.create(code="zeldzaam", name="Zeldzaam")
    other = TeamFactory.create()
    place.team.team_areas.all().delete()
    place.team.caseload_bands.all().delete()
    place.team.prevention_floors.all().delete()
    TeamMembershipFactory.create(team=other)  # as many people as the first team has
    place.crowd(dt.date(2026, 9, 1))
    place.crowd(dt.date(2026, 9, 1), team=other, instead=rare)
    first, second = published(place.team, coordinator), published(other, coordinator)
    assert first.content["themes"] == second.content["themes"]
    with_nobody, with_one = (
        bytes(report.files.get(kind="csv").content).decode("utf-8-sig").replace(report.scope, "")
        for report in (first, second)
    )
    names = {first.name: "", second.name: ""}
    for name in names:
        with_nobody, with_one = with_nobody.replace(name, ""), with_one.replace(name, "")
    assert with_nobody == with_one


# -- who sees it -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=["default", "report"])
def test_the_role_of_commissioners_sees_published_reports_and_nothing_else(place: Place, coordinator: User) -> None:
    other = TeamFactory.create()
    made(other)
    report = published(place.team, coordinator)
    assert list(MonthlyReport.objects.using("report").values_list("pk", flat=True)) == [report.pk]
    assert ReportFile.objects.using("report").count() == 4
    with as_owner():
        tables = set(connection.introspection.table_names())
    with connections["report"].cursor() as cursor:
        readable = set()
        for table in sorted(tables):
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'SELECT')", [f'public."{table}"'])
            if cursor.fetchone()[0]:
                readable.add(table)
        cursor.execute(
            "SELECT table_name FROM information_schema.table_privileges"
            " WHERE grantee = current_user AND privilege_type <> 'SELECT'"
        )
        assert cursor.fetchall() == []
    assert readable == {
        "reports_periodreport", "reports_periodreportfile", "reports_monthlyreport", "reports_reportfile",
    }  # fmt: skip
    for statement in (
        "SELECT 1 FROM reports_monthsnapshot",
        "SELECT 1 FROM cases_case",
        "UPDATE reports_monthlyreport SET name = 'x'",
        "INSERT INTO reports_reportfile (kind) VALUES ('pdf')",
    ):
        with pytest.raises(Exception, match="permission denied"), connections["report"].cursor() as cursor:
            cursor.execute(statement)
    connections["report"].close()
