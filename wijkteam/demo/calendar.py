"""Days and moments of invented work. Nothing lies in the future: everything ends before the day of seeding begins."""

import datetime as dt
import random
from dataclasses import dataclass

from wijkteam.core.periods import month_of, next_month, start_of

MONTHS_OF_HISTORY = 14


@dataclass(frozen=True)
class Calendar:
    """The days from the start of the teams up to, not including, `today`."""

    today: dt.date

    @property
    def start(self) -> dt.date:
        """The first day of the month, fourteen months before this month."""
        return next_month(month_of(self.today), step=-MONTHS_OF_HISTORY)

    @property
    def yesterday(self) -> dt.date:
        return self.today - dt.timedelta(days=1)

    def ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)

    def days(self, first: dt.date | None = None) -> list[dt.date]:
        """Working days from `first` (or the start) up to yesterday."""
        first = first or self.start
        count = (self.today - first).days
        return [day for day in (first + dt.timedelta(days=n) for n in range(count)) if day.weekday() < 5]


def workday(day: dt.date) -> dt.date:
    """This day, or the Friday before it when it is in a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def office_moment(chance: random.Random, day: dt.date) -> dt.datetime:
    """A quarter of an hour between nine and half past five, Amsterdam time."""
    return start_of(day) + dt.timedelta(hours=9, minutes=15 * chance.randrange(34))
