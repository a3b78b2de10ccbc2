"""What came in after the counts of a report were taken: for the coordinator, who sees the true counts of the team."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wijkteam.reports.enums import DEFINED, Unit
from wijkteam.reports.models import MonthlyReport, MonthSnapshot
from wijkteam.reports.selectors.facts import count_month
from wijkteam.reports.selectors.report_page import shown

_MUNICIPALITY = "gemeente"
# Kept in minutes, defined in hours.
_MINUTES = {
    "minutes_escalation": "hours_escalation",
    "minutes_collective": "hours_collective",
    "minutes_prevention": "hours_prevention",
    "minutes_outreach": "hours_outreach",
    "minutes_network": "hours_network",
    "minutes_team": "hours_team",
    "minutes_administration": "hours_administration",
}


@dataclass(frozen=True, kw_only=True)
class LateEntry:
    label: str
    before: str
    now: str


@dataclass(frozen=True, kw_only=True)
class LateEntries:
    """`since` is when the counts of the last version were taken."""

    since: dt.datetime
    rows: Sequence[LateEntry]


def late_entries(report: MonthlyReport, *, today: dt.date) -> LateEntries:
    """Counts the month of the report anew, as it is entered now, beside what was counted for it. Keeps nothing."""
    scope = _MUNICIPALITY if report.version == 1 else report.scope
    kept = MonthSnapshot.objects.get(month=report.month, scope=scope, version=report.version)
    team_ids = [report.team_id] if report.team_id else []  # a new version is of one team
    [counted] = count_month(report.month, team_ids=team_ids, today=today)
    counts = kept.counts.get("teams", {}).get(report.scope)
    if counts is None:  # counted in a way of before: nothing can be laid beside it
        return LateEntries(since=kept.created_at, rows=[])
    before, now = _figures(counts["values"]), _figures(counted.values)
    return LateEntries(
        since=kept.created_at,
        rows=[
            LateEntry(
                label=str(DEFINED[key].label),
                before=shown(before[key], DEFINED[key].unit),
                now=shown(now[key], DEFINED[key].unit),
            )
            for key in DEFINED
            if key in before and key in now and before[key] != now[key]
        ],
    )


def _figures(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is counted one by one: no shares, medians or agreements, which follow from it or are about no month."""
    found = {
        key: int(value)
        for key, value in values.items()
        if key in DEFINED and value is not None and DEFINED[key].unit not in {Unit.DAYS, Unit.PERCENTAGE, Unit.FTE}
    }
    found |= {key: round(values[minutes] / 60) for minutes, key in _MINUTES.items() if minutes in values}
    found["hours_casework"] = round((values["minutes_individual"] + values["minutes_escalation"]) / 60)
    return found
