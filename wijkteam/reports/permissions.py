"""Which report somebody may open. Not visible and not existing are the same answer: 404."""

import datetime as dt
from uuid import UUID

from django.http import Http404

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.reports.models import (
    REPORT_ROLE,
    MonthlyReport,
    PeriodReport,
    PeriodReportFile,
    ReportFile,
    ReportJob,
    ReportThread,
)
from wijkteam.teams.models import Team


def get_own_report(*, user: User, public_id: UUID, on: dt.date) -> MonthlyReport:
    """A report of an own team, draft or published."""
    report = MonthlyReport.objects.editable_by(user, on=on).filter(public_id=public_id).first()
    if report is None:
        raise Http404
    return report


def get_published_report(*, public_id: UUID, without_content: bool = False) -> MonthlyReport:
    """Asked through the role that sees nothing else: a draft cannot come out, whatever a view forgets.

    `without_content` leaves out what takes milliseconds to fetch: figures and stories.
    """
    reports = MonthlyReport.objects.using(REPORT_ROLE).published()
    if without_content:
        reports = reports.defer("content", "stories")
    report = reports.filter(public_id=public_id).first()
    if report is None:
        raise Http404
    return report


def get_file(*, public_id: UUID, kind: str) -> tuple[MonthlyReport, ReportFile]:
    report = get_published_report(public_id=public_id)
    file = ReportFile.objects.using(REPORT_ROLE).filter(report=report, kind=kind).first()
    if file is None:
        raise Http404
    return report, file


def get_own_job(*, user: User, public_id: UUID, on: dt.date) -> ReportJob:
    """The wish for a report of an own team."""
    found = ReportJob.objects.visible_to(user, on=on).select_related("team", "report")
    job = found.filter(public_id=public_id).first()
    if job is None:
        raise Http404
    return job


def get_thread(*, user: User, public_id: UUID) -> ReportThread:
    threads = ReportThread.objects.visible_to(user).select_related("report", "team", "asked_by", "closed_by")
    thread = threads.filter(public_id=public_id).first()
    if thread is None:
        raise Http404
    return thread


def can_ask(user: User) -> bool:
    """The municipality asks; teams answer."""
    return user.role == Role.COMMISSIONER


def can_answer(*, user: User, thread: ReportThread, on: dt.date) -> bool:
    """The coordinator of the team that was asked. Runs a query."""
    return ReportThread.objects.answered_by(user, on=on).filter(pk=thread.pk).exists()


def may_make_public(*, user: User, report: MonthlyReport, on: dt.date) -> bool:
    """A coordinator of the team; that of the municipality any coordinator, as with its publication. Runs a query."""
    if user.role != Role.TEAM_COORDINATOR:
        return False
    teams = Team.objects.of_worker(user, on=on)
    return (teams if report.team_id is None else teams.filter(pk=report.team_id)).exists()


def get_for_public_edition(*, user: User, public_id: UUID, on: dt.date) -> MonthlyReport:
    report = get_published_report(public_id=public_id)
    if not may_make_public(user=user, report=report, on=on):
        raise Http404
    return report


def get_period_report(*, public_id: UUID) -> PeriodReport:
    """A report over a longer period: published as soon as it is there. Asked through the role of reports."""
    report = PeriodReport.objects.using(REPORT_ROLE).filter(public_id=public_id).first()
    if report is None:
        raise Http404
    return report


def get_period_file(*, public_id: UUID, kind: str) -> tuple[PeriodReport, PeriodReportFile]:
    report = get_period_report(public_id=public_id)
    file = PeriodReportFile.objects.using(REPORT_ROLE).filter(report=report, kind=kind).first()
    if file is None:
        raise Http404
    return report, file
