"""What the published reports said about an assignment, month by month: the same numbers and no other."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from collectief.enums import AssignmentUnit
from wijkteam.accounts.models import User
from wijkteam.core.charts import Line, Lines
from wijkteam.core.charts.ink import number
from wijkteam.core.periods import next_month
from wijkteam.reports.enums import AssignmentState
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport, ReportThread
from wijkteam.reports.selectors.conversation import ThreadRow, thread_rows
from wijkteam.reports.selectors.report_lines import assignment_key
from wijkteam.reports.selectors.report_tables import AssignmentPart, assignment_part
from wijkteam.reports.selectors.wording import month_name, short_month, shown

MONTHS = 24
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class AssignmentRow:
    """An assignment in the list, as its latest report says it stands."""

    url: str
    title: str
    team: str
    line: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class MonthOf:
    """One report about the assignment."""

    url: str
    month: str
    reached: str
    expected: str
    forecast: str
    state: str


@dataclass(frozen=True, kw_only=True)
class FollowedAssignment:
    """`latest` is how the last report has it; `months` begins with that one. `ask_url` leads to its line there."""

    latest: AssignmentPart
    team: str
    months: tuple[MonthOf, ...]
    chart: Lines | None
    threads: tuple[ThreadRow, ...]
    ask_url: str


def _published(*, since: dt.date) -> Iterable[MonthlyReport]:
    """Reports of teams, the latest version of each month, the newest month first. One statement."""
    reports = MonthlyReport.objects.using(REPORT_ROLE).published().latest_published_versions()
    return reports.filter(team__isnull=False, month__gte=since).defer("reading", "stories").order_by("-month", "name")


def assignment_list(*, today: dt.date) -> tuple[AssignmentRow, ...]:
    """Of every assignment what the last report says in which it stands; the last half year. One statement."""
    found: dict[str, tuple[MonthlyReport, Mapping[str, Any]]] = {}
    for report in _published(since=next_month(today.replace(day=1), step=-6)):
        for row in report.content.get("assignments", ()):
            found.setdefault(row["code"], (report, row))
    return tuple(
        _in_list(report, row)
        for report, row in sorted(found.values(), key=lambda one: (one[0].name, one[1]["ends_on"], one[1]["title"]))
    )


def _in_list(report: MonthlyReport, row: Mapping[str, Any]) -> AssignmentRow:
    part = assignment_part(row)
    return AssignmentRow(
        url=reverse("reports:assignment", args=[row["code"]]),
        title=row["title"],
        team=report.name,
        line=_("%(reached)s of %(target)s %(unit)s, %(month)s")
        % {
            "reached": shown(row["reached"]),
            "target": number(row["target"]),
            "unit": AssignmentUnit(row["unit"]).label,
            "month": month_name(report.month),
        },
        state=part.state,
        tone=part.tone,
    )


def followed_assignment(*, code: str, user: User, today: dt.date) -> FollowedAssignment | None:
    """None when no report speaks of it. Two statements."""
    found = [
        (report, row)
        for report in _published(since=next_month(today.replace(day=1), step=-MONTHS))
        for row in report.content.get("assignments", ())
        if row["code"] == code
    ]
    if not found:
        return None
    newest, latest = found[0]
    threads = (
        ReportThread.objects.visible_to(user)
        .filter(line=assignment_key(code))
        .with_last_post()
        .select_related("report", "team")
        .defer("report__content", "report__reading")
        .order_by("-asked_at", "-pk")[:SHOWN]
    )
    return FollowedAssignment(
        latest=assignment_part(latest),
        team=newest.name,
        months=tuple(_month(report, row) for report, row in found),
        chart=_chart([(report.month, row) for report, row in reversed(found)]),
        threads=thread_rows(threads),
        ask_url=reverse("reports:line", args=[newest.public_id, assignment_key(code)]),
    )


def _month(report: MonthlyReport, row: Mapping[str, Any]) -> MonthOf:
    return MonthOf(
        url=f"{reverse('reports:detail', args=[report.public_id])}#opdrachten",
        month=month_name(report.month),
        reached=shown(row["reached"]),
        expected=number(row["expected"]),
        forecast=shown(row["forecast"]),
        state=str(AssignmentState(row["state"]).label),
    )


def _chart(rows: list[tuple[dt.date, Mapping[str, Any]]]) -> Lines | None:
    """None for one month, or when nothing was shown."""
    reached = [float(row["reached"]) if isinstance(row["reached"], int | float) else None for _month, row in rows]
    if len(rows) < 2 or all(value is None for value in reached):
        return None
    last = rows[-1][1]
    return Lines(
        key="assignment",
        title=_("Reached, beside an even pace"),
        description=_("%(reached)s reached in the last report; in an even pace it would be %(expected)s.")
        % {"reached": shown(last["reached"]), "expected": number(last["expected"])},
        label_heading=_("Month"),
        labels=[short_month(month) for month, _row in rows],
        lines=[
            Line(label=_("reached"), values=reached),
            Line(label=_("even pace"), values=[float(row["expected"]) for _month, row in rows]),
        ],
    )
