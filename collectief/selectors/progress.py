"""How far an assignment is: counted from what was registered, on any day, and never typed in.

What is below this app is counted here: who came to the initiatives and editions that count. An app above registers a
source for what it alone knows (the steps of people with a file, their households) when it starts.
"""

import copy
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet, Sum

from collectief.enums import AssignmentUnit
from collectief.models import Assignment, Attendance, Session, SessionHours

PACE_WEEKS = 8

# How many were reached up to and including a day.
Reached = Callable[[date], int]
Source = Callable[[Assignment], Reached]
_sources: dict[str, Source] = {}


class Pace(StrEnum):
    NOT_BEGUN = "not-begun"
    REACHED = "reached"
    ON_PACE = "on-pace"
    BEHIND = "behind"
    MISSED = "missed"


def register_progress(key: str, source: Source) -> None:
    """`key` is "ladder" or "households"."""
    _sources[key] = source


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`expected` is where one should be today in an even pace; the paces are per week.

    `pace_needed` is None when it is reached or over; `forecast` is what it comes to in the pace of the last weeks.
    """

    target: int
    reached: int
    expected: float
    pace_needed: float | None
    pace_reached: float
    pace_weeks: int
    forecast: int
    state: Pace

    @property
    def percentage(self) -> int:
        return min(100 * self.reached // self.target, 100)

    @property
    def is_behind(self) -> bool:
        return self.state in {Pace.BEHIND, Pace.MISSED}


def progress_of(assignment: Assignment, *, today: date) -> Progress:
    """Two statements at most, besides those that the caller has prefetched (`parts`, `also_for`)."""
    return measure(assignment, counter(assignment), today=today)


def counter(assignment: Assignment) -> Reached:
    """What counts for this assignment, ready to be asked for any day."""
    if assignment.is_by_the_ladder:
        return _sources["ladder"](assignment)
    if assignment.unit == AssignmentUnit.HOUSEHOLDS:
        return _sources["households"](assignment)
    return _who_came(assignment)


def measure(assignment: Assignment, reached_on: Reached, *, today: date) -> Progress:
    """The figures of one day. After the period the last day of it counts."""
    start, end = assignment.starts_on, assignment.ends_on
    if assignment.ended_on is not None:
        today = min(today, assignment.ended_on)
    last = min(today, end - timedelta(days=1))
    reached = reached_on(last) if today >= start else 0
    days, gone = (end - start).days, min(max((today - start).days, 0), (end - start).days)
    expected = assignment.number * gone / days
    # Less than eight weeks under way: the pace of the weeks there were.
    pace_days = min(max((last - start).days + 1, 1), 7 * PACE_WEEKS)
    before = last - timedelta(days=pace_days)
    gained = max(reached - (reached_on(before) if before >= start else 0), 0) if today >= start else 0
    pace = 7 * gained / pace_days
    left_weeks = max((end - today).days, 0) / 7
    missing = max(assignment.number - reached, 0)
    forecast = reached + round(pace * left_weeks)
    return Progress(
        target=assignment.number,
        reached=reached,
        expected=expected,
        pace_needed=missing / left_weeks if missing and left_weeks else None,
        pace_reached=pace,
        pace_weeks=max(round(pace_days / 7), 1),
        forecast=forecast,
        state=_state(assignment, reached=reached, expected=expected, forecast=forecast, today=today),
    )


def _state(assignment: Assignment, *, reached: int, expected: float, forecast: int, today: date) -> Pace:
    if reached >= assignment.number:
        return Pace.REACHED
    if today < assignment.starts_on:
        return Pace.NOT_BEGUN
    if today >= assignment.ends_on:
        return Pace.MISSED
    # Either where it should be today, or fast enough now to get there.
    return Pace.ON_PACE if reached >= expected or forecast >= assignment.number else Pace.BEHIND


def sessions_that_count(assignment: Assignment) -> "QuerySet[Session]":
    """Meetings in the period of what counts for it, that were written down."""
    parts = list(assignment.parts.all())
    counts = Q(initiative__in=[one.initiative_id for one in parts if one.initiative_id]) | Q(
        edition__in=[one.edition_id for one in parts if one.edition_id]
    )
    return Session.objects.held().filter(counts, held_on__gte=assignment.starts_on, held_on__lt=assignment.ends_on)


@dataclass(frozen=True, kw_only=True)
class Came:
    """What happened in the initiatives that count."""

    meetings: int
    times: int
    people: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    series: tuple[int, int | None]
    day: date
    others: int


class _Attended:
    """Everybody who came, by day. Two statements."""

    def __init__(self, assignment: Assignment) -> None:
        sessions = sessions_that_count(assignment)
        self._meetings = [
            _Meeting(series=(initiative, edition), day=day, others=others)
            for initiative, edition, day, others in sessions.values_list("initiative", "edition", "held_on", "others")
        ]
        self._came: Sequence[tuple[int, date]] = (
            list(
                Attendance.objects.filter(session__in=sessions, was_there=True).values_list(
                    "participant", "session__held_on"
                )
            )
            if self._meetings
            else []
        )

    def people(self, day: date) -> int:
        """Different people, as far as that can be known: who has a name or number in a group once, and of those who are
        counted without a name the largest number that came to one meeting of the same group."""
        named = {participant for participant, on in self._came if on <= day}
        unnamed: dict[tuple[int, int | None], int] = defaultdict(int)
        for one in self._meetings:
            if one.day <= day:
                unnamed[one.series] = max(unnamed[one.series], one.others)
        return len(named) + sum(unnamed.values())

    def times(self, day: date) -> int:
        return sum(on <= day for _who, on in self._came) + sum(one.others for one in self._meetings if one.day <= day)

    def meetings(self, day: date) -> int:
        return sum(one.day <= day for one in self._meetings)


def _who_came(assignment: Assignment) -> Reached:
    attended = _Attended(assignment)
    if assignment.unit == AssignmentUnit.MEETINGS:
        return attended.meetings
    return attended.times if assignment.unit == AssignmentUnit.TIMES else attended.people


def people_behind(assignment: Assignment) -> Reached:
    """How many different people stand behind what was reached, as far as that can be known.

    Thirty times may be thirty people or three: a report must know which.
    """
    if assignment.unit == AssignmentUnit.MOVES:
        one_each = copy.copy(assignment)
        one_each.unit, one_each.reaches_step = AssignmentUnit.PEOPLE, None
        return _sources["ladder"](one_each)
    if assignment.unit == AssignmentUnit.TIMES:
        return _Attended(assignment).people
    return counter(assignment)


def what_happened(assignment: Assignment, *, today: date) -> Came:
    """Three statements."""
    attended = _Attended(assignment)
    minutes = SessionHours.objects.filter(session__in=sessions_that_count(assignment)).aggregate(
        total=Sum("time_entry__minutes")
    )["total"]
    return Came(
        meetings=attended.meetings(today),
        times=attended.times(today),
        people=attended.people(today),
        minutes=int(minutes or 0),
    )
