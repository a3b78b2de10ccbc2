"""What stands on somebody's calendar. The apps above register what in them has a day.

A title says what it is and names nobody; the name stands beside it, for who looks in the application.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """`starts_at` is empty for what takes a day, `seen` are a case and its household when `name` is theirs.

    `uid` stays the same as long as it is the same appointment, whatever becomes of its time.
    """

    uid: str
    day: dt.date
    what: "_StrOrPromise"
    url: str
    icon: str
    starts_at: dt.datetime | None = None
    minutes: int = 0
    name: str = ""
    place: str = ""
    seen: tuple[int, int] | None = None

    @property
    def ends_at(self) -> dt.datetime | None:
        return self.starts_at + dt.timedelta(minutes=self.minutes) if self.starts_at else None


Source = Callable[[User, dt.date, dt.date], Iterable[Appointment]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """`source(user, first, until)` gives what is between two days (the second not included) and this person's own."""
    _sources[key] = source


def appointments(user: User, *, first: dt.date, until: dt.date) -> list[Appointment]:
    """By day; what takes a whole day first, then by the clock. A fixed number of statements."""
    found = [one for source in _sources.values() for one in source(user, first, until)]
    return sorted(found, key=lambda one: (one.day, one.starts_at.timestamp() if one.starts_at else 0.0, one.uid))


@dataclass(frozen=True, kw_only=True)
class Day:
    day: dt.date
    appointments: tuple[Appointment, ...]
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class CalendarPage:
    """A day, or a week from Monday; `before` and `after` are where the arrows go."""

    is_week: bool
    days: tuple[Day, ...]
    today: dt.date
    day: dt.date
    before: dt.date
    after: dt.date

    @property
    def first(self) -> dt.date:
        return self.days[0].day

    @property
    def last(self) -> dt.date:
        return self.days[-1].day

    @property
    def number(self) -> int:
        """Of the week, as people here count them (ISO)."""
        return self.first.isocalendar().week

    @property
    def count(self) -> int:
        return sum(len(day.appointments) for day in self.days)

    @property
    def seen(self) -> Sequence[tuple[int, int]]:
        return sorted({one.seen for day in self.days for one in day.appointments if one.seen is not None})


def calendar_page(user: User, *, day: dt.date, is_week: bool, today: dt.date) -> CalendarPage:
    first = day - dt.timedelta(days=day.weekday()) if is_week else day
    length = 7 if is_week else 1
    found = appointments(user, first=first, until=first + dt.timedelta(days=length))
    by_day = {on: tuple(same) for on, same in groupby(found, key=lambda one: one.day)}
    days = [first + dt.timedelta(days=number) for number in range(length)]
    return CalendarPage(
        is_week=is_week,
        days=tuple(Day(day=on, appointments=by_day.get(on, ()), is_today=on == today) for on in days),
        today=today,
        day=day,
        before=day - dt.timedelta(days=length),
        after=day + dt.timedelta(days=length),
    )
