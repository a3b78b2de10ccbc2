"""Quarters, half years and years: made when their months are published, once, and read like reports."""

import datetime as dt
import io
import json

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    ReportFileFactory,
    ThemeFactory,
    sign_in,
)
from tests.reports.at_once import in_threads
from tests.reports.conftest import NOW, Place, amsterdam
from wijkteam.accounts.models import User
from wijkteam.core.periods import next_month
from wijkteam.reports import schedules
from wijkteam.reports.enums import FileKind, PeriodKind
from wijkteam.reports.models import DisclosureAudit, MonthlyReport, MonthSnapshot, PeriodReport
from wijkteam.reports.services.make_period_report import MonthsMissing, due_periods, make_period_report
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publish_report import publish_report, write_reading

JULY = dt.date(2026, 7, 1)
READING = "Er kwamen meer gezinnen bij dan er uit gingen, vooral met geldzorgen. De kooklessen gingen gewoon door."


def publish_month(month: dt.date, place: Place, by: User, *, at: dt.datetime = NOW) -> None:
    report = make_report(team=place.team, month=month, at=at)
    publish_report(report=write_reading(report=report, reading=READING, by=by, at=at), by=by, at=at)


def publish_quickly(month: dt.date, place: Place, by: User, *, at: dt.datetime) -> None:
    """With files that stand for the real ones: for a row of months."""
    for report in [make_report(team=team, month=month, at=at) for team in (place.team, None)]:
        for kind in FileKind:
            ReportFileFactory.create(report=report, kind=kind)
        signed = {"reading_by": by, "reading_at": at, "published_by": by, "published_at": at}
        MonthlyReport.objects.filter(pk=report.pk).update(reading=READING, **signed)


@pytest.fixture
def quarter(place: Place, coordinator: User) -> PeriodReport:
    """July to September: in each month fewer than ten households came in, together twenty."""
    place.crowd(dt.date(2026, 1, 5))
    for day, count in ((dt.date(2026, 7, 8), 7), (dt.date(2026, 8, 8), 7), (dt.date(2026, 9, 8), 6)):
        for _ in range(count):
            place.case(day)
    ThemeFactory.create(code="wonen", name="Wonen")
    for number in range(3):
        publish_month(next_month(JULY, step=number), place, coordinator)
    return make_period_report(kind=PeriodKind.QUARTER, start=JULY, at=NOW)


@pytest.mark.django_db
class TestMaking:
    def test_a_quarter_shows_what_the_months_could_not(self, place: Place, quarter: PeriodReport) -> None:
        figures = quarter.content["figures"]
        assert figures["opened"] in (20, "hidden")
        assert figures["opened:theme:wonen"] == "hidden"
        assert figures["opened:district:overig"] == "hidden"
        months = MonthlyReport.objects.filter(team=None)
        assert {one.content["figures"]["opened"] for one in months} == {"hidden"}

    def test_again_is_the_same(self, quarter: PeriodReport, place: Place) -> None:
        place.case(dt.date(2026, 7, 9))
        assert make_period_report(kind=PeriodKind.QUARTER, start=JULY, at=NOW) == quarter
        assert PeriodReport.objects.count() == 1

    def test_not_before_its_months_are_published(self, place: Place, coordinator: User) -> None:
        publish_month(JULY, place, coordinator)
        make_report(team=place.team, month=dt.date(2026, 8, 1), at=NOW)
        with pytest.raises(MonthsMissing):
            make_period_report(kind=PeriodKind.QUARTER, start=JULY, at=NOW)
        assert not MonthSnapshot.objects.filter(scope="~quarter").exists()

    def test_its_audit_reckons_with_the_months(self, quarter: PeriodReport) -> None:
        audit = DisclosureAudit.objects.get(snapshot__scope="~quarter")
        assert audit.cells == len(quarter.content["figures"])
        assert any(first.endswith("=opened") for first, _second in audit.links)

    def test_files_hold_the_same_figures(self, quarter: PeriodReport) -> None:
        files = {file.kind: bytes(file.content) for file in quarter.files.all()}
        assert json.loads(files["json"])["figures"] == quarter.content["figures"]
        assert "opened;Ingestroomd;households;" in files["csv"].decode("utf-8-sig")
        with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
            assert str(pdf.Root.Lang) == "nl-NL"
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"

    def test_a_year_with_all_its_parts(self, place: Place, coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
        """Beat makes them in the order in which they add up, and only what is missing."""
        first = dt.date(2025, 1, 1)
        for number in range(40):
            begun = first + dt.timedelta(days=9 * number)
            ended = begun + dt.timedelta(days=200) if number < 15 else None
            place.case(begun, ended)
        at = amsterdam(2026, 1, 4, 9)
        for number in range(12):
            publish_quickly(next_month(first, step=number), place, coordinator, at=at)
        monkeypatch.setattr(timezone, "localdate", lambda at=None: dt.date(2026, 1, 4))
        schedules.make_due_period_reports()
        schedules.make_due_period_reports()
        made = list(PeriodReport.objects.order_by("pk").values_list("kind", "start__month"))
        assert made == [
            ("quarter", 1), ("quarter", 4), ("half-year", 1), ("quarter", 7), ("quarter", 10), ("half-year", 7),
            ("year", 1),
        ]  # fmt: skip
        year = MonthSnapshot.objects.get(scope="~year").counts["cells"]
        assert (year["opened"], year["ended"], year["duration:183-365"], year["outcome:goals"]) == (40, 15, 15, 15)
        shown = PeriodReport.objects.get(kind="year").content["figures"]
        assert shown["opened"] in (40, "hidden")
        assert shown["duration:0-91"] == "hidden"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(place: Place, coordinator: User) -> None:
    for number in range(3):
        publish_quickly(next_month(JULY, step=number), place, coordinator, at=NOW)
    errors = in_threads(4, lambda _: make_period_report(kind=PeriodKind.QUARTER, start=JULY, at=NOW))
    assert errors == []
    assert PeriodReport.objects.count() == 1
    connection.close()


@pytest.mark.django_db
class TestReading:
    def test_it_stands_beside_the_months(self, client: Client, commissioner: User, quarter: PeriodReport) -> None:
        sign_in(client, commissioner)
        address = reverse("reports:period", args=[quarter.public_id])
        listed = client.get(reverse("reports:list")).text
        assert address in listed
        assert "Kwartaal 3 van 2026" in listed
        page = client.get(address).text
        assert page.count("<h1") == 1
        assert "Noord" in page
        month = MonthlyReport.objects.get(team=None, month=JULY)
        assert reverse("reports:detail", args=[month.public_id]) in page
        file = client.get(reverse("reports:period_file", args=[quarter.public_id, "csv"]))
        assert file.content == bytes(quarter.files.get(kind="csv").content)
        assert "wijkteam-kwartaal-2026-07.csv" in file["Content-Disposition"]
        assert client.get(reverse("reports:period_file", args=[quarter.public_id, "exe"])).status_code == 404


@pytest.mark.django_db
def test_due_are_whole_calendar_periods_in_the_order_in_which_they_add_up() -> None:
    due = due_periods(since=dt.date(2025, 3, 1), until=dt.date(2026, 1, 1))
    assert [(kind.value, start.month) for kind, start in due] == [
        ("quarter", 4), ("quarter", 7), ("quarter", 10), ("half-year", 7)
    ]  # fmt: skip
    assert due_periods(since=dt.date(2025, 1, 1), until=dt.date(2025, 3, 1)) == []
