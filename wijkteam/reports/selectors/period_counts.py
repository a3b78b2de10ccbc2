"""Counts over a longer period: who came in and went out, by district and theme, how long it took and how it ended."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from cases.enums import ClosingReason

# Days from opening to closing, each class up to and including its last day.
DURATIONS: Final = ((91, "0-91"), (182, "92-182"), (365, "183-365"))
LONGER: Final = "366+"
# Of how a case ended, in classes large enough to say something about.
OUTCOMES: Final[dict[str, tuple[ClosingReason, ...]]] = {
    "goals": (ClosingReason.GOALS_REACHED,),
    "own": (ClosingReason.CONTINUES_ALONE, ClosingReason.OWN_NETWORK),
    "collective": (ClosingReason.COLLECTIVE,),
    "referred": (ClosingReason.REFERRED,),
    "stopped": (ClosingReason.WITHDRAWN,),
    "other": (ClosingReason.MOVED, ClosingReason.DECEASED, ClosingReason.MERGED),
}
REST: Final = "overig"

# The same rules as those of the month (selectors/facts.py): by the day on which a case was opened or closed.
_FLOWS: Final = """
SELECT CASE WHEN a.kind = 'BU' THEN d.code ELSE a.code END AS district, t.code AS theme,
       count(*) FILTER (WHERE c.opened_on >= %(start)s AND c.opened_on < %(end)s) AS opened,
       count(*) FILTER (WHERE c.closed_on >= %(start)s AND c.closed_on < %(end)s) AS closed
  FROM cases_case c
  JOIN teams_team m ON m.id = c.team_id
  JOIN areas_theme t ON t.id = c.theme_id
  JOIN areas_area a ON a.id = c.area_id
  LEFT JOIN areas_area d ON d.id = a.parent_id
 WHERE m.code = ANY(%(teams)s)
   AND ((c.opened_on >= %(start)s AND c.opened_on < %(end)s) OR (c.closed_on >= %(start)s AND c.closed_on < %(end)s))
 GROUP BY 1, 2
"""
_ENDED: Final = """
SELECT c.closing_reason, c.closed_on - c.opened_on AS days, count(*)
  FROM cases_case c
  JOIN teams_team m ON m.id = c.team_id
 WHERE m.code = ANY(%(teams)s) AND c.closed_on >= %(start)s AND c.closed_on < %(end)s
 GROUP BY 1, 2
"""


def count_flows(
    *, start: dt.date, end: dt.date, teams: Collection[str], districts: Collection[str], themes: Collection[str]
) -> dict[str, int]:
    """In and out of these teams from `start` up to `end`, with every district and theme, also where nobody was."""
    found: Counter[str] = Counter(
        dict.fromkeys(
            [
                "opened",
                "closed",
                *(f"{flow}:district:{code}" for flow in ("opened", "closed") for code in (*districts, REST)),
                *(f"opened:theme:{code}" for code in (*themes, REST)),
            ],
            0,
        )
    )
    for district, theme, opened, closed in _rows(_FLOWS, start, end, teams):
        district = district if district in districts else REST
        found["opened"] += opened
        found["closed"] += closed
        found[f"opened:district:{district}"] += opened
        found[f"closed:district:{district}"] += closed
        found[f"opened:theme:{theme if theme in themes else REST}"] += opened
    return dict(found)


def count_ended(*, start: dt.date, end: dt.date, teams: Collection[str]) -> dict[str, int]:
    """Cases closed from `start` up to `end`, by how long they were open and how they ended."""
    found: Counter[str] = Counter(
        dict.fromkeys(
            [
                "ended",
                *(f"duration:{name}" for _days, name in DURATIONS),
                f"duration:{LONGER}",
                *(f"outcome:{name}" for name in OUTCOMES),
            ],
            0,
        )
    )
    classes = {reason.value: name for name, reasons in OUTCOMES.items() for reason in reasons}
    for reason, days, count in _rows(_ENDED, start, end, teams):
        found["ended"] += count
        found[f"duration:{next((name for last, name in DURATIONS if days <= last), LONGER)}"] += count
        found[f"outcome:{classes.get(reason, 'other')}"] += count
    return dict(found)


def _rows(statement: str, start: dt.date, end: dt.date, teams: Collection[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"start": start, "end": end, "teams": list(teams)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
