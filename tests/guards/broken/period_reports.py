"""The rules of periods over a longer period."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from tests.factories import (
    DisclosureAuditFactory,
    MonthSnapshotFactory,
    PeriodReportFactory,
    PeriodReportFileFactory,
    PublishedCellFactory,
)
from tests.factories.reports import MADE_AT
from tests.guards.past_the_code import change
from wijkteam.reports.models import PeriodReport

JULY = date(2026, 7, 1)
FROZEN = "period_report_is_frozen"
SHOWS = "period_report_shows_what_was_decided"
BEGINS = "period_report_begins_with_its_period"


def with_figures(figures: dict[str, Any], **cell: Any) -> Callable[[], None]:
    def attack() -> None:
        snapshot = MonthSnapshotFactory.create(month=JULY, scope="~quarter", version=1)
        audit = DisclosureAuditFactory.create(snapshot=snapshot, cells=1)
        PublishedCellFactory.create(audit=audit, **cell)
        PeriodReportFactory.create(start=JULY, content={"figures": figures}, proven=False)

    return attack


def without_all_of_its_numbers() -> None:
    snapshot = MonthSnapshotFactory.create(month=JULY, scope="~quarter", version=1)
    DisclosureAuditFactory.create(snapshot=snapshot, cells=2)
    PeriodReportFactory.create(start=JULY, proven=False)


def without_files() -> None:
    snapshot = MonthSnapshotFactory.create(month=JULY, scope="~quarter", version=1)
    DisclosureAuditFactory.create(snapshot=snapshot)
    PeriodReport.objects.create(
        kind="quarter", start=JULY, name="x", definitions_version="1", content={"figures": {}}, published_at=MADE_AT
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def twice_the_same_period() -> None:
    PeriodReportFactory.create(start=JULY)
    PeriodReportFactory.create(start=JULY, proven=False)


HIDDEN = {"status": "primary", "shown": None, "is_small": True}
RULES: list[tuple[str, Callable[[], Any]]] = [
    ("period_report_is_proven", lambda: PeriodReportFactory.create(proven=False)),
    ("period_report_is_proven", without_all_of_its_numbers),
    (SHOWS, with_figures({"opened": 20}, key="opened")),
    (SHOWS, with_figures({"opened": 3}, key="opened", **HIDDEN)),
    (SHOWS, with_figures({"opened": "hidden"}, key="opened")),
    (SHOWS, with_figures({}, key="opened")),
    (SHOWS, with_figures({"opened": 15, "closed": 15}, key="opened")),
    ("period_report_has_its_files", without_files),
    ("period_report_once", twice_the_same_period),
    (BEGINS, lambda: PeriodReportFactory.create(start=date(2026, 8, 1))),
    (BEGINS, lambda: PeriodReportFactory.create(kind="half-year", start=date(2026, 4, 1))),
    (BEGINS, lambda: PeriodReportFactory.create(kind="year", start=JULY)),
    ("period_file_once_per_kind", lambda: PeriodReportFileFactory.create(report=PeriodReportFactory.create())),
    (FROZEN, lambda: change(PeriodReportFactory.create(), name="x")),
    (FROZEN, lambda: PeriodReport.objects.filter(pk=PeriodReportFactory.create().pk)._raw_delete("default")),
    (FROZEN, lambda: change(PeriodReportFileFactory.create(), content=b"x")),
    (FROZEN, lambda: PeriodReportFileFactory.create().delete()),
    ("period_file_of_a_known_kind", lambda: PeriodReportFileFactory.create(kind="exe")),
]
