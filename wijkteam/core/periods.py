"""Periods are half-open, `[start, end)`, with an empty end while they run; months begin at midnight in Amsterdam."""

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db.models import F, Field, Func, Q, Value
from django.utils import timezone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise as _StrPromise


class DateSpan(Func):
    """SQL `daterange(start, end, '[)')`, for constraints and queries over two date columns."""

    function = "DATERANGE"
    output_field: "Field[Any, Any]" = DateRangeField()

    def __init__(self, start: str = "starts_on", end: str = "ends_on") -> None:
        super().__init__(F(start), F(end), Value("[)"))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        first, second = (source.name for source in self.source_expressions[:2])  # type: ignore[attr-defined]  # both are F
        return f"{type(self).__module__}.{type(self).__qualname__}", [first, second], {}


class MomentSpan(DateSpan):
    """SQL `tstzrange(start, end, '[)')`, over two timestamp columns."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def no_overlap(
    *, name: str, same: list[str], condition: Q | None = None, message: "str | _StrPromise" = ""
) -> ExclusionConstraint:
    """Refuse two rows that agree on the fields `same` and share a day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (DateSpan(), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message or None,
    )


def running_on(day: dt.date, *, of: str = "") -> Q:
    """Rows with `starts_on` and `ends_on` whose period contains `day`; `of` names a relation that holds the two.

    Use a relation only where at most one of its rows can match (an exclusion constraint sees to that).
    """
    at = f"{of}__" if of else ""
    return Q(**{f"{at}starts_on__lte": day}) & (Q(**{f"{at}ends_on": None}) | Q(**{f"{at}ends_on__gt": day}))


def month_of(day: dt.date) -> dt.date:
    """The first day of the month, which is how a month is written everywhere."""
    return day.replace(day=1)


def next_month(month: dt.date, *, step: int = 1) -> dt.date:
    """The first day of the month `step` months later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + step
    return dt.date(index // 12, index % 12 + 1, 1)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or the last day of that month when it is shorter: 31 August gives 28 February."""
    first = next_month(month_of(day), step=months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def start_of(day: dt.date) -> dt.datetime:
    """Midnight in Amsterdam at the start of `day`: the edge at which a month turns."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
