"""Use case: explain the month and publish its report."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.core.turns import wait_for_turn
from wijkteam.reports.models import MonthlyReport, ReportFile
from wijkteam.reports.services.make_report import TeamReportMissing, make_report
from wijkteam.reports.services.render_files import LANGUAGE, render_files
from wijkteam.reports.services.stories import still_told, stories_to_publish
from wijkteam.reports.services.subscribe import tell_readers

LOCK = 7_301_003


class AlreadyPublished(Exception):
    """A published report does not change any more."""


class ReadingMissing(Exception):
    """Nobody has written yet what the figures mean."""


def _locked(report: MonthlyReport) -> MonthlyReport:
    return MonthlyReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)


@transaction.atomic
def write_reading(*, report: MonthlyReport, reading: str, by: User, at: dt.datetime) -> MonthlyReport:
    """Keep what the coordinator says about the month; can be done again until publication.

    Raises:
        AlreadyPublished: also when that happened a moment ago.
    """
    report = _locked(report)
    if report.is_published:
        raise AlreadyPublished
    report.reading, report.reading_by, report.reading_at = reading.strip(), by, at
    report.save(update_fields=["reading", "reading_by", "reading_at"])
    return report


@transaction.atomic
def publish_report(*, report: MonthlyReport, by: User, at: dt.datetime) -> MonthlyReport:
    """Publish a team's report with its reading and its files, for ever.

    The files are made here and stored, so that everybody who fetches one gets the same bytes. When this was the
    last team of the month, the report of the municipality is published with it: its reading is what the teams wrote.

    Raises:
        AlreadyPublished, ReadingMissing
    """
    # Two last teams at once would each believe that the other still has to publish.
    wait_for_turn(LOCK, report.month.toordinal())
    report = _locked(report)
    if report.is_published:
        raise AlreadyPublished
    if not report.reading:
        raise ReadingMissing
    report.stories = stories_to_publish(report)
    _publish(report, by=by, at=at)
    _publish_municipality(report.month, by=by, at=at)
    return report


def _publish(report: MonthlyReport, *, by: User, at: dt.datetime) -> None:
    rendered = render_files(
        report.content, reading=report.reading, reason=report.reason, published_at=at, stories=report.stories
    )
    ReportFile.objects.bulk_create(
        ReportFile(
            report=report, kind=kind, content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest()
        )
        for kind, content in rendered.items()
    )
    report.published_at, report.published_by = at, by
    report.save(update_fields=["stories", "published_at", "published_by"])
    tell_readers(report)


def _publish_municipality(month: dt.date, *, by: User, at: dt.datetime) -> None:
    """Once every team has published its first version. A later version of a team changes nothing here."""
    of_teams = list(MonthlyReport.objects.filter(team__isnull=False, month=month, version=1).order_by("name", "pk"))
    if not all(report.is_published for report in of_teams):
        return
    try:
        whole = _locked(make_report(team=None, month=month, at=at))
    except TeamReportMissing:
        return
    if whole.is_published:
        return
    with translation.override(LANGUAGE):
        readings = [_("%(team)s writes:") % {"team": one.name} + f"\n\n{one.reading}" for one in of_teams]
    whole.reading, whole.reading_by, whole.reading_at = "\n\n".join(readings), by, at
    whole.save(update_fields=["reading", "reading_by", "reading_at"])
    whole.stories = still_told(report.stories for report in of_teams)
    _publish(whole, by=by, at=at)
