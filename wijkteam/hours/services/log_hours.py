"""Use cases: write down hours that belong to no case, change them, take them away."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.permissions import first_changeable_day, is_changeable
from wijkteam.teams.models import Team

DAY_MINUTES = 24 * 60


class NotInTeamThatDay(Exception):
    """The worker was no member of the team on that day."""


class DayOutOfReach(Exception):
    """The day lies in the future, or too long ago to add or change hours."""


class DayIsFull(Exception):
    """With these minutes the day would have more than 24 hours. `left` is how many still fit."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class NoLongerChangeable(Exception):
    """The hours were removed, became part of other work, or are too old by now."""


@transaction.atomic
def log_hours(
    *,
    by: User,
    at: datetime,
    team: Team,
    worked_on: date,
    minutes: int,
    kind: WorkKind,
    area: Area | None = None,
    note: str = "",
    request_key: UUID | None = None,
) -> TimeEntry:
    """Write down `minutes` of work of `by`. A form that is sent twice (`request_key`) gives the first row again.

    Raises:
        DayOutOfReach: not within the last 31 days.
        NotInTeamThatDay: hours count for a team only while one works in it.
        DayIsFull: more than 24 hours on one day.
    """
    if request_key and (earlier := TimeEntry.objects.filter(request_key=request_key, user=by).first()):
        return earlier
    check_hours(by=by, at=at, team=team, worked_on=worked_on, minutes=minutes)
    try:
        with transaction.atomic():
            return TimeEntry.objects.create(
                team=team,
                user=by,
                worked_on=worked_on,
                minutes=minutes,
                kind=kind,
                area=area,
                note=note,
                request_key=request_key,
            )
    except IntegrityError:
        # The same form, sent a second time while the first was on its way.
        twin = TimeEntry.objects.filter(request_key=request_key, user=by).first() if request_key else None
        if twin is None:
            raise
        return twin


@transaction.atomic
def change_hours(
    *,
    entry: TimeEntry,
    by: User,
    at: datetime,
    team: Team,
    worked_on: date,
    minutes: int,
    kind: WorkKind,
    area: Area | None = None,
    note: str = "",
) -> TimeEntry:
    """Correct own hours of the last 31 days. Raises what `log_hours` raises, and NoLongerChangeable."""
    entry = _locked(entry, by=by, at=at)
    check_hours(by=by, at=at, team=team, worked_on=worked_on, minutes=minutes, instead_of=entry)
    entry.team, entry.worked_on, entry.minutes, entry.kind = team, worked_on, minutes, kind
    entry.area, entry.note = area, note
    entry.save(update_fields=["team", "worked_on", "minutes", "kind", "area", "note"])
    return entry


@transaction.atomic
def remove_hours(*, entry: TimeEntry, by: User, at: datetime) -> None:
    """Take away own hours of the last 31 days; the history table keeps them. Raises NoLongerChangeable."""
    _locked(entry, by=by, at=at).delete()


def _locked(entry: TimeEntry, *, by: User, at: datetime) -> TimeEntry:
    found = (
        TimeEntry.objects.standing_alone()
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=entry.pk, user=by)
        .first()
    )
    if found is None or not is_changeable(found, user=by, today=timezone.localdate(at)):
        raise NoLongerChangeable
    return found


def check_hours(
    *, by: User, at: datetime, team: Team, worked_on: date, minutes: int, instead_of: TimeEntry | None = None
) -> None:
    """Raises what `log_hours` raises for this day and these minutes; `instead_of` are hours that they replace."""
    today = timezone.localdate(at)
    if not first_changeable_day(today=today) <= worked_on <= today:
        raise DayOutOfReach
    if not Team.objects.of_worker(by, on=worked_on).filter(pk=team.pk).exists():
        raise NotInTeamThatDay
    others = TimeEntry.objects.filter(user=by, worked_on=worked_on)
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
    left = DAY_MINUTES - (others.aggregate(minutes=Sum("minutes"))["minutes"] or 0)
    if minutes > left:
        raise DayIsFull(left)
