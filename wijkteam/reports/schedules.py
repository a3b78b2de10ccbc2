"""What Celery beat asks for. Messages hold the id of a wish, nothing else."""

import datetime as dt
from typing import Any

from celery import shared_task
from django.db.models import Min, Q
from django.utils import timezone

from wijkteam.core.periods import month_of, next_month
from wijkteam.reports.enums import JobProblem, JobState
from wijkteam.reports.models import MonthlyReport, ReportJob
from wijkteam.reports.notifications.report_mail import deliver_waiting
from wijkteam.reports.services.ask_for_report import ask_for_report
from wijkteam.reports.services.make_period_report import due_periods, is_due, make_period_report
from wijkteam.reports.services.refresh_facts import recent_months
from wijkteam.reports.services.refresh_facts import refresh_facts as refresh
from wijkteam.reports.services.run_job import run_job as run
from wijkteam.teams.models import Team

# Late entries come in for months: the facts follow them, reports that were made do not.
MONTHS_TO_REFRESH = 4
MONTHS_TO_CATCH_UP = 12
# A message gets this long to arrive before the sweep asks again; and what failed rests before it is asked anew.
UNHEARD = dt.timedelta(seconds=30)
AFTER_A_FAILURE = dt.timedelta(hours=6)


@shared_task(name="reports.refresh_facts")
def refresh_facts(**_: Any) -> None:
    """Count the recent months again, every night."""
    refresh(
        months=recent_months(timezone.localdate(), count=MONTHS_TO_REFRESH),
        at=timezone.now(),
        today=timezone.localdate(),
    )


@shared_task(name="reports.run_job")
def run_job(*, job_id: int, **_: Any) -> None:
    """Make what was asked for. Delivered twice, or too late, it does nothing."""
    run(job_id=job_id)


@shared_task(name="reports.sweep_jobs")
def sweep_jobs(**_: Any) -> None:
    """Take up what nobody finished: the message was lost, or its worker was killed. Runs every minute.

    What is held is asked for as well: whether its worker still lives is seen when it is taken up.
    """
    now = timezone.now()
    left = ReportJob.objects.to_take(at=now, even_held=True).filter(asked_at__lte=now - UNHEARD)
    for job_id in left.order_by("asked_at", "pk").values_list("pk", flat=True):
        run_job.delay(job_id=job_id)


@shared_task(name="reports.make_due_reports")
def make_due_reports(**_: Any) -> None:
    """Ask whether last month's reports are there, and for what is missing. Runs every hour and so repairs itself."""
    now = timezone.now()
    last_month = next_month(month_of(timezone.localdate()), step=-1)
    wanted: list[Team | None] = [*Team.objects.filter(is_active=True).order_by("pk")]
    if not wanted:
        return
    wanted.append(None)  # last: it is the sum of the others
    since = next_month(last_month, step=-MONTHS_TO_CATCH_UP)
    there = set(MonthlyReport.objects.filter(month__gt=since).values_list("team_id", "month"))
    failed = ReportJob.objects.filter(state=JobState.FAILED).filter(
        Q(problem=JobProblem.NOT_IN_MONTH) | Q(ended_at__gt=now - AFTER_A_FAILURE)
    )
    hopeless = set(failed.values_list("team_id", "month"))
    for team in wanted:
        pk = team.pk if team else None
        for month in _due(last_month, {month for of_team, month in there if of_team == pk}):
            if (pk, month) not in hopeless:
                ask_for_report(team=team, month=month, at=now)


@shared_task(name="reports.make_due_period_reports")
def make_due_period_reports(**_: Any) -> None:
    """Make the quarters, half years and years of which all months are published. Each is one transaction."""
    first = MonthlyReport.objects.published().filter(team=None).aggregate(first=Min("month"))["first"]
    if first is None:
        return
    for kind, start in due_periods(since=first, until=month_of(timezone.localdate())):
        if is_due(kind, start):
            make_period_report(kind=kind, start=start, at=timezone.now())


def _due(last_month: dt.date, there: set[dt.date]) -> list[dt.date]:
    """Months without a report since the first one that has one; only the last month where there is none yet."""
    month = min(there, default=last_month)
    due = []
    while month <= last_month:
        if month not in there:
            due.append(month)
        month = next_month(month)
    return due


@shared_task(name="reports.mail_waiting_reports")
def mail_waiting_reports(**_: Any) -> None:
    """Mails about publications that could not go at once; what a machine left behind is given up."""
    deliver_waiting(at=timezone.now())
