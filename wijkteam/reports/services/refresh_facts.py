"""Use case: count months anew and keep the counts."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction

from wijkteam.core.periods import month_of, next_month
from wijkteam.core.turns import wait_for_turn
from wijkteam.reports.models import TeamMonth, TeamMonthStock, TeamMonthTheme
from wijkteam.reports.selectors.facts import count_month
from wijkteam.teams.models import Team

# Taken for the length of a transaction: two counts of the same month would only undo each other's rows.
LOCK = 7_301_001
_VALUES = [
    field.name for field in TeamMonth._meta.concrete_fields if field.name not in {"id", "team", "month", "computed_at"}
]


def refresh_facts(
    *,
    months: Sequence[dt.date],
    at: dt.datetime,
    today: dt.date,
    progress: Callable[[dt.date], None] | None = None,
) -> int:
    """Count each of `months` (first days) for every team; returns how many team-months were written.

    Safe to run again and at the same time as another run: a month is one transaction, under a lock. The same rows
    give the same counts. Months after `today` are left out.
    """
    teams = list(Team.objects.order_by("pk").values_list("pk", flat=True))
    written = 0
    for month in months:
        if month > today:
            continue
        with transaction.atomic():
            wait_for_turn(LOCK, month.toordinal())
            written += _write(month, team_ids=teams, at=at, today=today)
        if progress:
            progress(month)
    return written


def _write(month: dt.date, *, team_ids: list[int], at: dt.datetime, today: dt.date) -> int:
    counted = count_month(month, team_ids=team_ids, today=today)
    kept = TeamMonth.objects.bulk_create(
        [TeamMonth(team_id=counts.team_id, month=month, computed_at=at, **counts.values) for counts in counted],
        update_conflicts=True,
        unique_fields=["team", "month"],
        update_fields=["computed_at", *_VALUES],
    )
    TeamMonthStock.objects.filter(team_month__in=[row.pk for row in kept]).delete()
    TeamMonthStock.objects.bulk_create(
        TeamMonthStock(team_month=row, **vars(stock))
        for row, counts in zip(kept, counted, strict=True)
        for stock in counts.stock
    )
    TeamMonthTheme.objects.filter(team_month__in=[row.pk for row in kept]).delete()
    TeamMonthTheme.objects.bulk_create(
        TeamMonthTheme(team_month=row, **vars(hours))
        for row, counts in zip(kept, counted, strict=True)
        for hours in counts.themes
    )
    return len(kept)


def recent_months(today: dt.date, *, count: int) -> list[dt.date]:
    """The last `count` months up to and including the running one, oldest first."""
    return [next_month(month_of(today), step=-back) for back in reversed(range(count))]
