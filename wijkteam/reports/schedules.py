"""What Celery beat asks for. Messages hold ids and a month, nothing else."""

import datetime as dt
from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.core.periods import month_of, next_month
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.services.make_report import NotInTheMonth, TeamReportMissing
from wijkteam.reports.services.make_report import make_report as make_one
from wijkteam.reports.services.refresh_facts import recent_months
from wijkteam.reports.services.refresh_facts import refresh_facts as refresh
from wijkteam.teams.models import Team

# Late entries come in for months: the facts follow them, reports that were made do not.
MONTHS_TO_REFRESH = 4
MONTHS_TO_CATCH_UP = 12


@shared_task(name="reports.refresh_facts")
def refresh_facts(**_: Any) -> None:
    """Count the recent months again, every night."""
    refresh(
        months=recent_months(timezone.localdate(), count=MONTHS_TO_REFRESH),
        at=timezone.now(),
        today=timezone.localdate(),
    )


@shared_task(name="reports.make_report")
def make_report(*, month: str, team_id: int | None = None, **_: Any) -> None:
    """Make one report unless it is there; the municipality waits for a later round while a team has none."""
    team = None if team_id is None else Team.objects.get(pk=team_id)
    try:
        make_one(team=team, month=dt.date.fromisoformat(f"{month}-01"), at=timezone.now())
    except (NotInTheMonth, TeamReportMissing):
        return


@shared_task(name="reports.make_due_reports")
def make_due_reports(**_: Any) -> None:
    """Ask whether last month's reports are there, and for what is missing. Runs every hour and so repairs itself."""
    last_month = next_month(month_of(timezone.localdate()), step=-1)
    wanted: list[int | None] = [*Team.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)]
    if not wanted:
        return
    wanted.append(None)
    since = next_month(last_month, step=-MONTHS_TO_CATCH_UP)
    there = set(MonthlyReport.objects.filter(month__gt=since).values_list("team_id", "month"))
    for team_id in wanted:
        for month in _due(last_month, {month for team, month in there if team == team_id}):
            make_report.delay(team_id=team_id, month=f"{month:%Y-%m}")


def _due(last_month: dt.date, there: set[dt.date]) -> list[dt.date]:
    """Months without a report since the first one that has one; only the last month where there is none yet."""
    month = min(there, default=last_month)
    due = []
    while month <= last_month:
        if month not in there:
            due.append(month)
        month = next_month(month)
    return due
