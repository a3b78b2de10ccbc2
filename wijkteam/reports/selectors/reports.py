"""Which reports there are for whom, and one report as a page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport, ReportFile
from wijkteam.reports.selectors.report_changes import ReportChanges, report_changes
from wijkteam.reports.selectors.report_page import ReportPage, month_name, report_page, shown
from wijkteam.reports.selectors.told_stories import ChosenStories, chosen_stories
from wijkteam.teams.models import Team

MONTHS_IN_LIST = 24


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """A report in a list: no more than its name and its first figures."""

    report: MonthlyReport
    open_at_end: str
    share: str
    floor: str
    keeps_floor: bool | None
    may_be_renewed: bool = False

    @property
    def month_name(self) -> str:
        return month_name(self.report.month)


@dataclass(frozen=True, kw_only=True)
class MonthOfReports:
    month: dt.date
    lines: Sequence[ReportLine]

    @property
    def name(self) -> str:
        return month_name(self.month)


@dataclass(frozen=True, kw_only=True)
class Library:
    """All published reports, the newest month apart."""

    newest: MonthOfReports | None
    earlier: Sequence[MonthOfReports]


@dataclass(frozen=True, kw_only=True)
class FileLink:
    label: str
    about: str
    size: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PublishedReport:
    """What stands around a published report: its files, and later and earlier versions of the same month."""

    report: MonthlyReport
    versions: Sequence[MonthlyReport]
    file_links: Sequence[FileLink]

    @property
    def month_name(self) -> str:
        return month_name(self.report.month)

    @property
    def newest(self) -> MonthlyReport | None:
        """The version that came after this one; None when this is the last."""
        return max((v for v in self.versions if v.version > self.report.version), key=lambda v: v.version, default=None)


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """The reports of somebody's own teams: what still needs a reading, and what is done."""

    to_do: Sequence[ReportLine]
    published: Sequence[ReportLine]
    teams: Sequence[Team]


def _line(report: MonthlyReport) -> ReportLine:
    figures = report.content["figures"]
    share, floor = shown(figures["prevention_share"]), shown(figures["prevention_floor"])
    return ReportLine(
        report=report,
        open_at_end=shown(figures["open_at_end"]),
        share=f"{share}%" if share.isdigit() else share,
        floor=f"{floor}%" if floor.isdigit() else floor,
        keeps_floor=int(share) >= int(floor) if share.isdigit() and floor.isdigit() else None,
    )


def library() -> Library:
    """Runs one query, as the role that sees published reports only. The municipality stands first in its month."""
    reports = (
        MonthlyReport.objects.using(REPORT_ROLE)
        .published()
        .latest_published_versions()
        .annotate(is_of_team=ExpressionWrapper(Q(team__isnull=False), output_field=BooleanField()))
        .order_by("-month", "is_of_team", "name", "pk")
    )
    months: dict[dt.date, list[ReportLine]] = {}
    for report in reports:
        if len(months) == MONTHS_IN_LIST and report.month not in months:
            break
        months.setdefault(report.month, []).append(_line(report))
    every = [MonthOfReports(month=month, lines=lines) for month, lines in months.items()]
    return Library(newest=every[0] if every else None, earlier=every[1:])


def published_report(report: MonthlyReport) -> PublishedReport:
    versions = (
        MonthlyReport.objects.using(REPORT_ROLE)
        .published()
        .filter(scope=report.scope, month=report.month)
        .exclude(pk=report.pk)
        .only("public_id", "version", "reason", "published_at", "month", "scope")
        .order_by("version")
    )
    files = ReportFile.objects.using(REPORT_ROLE).filter(report=report).defer("content").order_by("pk")
    return PublishedReport(
        report=report,
        versions=list(versions),
        file_links=[_link(report, file) for file in files],
    )


def _link(report: MonthlyReport, file: ReportFile) -> FileLink:
    label, about = {
        FileKind.PDF: (_("PDF"), _("To read, print or pass on; works with a screen reader.")),
        FileKind.XLSX: (_("Excel"), _("All figures on sheets, to count further with.")),
        FileKind.CSV: (_("CSV"), _("One row for each figure, for another program.")),
        FileKind.JSON: (_("JSON"), _("For developers; the keys stay the same from month to month.")),
    }[FileKind(file.kind)]
    url = reverse("reports:file", args=[report.public_id, file.kind])
    return FileLink(label=label, about=about, size=filesizeformat(file.size), url=url)


def drafts(*, user: User, on: dt.date) -> Drafts:
    """What the reports of one's own teams still need. Runs two queries."""
    teams = list(Team.objects.of_worker(user, on=on).order_by("name", "pk"))
    reports = MonthlyReport.objects.editable_by(user, on=on).order_by("-month", "name", "-version")
    newest: dict[tuple[str, dt.date], int] = {}
    lines = []
    for report in reports[: MONTHS_IN_LIST * max(len(teams), 1)]:  # the last version of a month comes first
        first = newest.setdefault((report.scope, report.month), report.version) == report.version
        lines.append(replace(_line(report), may_be_renewed=first and report.is_published))
    return Drafts(
        to_do=[line for line in lines if not line.report.is_published],
        published=[line for line in lines if line.report.is_published],
        teams=teams,
    )


def file_name(report: MonthlyReport, kind: FileKind) -> str:
    """wijkteam-noord-2026-10.pdf: says what it is, and nothing personal is in it."""
    version = f"-v{report.version}" if report.version > 1 else ""
    return f"wijkteam-{report.scope.lower()}-{report.month:%Y-%m}{version}.{kind.value}"


@dataclass(frozen=True, kw_only=True)
class DraftReport:
    """A draft as its coordinator reads it, with what is still to be done."""

    report: MonthlyReport
    page: ReportPage
    changes: ReportChanges | None
    stories: ChosenStories
    waiting_teams: Sequence[str]
    earlier_reading: str = ""

    @property
    def is_ready(self) -> bool:
        return bool(self.report.reading)


def draft_report(report: MonthlyReport) -> DraftReport:
    """Which stories were chosen, and which other teams have yet to publish this month and so hold up that of all."""
    waiting = MonthlyReport.objects.filter(
        team__isnull=False, month=report.month, version=1, published_at=None
    ).exclude(pk=report.pk)
    return DraftReport(
        report=report,
        page=report_page(report.content),
        changes=report_changes(report.content),
        stories=chosen_stories(report),
        waiting_teams=list(waiting.order_by("name").values_list("name", flat=True)) if report.version == 1 else [],
        earlier_reading=_earlier_reading(report),
    )


def _earlier_reading(report: MonthlyReport) -> str:
    """What was written with the version before: most of it still holds."""
    if report.version == 1:
        return ""
    return MonthlyReport.objects.get(scope=report.scope, month=report.month, version=report.version - 1).reading
