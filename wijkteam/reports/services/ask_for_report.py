"""Use case: ask for a report. The wish is kept at once; a message that it is there follows when it is."""

import datetime as dt

from django.db import IntegrityError, transaction

from wijkteam.accounts.models import User
from wijkteam.core.bell import ring_after_commit
from wijkteam.core.periods import next_month, start_of
from wijkteam.reports.models import MonthlyReport, ReportJob
from wijkteam.reports.models.job import OPEN
from wijkteam.reports.services.make_report import DraftExists, MonthIsNotOver
from wijkteam.teams.models import Team

# The task in schedules.py. Named, as services do not know what calls them.
RUN = "reports.run_job"


class NothingToReplace(Exception):
    """A new version was asked for of a month that has no report."""


@transaction.atomic
def ask_for_report(
    *, team: Team | None, month: dt.date, at: dt.datetime, by: User | None = None, reason: str = ""
) -> ReportJob:
    """Keep the wish for the report of `month`, with a `reason` for its next version, and have it taken up.

    When the same is asked twice, one after the other or at once, both get the same wish.

    Raises:
        MonthIsNotOver, NothingToReplace, DraftExists
    """
    if start_of(next_month(month)) > at:
        raise MonthIsNotOver
    if (there := _open(team, month)) is not None:
        return there
    if reason:
        last = MonthlyReport.objects.filter(team=team, month=month).order_by("-version").first()
        if last is None:
            raise NothingToReplace
        if not last.is_published:
            raise DraftExists
    try:
        with transaction.atomic():
            job = ReportJob.objects.create(team=team, month=month, reason=reason.strip(), asked_by=by, asked_at=at)
    except IntegrityError as error:
        there = _open(team, month)  # somebody asked at the same moment
        if there is None:
            raise error from None
        return there
    ring_after_commit(RUN, job_id=job.pk)
    return job


def _open(team: Team | None, month: dt.date) -> ReportJob | None:
    return ReportJob.objects.filter(team=team, month=month, state__in=OPEN).first()
