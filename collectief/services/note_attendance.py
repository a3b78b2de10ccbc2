"""Use cases: who was there, for a whole group in one gesture; the hours of who led it are made by the same entry."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from collectief.models import Attendance, Edition, Initiative, Participant, Session, SessionHours
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.permissions import first_changeable_day
from wijkteam.hours.services.log_hours import DAY_MINUTES
from wijkteam.teams.models import Team


class NotedMeanwhile(Exception):
    """Somebody wrote down who came since the form was opened."""


class CannotBeNoted(Exception):
    """The meeting was called off, or its day is still to come."""


class HoursDoNotFit(Exception):
    """The hours of `worker` cannot be written on that day: too long ago, not in the team, or the day is full."""

    def __init__(self, worker: User) -> None:
        super().__init__(worker.pk)
        self.worker = worker


@dataclass(frozen=True, kw_only=True)
class Noted:
    """`present` are ids of participants; everybody else who takes part was not there. `minutes` by worker."""

    present: Collection[int] = ()
    others: int = 0
    minutes: Mapping[User, int] = field(default_factory=dict)


@transaction.atomic
def note_attendance(*, session: Session, noted: Noted, by: User, at: datetime, seen: datetime | None) -> Session:
    """Write down who came to a meeting of an edition, or write it down anew. `seen` is `noted_at` as the form knew it.

    Raises:
        NotedMeanwhile: somebody else did so since; nothing is changed.
        CannotBeNoted: called off, or still to come.
        HoursDoNotFit: the hours of a worker; nothing is changed then.
    """
    locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if locked.noted_at != seen:
        raise NotedMeanwhile
    if locked.cancelled_on is not None or locked.held_on > timezone.localdate(at):
        raise CannotBeNoted
    locked.others, locked.noted_at, locked.noted_by = noted.others, at, by
    locked.save(update_fields=["others", "noted_at", "noted_by"])
    if locked.edition_id is not None:
        _keep_attendance(locked, set(noted.present))
    _keep_hours(locked, noted.minutes, at=at)
    return locked


def _keep_attendance(session: Session, present: set[int]) -> None:
    """A row for everybody who takes part, and for who was there once."""
    there = {row.participant_id: row for row in session.attendance.all()}
    group = Participant.objects.filter(edition=session.edition_id)
    could_come = {one.pk for one in group if one.takes_part or one.pk in there}
    changed = []
    for pk, row in there.items():
        if row.was_there != (pk in present):
            row.was_there = pk in present
            changed.append(row)
    Attendance.objects.bulk_update(changed, ["was_there"])
    Attendance.objects.bulk_create(
        Attendance(session=session, participant_id=pk, was_there=pk in present)
        for pk in sorted(could_come - there.keys())
    )


def _kind(session: Session) -> WorkKind:
    edition = session.edition
    return WorkKind(edition.method.work_kind) if edition is not None else WorkKind.COLLECTIVE


def _team_of(session: Session, worker: User) -> Team:
    """The team that the hours count for: the one that carries the initiative, or another that it is for."""
    teams = Team.objects.of_worker(worker, on=session.held_on)
    carrying = teams.filter(pk=session.initiative.team_id).first()
    if carrying is None and session.edition_id is not None:
        edition = Edition.objects.get(pk=session.edition_id)
        carrying = teams.filter(pk__in=edition.also_for.all()).first()
    if carrying is None:
        raise HoursDoNotFit(worker)
    return carrying


def _keep_hours(session: Session, minutes: Mapping[User, int], *, at: datetime) -> None:
    written = {row.worker_id: row for row in session.hours.select_related("time_entry")}
    is_late = session.held_on < first_changeable_day(today=timezone.localdate(at))
    for worker, spent in minutes.items():
        row = written.pop(worker.pk, None)
        if row is not None and row.time_entry.minutes == spent:
            continue
        others = TimeEntry.objects.filter(user=worker, worked_on=session.held_on)
        if row is not None:
            others = others.exclude(pk=row.time_entry_id)
        if is_late or spent > DAY_MINUTES - (others.aggregate(minutes=Sum("minutes"))["minutes"] or 0):
            raise HoursDoNotFit(worker)
        if row is not None:
            row.time_entry.minutes = spent
            row.time_entry.save(update_fields=["minutes"])
            continue
        entry = TimeEntry.objects.create(
            team=_team_of(session, worker),
            user=worker,
            worked_on=session.held_on,
            minutes=spent,
            kind=_kind(session),
            area=session.initiative.area,
        )
        SessionHours.objects.create(session=session, worker=worker, time_entry=entry)
    for row in written.values():
        if is_late:
            raise HoursDoNotFit(row.worker)
        entry = row.time_entry
        row.delete()
        entry.delete()


def log_gathering(
    *, initiative: Initiative, held_on: date, length: int, noted: Noted, by: User, at: datetime, request_key: UUID
) -> Session:
    """Something that people simply walk into was held: how many came, and the hours. The same key gives it again.

    Raises:
        CannotBeNoted: the day is still to come.
        HoursDoNotFit: the hours of a worker; nothing is kept then.
    """
    if earlier := Session.objects.filter(request_key=request_key, initiative=initiative).first():
        return earlier
    if held_on > timezone.localdate(at):
        raise CannotBeNoted
    try:
        with transaction.atomic():
            made = Session.objects.create(
                initiative=initiative,
                held_on=held_on,
                minutes=length,
                place=initiative.place,
                others=noted.others,
                noted_at=at,
                noted_by=by,
                request_key=request_key,
            )
            _keep_hours(made, noted.minutes, at=at)
            return made
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Session.objects.get(request_key=request_key)
