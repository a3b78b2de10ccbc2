"""The rules of wishes for reports."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories import MonthlyReportFactory, ReportJobFactory, TeamFactory, UserFactory
from tests.factories.reports import MADE_AT, MONTH

ENDS = "report_job_ends_with_a_report_or_a_problem"
HELD = "report_job_is_held_while_it_runs"
SIGNED = "report_job_reason_is_signed"


def two_open(**second: Any) -> Callable[[], None]:
    def attack() -> None:
        team = TeamFactory.create()
        ReportJobFactory.create(team=team)
        ReportJobFactory.create(team=team, **second)

    return attack


def two_of_the_municipality() -> None:
    for _ in range(2):
        ReportJobFactory.create(team=None)


def done_without_a_report() -> None:
    ReportJobFactory.create(state="done", step=4, ended_at=MADE_AT)


def waiting_with_a_report() -> None:
    ReportJobFactory.create(report=MonthlyReportFactory.create(month=MONTH))


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("report_job_one_at_a_time", two_open()),
    ("report_job_one_at_a_time", two_open(state="running", leased_until=MADE_AT, runs=1)),
    ("report_job_one_at_a_time", two_of_the_municipality),
    ("report_job_month_is_a_first_day", lambda: ReportJobFactory.create(month=date(2026, 3, 2))),
    ("report_job_step_exists", lambda: ReportJobFactory.create(step=5)),
    (HELD, lambda: ReportJobFactory.create(state="running", runs=1)),
    (HELD, lambda: ReportJobFactory.create(state="running", leased_until=MADE_AT, runs=0)),
    (HELD, lambda: ReportJobFactory.create(leased_until=MADE_AT)),
    (ENDS, done_without_a_report),
    (ENDS, waiting_with_a_report),
    (ENDS, lambda: ReportJobFactory.create(ended_at=MADE_AT)),
    (ENDS, lambda: ReportJobFactory.create(problem="broken")),
    (ENDS, lambda: ReportJobFactory.create(state="failed", ended_at=MADE_AT)),
    (ENDS, lambda: ReportJobFactory.create(state="failed", problem="broken")),
    (SIGNED, lambda: ReportJobFactory.create(reason="Uren kwamen later binnen.")),
    (
        SIGNED,
        lambda: ReportJobFactory.create(
            team=None, reason="Uren kwamen later binnen.", asked_by=UserFactory.create(administrator=True)
        ),
    ),
]
