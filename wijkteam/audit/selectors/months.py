"""The months in which the read log is kept (ADR 43), and those that were thrown away."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db import connection

from wijkteam.audit.models import DroppedMonth

# What the register says and the database itself keeps to; a setting may only make it longer.
LEAST_YEARS: Final = 5
AHEAD: Final = 3
SHOWN: Final = 60


@dataclass(frozen=True, kw_only=True)
class Month:
    """One partition. `starts_at` is None for the first: everything from before there were months."""

    name: str
    starts_at: datetime | None
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class State:
    """How many months follow this one, and how many lines were caught that no month was made for."""

    months_ahead: int
    caught: int

    @property
    def is_well(self) -> bool:
        return self.months_ahead >= 1 and not self.caught


def years_kept() -> int:
    return max(LEAST_YEARS, int(settings.READ_LOG_YEARS))


def is_over(ends_at: datetime, *, years: int, at: datetime) -> bool:
    """Whether what ended then was kept so many years. Months end on a first, so every year has that day."""
    ended = ends_at.astimezone(UTC)
    return ended.replace(year=ended.year + years) <= at


def months() -> list[Month]:
    """The oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, starts_at, ends_at FROM audit_log_months() ORDER BY ends_at")
        return [Month(name=name, starts_at=start, ends_at=end) for name, start, end in cursor.fetchall()]


def state() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT months_ahead, caught FROM audit_log_state()")
        ahead, caught = cursor.fetchone()
    return State(months_ahead=ahead, caught=caught)


def months_ahead() -> float:
    return float(state().months_ahead)


def lines_caught() -> float:
    return float(state().caught)


def dropped() -> list[DroppedMonth]:
    """For the privacy officer, the last one first."""
    return list(DroppedMonth.objects.order_by("-ends_at", "-pk")[:SHOWN])
