"""Use cases: the meetings of an edition plan themselves, and move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from collectief.enums import SessionKind
from collectief.models import Edition, Method, Session
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import months_later
from wijkteam.core.public_holidays import holiday_on

WEEK = timedelta(weeks=1)


class SessionWasHeld(Exception):
    """It was written down who came, or the meeting was called off: the day stays."""


class MomentIsTaken(Exception):
    """There is a meeting of this edition at that moment already."""


@dataclass(frozen=True, kw_only=True)
class Break:
    """Weeks without meetings: from `first` up to and including `last`."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Planned:
    day: date
    kind: SessionKind


def _free(day: date, pause: Break | None) -> date:
    """This day, or the first same weekday after it that is no holiday and in no break."""
    while holiday_on(day) or (pause and pause.holds(day)):
        day += WEEK
    return day


def schedule(method: Method, *, first: date, pause: Break | None = None) -> Iterator[Planned]:
    """The days that the method asks for, from `first` on; what falls on a holiday shifts a week, with all after it."""
    day = first
    for number in range(method.meetings):
        day = _free(day if number == 0 else day + method.interval_weeks * WEEK, pause)
        yield Planned(day=day, kind=SessionKind.REGULAR)
    if method.return_after_months:
        back = months_later(day, method.return_after_months)
        back += timedelta(days=(day.weekday() - back.weekday()) % 7)
        yield Planned(day=_free(back, None), kind=SessionKind.RETURN)


def plan_sessions(edition: Edition, *, first: date, begins_at: time, pause: Break | None = None) -> list[Session]:
    """Write the meetings of a new edition."""
    return Session.objects.bulk_create(
        Session(
            initiative_id=edition.initiative_id,
            edition=edition,
            kind=planned.kind,
            held_on=planned.day,
            begins_at=begins_at,
            minutes=edition.method.minutes,
            place=edition.place,
        )
        for planned in schedule(edition.method, first=first, pause=pause)
    )


def _locked(session: Session) -> Session:
    list(Edition.objects.select_for_update(no_key=True).filter(sessions=session))
    found = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if found.noted_at is not None or found.cancelled_on is not None:
        raise SessionWasHeld
    return found


def move_session(
    *, session: Session, to: date, begins_at: time | None, place: str, with_the_rest: bool
) -> tuple[Session, int]:
    """Put a meeting on another day; with the rest also all that come after it, as many days later or earlier.

    Those after it that would fall on a holiday shift on by weeks. Gives how many moved along.

    Raises:
        SessionWasHeld: a day on which was written down who came is not moved.
        MomentIsTaken: another meeting of the edition stands there.
    """
    try:
        with transaction.atomic():
            moved = _locked(session)
            step, was = to - moved.held_on, moved.held_on
            moved.held_on, moved.begins_at, moved.place = to, begins_at, place
            moved.save(update_fields=["held_on", "begins_at", "place"])
            after = list(
                Session.objects.planned()
                .filter(edition=moved.edition_id, noted_at=None, held_on__gt=was)
                .exclude(pk=moved.pk)
                .order_by("held_on", "pk")
                if with_the_rest and step
                else []
            )
            push = step
            for other in after:
                new = other.held_on + push
                free = _free(new, None)
                # what was pushed over a holiday keeps its distance to what comes after it
                push += free - new
                other.held_on, other.begins_at = free, begins_at
            Session.objects.bulk_update(after, ["held_on", "begins_at"])
            transaction.get_connection().check_constraints()
            return moved, len(after)
    except IntegrityError as error:
        if broken_constraint(error) != "session_once_per_moment":
            raise
        raise MomentIsTaken from error


def add_session(
    *, edition: Edition, held_on: date, begins_at: time, kind: SessionKind, place: str, minutes: int
) -> Session:
    """One meeting more than the method asks for, or one in place of what was called off.

    Raises:
        MomentIsTaken: another meeting of the edition stands there.
    """
    try:
        with transaction.atomic():
            made = Session.objects.create(
                initiative_id=edition.initiative_id,
                edition=edition,
                kind=kind,
                held_on=held_on,
                begins_at=begins_at,
                minutes=minutes,
                place=place,
            )
            transaction.get_connection().check_constraints()
            return made
    except IntegrityError as error:
        if broken_constraint(error) != "session_once_per_moment":
            raise
        raise MomentIsTaken from error


@transaction.atomic
def cancel_session(*, session: Session, reason: str, at: datetime) -> Session:
    """It does not go on; the method still counts it. Raises SessionWasHeld."""
    found = _locked(session)
    found.cancelled_on, found.cancel_reason = timezone.localdate(at), reason
    found.save(update_fields=["cancelled_on", "cancel_reason"])
    return found
