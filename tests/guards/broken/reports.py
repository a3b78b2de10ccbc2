"""The rules of the ledger: what was decided about a report, and the proof without which none is published."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories import (
    DisclosureAuditFactory,
    MonthlyReportFactory,
    MonthSnapshotFactory,
    PublishedCellFactory,
    ReportFileFactory,
    TeamFactory,
)
from tests.factories.reports import MADE_AT
from tests.guards.past_the_code import change, twice
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import MonthlyReport, PublishedCell


def draft_with_files(**fields: Any) -> MonthlyReport:
    report = MonthlyReportFactory.create(read=True, **fields)
    for kind in FileKind:
        ReportFileFactory.create(report=report, kind=kind)
    return report


def publish(report: MonthlyReport) -> None:
    change(report, published_at=MADE_AT, published_by=report.reading_by)


def without_all_of_its_numbers() -> None:
    report = draft_with_files()
    DisclosureAuditFactory.create(snapshot=MonthSnapshotFactory.create(month=report.month, version=1), cells=2)
    publish(report)


def with_another_number(content: dict[str, Any], **cell: Any) -> Callable[[], None]:
    def attack() -> None:
        report = draft_with_files(content={"figures": {}, "themes": [], "districts": []} | content)
        snapshot = MonthSnapshotFactory.create(month=report.month, version=1)
        audit = DisclosureAuditFactory.create(snapshot=snapshot, cells=1)
        PublishedCellFactory.create(audit=audit, scope=report.scope, **cell)
        publish(report)

    return attack


def of_a_later_version(**fields: Any) -> None:
    audit = DisclosureAuditFactory.create(
        snapshot=MonthSnapshotFactory.create(version=2, scope=TeamFactory.create().code)
    )
    PublishedCellFactory.create(audit=audit, **fields)


def of_another_version() -> None:
    """The factory counts its versions on: a fixed number would be the right one some day."""
    audit = DisclosureAuditFactory.create()
    PublishedCellFactory.create(audit=audit, version=audit.snapshot.version + 1)


HIDDEN = {"status": "primary", "shown": None, "is_small": True}
SHOWS = "published_report_shows_what_was_decided"
RULES: list[tuple[str, Callable[[], Any]]] = [
    ("published_report_is_proven", lambda: publish(draft_with_files())),
    ("published_report_is_proven", without_all_of_its_numbers),
    (SHOWS, with_another_number({"figures": {"closed": 20}}, key="closed")),
    (
        SHOWS,
        with_another_number({"figures": {"closed": 3}}, key="closed", **HIDDEN),
    ),
    (SHOWS, with_another_number({"figures": {"closed": "hidden"}}, key="closed")),
    (
        SHOWS,
        with_another_number({"themes": [{"code": "geld", "households": 20}]}, key="theme:geld"),
    ),
    (
        SHOWS,
        with_another_number({"districts": [{"code": "WK1", "households": None}]}, key="district:WK1", **HIDDEN),
    ),
    ("report_ledger_is_frozen", lambda: change(PublishedCellFactory.create(), shown=20)),
    ("report_ledger_is_frozen", lambda: PublishedCell.objects.filter(pk=PublishedCellFactory.create().pk).delete()),
    ("report_ledger_is_frozen", lambda: change(DisclosureAuditFactory.create(), cells=3)),
    ("report_ledger_is_frozen", lambda: DisclosureAuditFactory.create().delete()),
    ("published_cell_is_of_its_audit", lambda: PublishedCellFactory.create(month=date(2026, 4, 1))),
    ("published_cell_is_of_its_audit", of_another_version),
    ("published_cell_is_of_its_audit", lambda: of_a_later_version(scope="gemeente")),
    (
        "published_cell_once",
        lambda: twice(PublishedCellFactory.create, audit=DisclosureAuditFactory.create(), key="closed"),
    ),
    ("published_cell_shown_or_hidden", lambda: PublishedCellFactory.create(shown=None)),
    ("published_cell_shown_or_hidden", lambda: PublishedCellFactory.create(is_small=True)),
    ("published_cell_shown_or_hidden", lambda: PublishedCellFactory.create(status="primary", is_small=True)),
    ("published_cell_shown_or_hidden", lambda: PublishedCellFactory.create(status="helper", shown=15)),
    ("published_cell_shown_or_hidden", lambda: PublishedCellFactory.create(status="withheld", shown=15)),
    ("published_cell_is_rounded", lambda: PublishedCellFactory.create(shown=5)),
    ("published_cell_is_rounded", lambda: PublishedCellFactory.create(shown=17)),
    ("audit_range_is_wide_enough", lambda: DisclosureAuditFactory.create(sensitive=1, smallest_range=4)),
    ("audit_range_is_wide_enough", lambda: DisclosureAuditFactory.create(sensitive=1)),
    ("audit_counts_fit", lambda: DisclosureAuditFactory.create(proven_again=1)),
    ("audit_counts_fit", lambda: DisclosureAuditFactory.create(helpers=1)),
]
