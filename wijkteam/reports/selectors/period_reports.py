"""Which periods over a longer period there are, and one as a page. Read through the role of reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from wijkteam.reports.enums import FileKind, PeriodKind
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport, PeriodReport, PeriodReportFile
from wijkteam.reports.selectors.period_page import PeriodPage, months_of, period_name, period_page
from wijkteam.reports.selectors.report_page import month_name

MOST_IN_LIST = 21  # three years: four quarters, two halves and a year of each


@dataclass(frozen=True, kw_only=True)
class Link:
    label: str
    url: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadPeriod:
    """A period report with its files and the reports of its months, whose readings explain it."""

    report: PeriodReport
    page: PeriodPage
    months: str
    month_links: Sequence[Link]
    file_links: Sequence[Link]


def period_list() -> list[Link]:
    """The newest first; of periods that begin together the longest. Runs one query."""
    periods = PeriodReport.objects.using(REPORT_ROLE).defer("content").order_by("-start", "kind")[:MOST_IN_LIST]
    order = list(PeriodKind)
    ordered = sorted(periods, key=lambda one: (-one.start.toordinal(), -order.index(PeriodKind(one.kind))))
    return [
        Link(
            label=period_name(PeriodKind(one.kind), one.start),
            url=reverse("reports:period", args=[one.public_id]),
            about=months_of(PeriodKind(one.kind), one.start),
        )
        for one in ordered
    ]


def read_period(report: PeriodReport) -> ReadPeriod:
    """Runs two queries."""
    of_months = (
        MonthlyReport.objects.using(REPORT_ROLE)
        .published()
        .filter(team=None, month__in=report.months)
        .latest_published_versions()
        .defer("content", "reading")
        .order_by("month")
    )
    files = PeriodReportFile.objects.using(REPORT_ROLE).filter(report=report).defer("content").order_by("pk")
    return ReadPeriod(
        report=report,
        page=period_page(report.content),
        months=months_of(PeriodKind(report.kind), report.start),
        month_links=[
            Link(label=month_name(one.month), url=reverse("reports:detail", args=[one.public_id])) for one in of_months
        ],
        file_links=[
            Link(
                label=str(FileKind(file.kind).label),
                url=reverse("reports:period_file", args=[report.public_id, file.kind]),
                about=filesizeformat(file.size),
            )
            for file in files
        ],
    )


def period_file_name(report: PeriodReport, kind: FileKind) -> str:
    """wijkteam-kwartaal-2026-07.pdf: says what it is."""
    word = {PeriodKind.QUARTER: "kwartaal", PeriodKind.HALF_YEAR: "halfjaar", PeriodKind.YEAR: "jaar"}
    return f"wijkteam-{word[PeriodKind(report.kind)]}-{report.start:%Y-%m}.{kind.value}"
