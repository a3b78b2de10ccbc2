"""Use cases: an edition of a method begins with all its meetings planned, and ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from collectief.enums import EditionEnd
from collectief.models import Edition, EditionLeader, Initiative, Method, Participant
from collectief.services.plan_sessions import Break, plan_sessions
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class EditionIsClosed(Exception):
    """It ended, maybe a moment ago."""


class SmallerThanTheGroup(Exception):
    """More people take part than there would be room for."""


@dataclass(frozen=True, kw_only=True)
class EditionDetails:
    """`first` is the day of the first meeting; the others follow from the method."""

    name: str
    first: date
    begins_at: time
    capacity: int
    place: str = ""
    other_leaders: int = 0
    also_for: Sequence[Team] = field(default=())
    leaders: Sequence[User] = field(default=())
    pause: Break | None = None


def start_edition(
    *, initiative: Initiative, method: Method, details: EditionDetails, by: User, request_key: UUID
) -> Edition:
    """Plan an edition with all its meetings; `by` leads it, with who else is named. The same key gives it again."""
    if earlier := Edition.objects.filter(request_key=request_key).first():
        return earlier
    try:
        with transaction.atomic():
            made = Edition.objects.create(
                initiative=initiative,
                method=method,
                name=details.name,
                place=details.place,
                min_participants=min(method.min_participants, details.capacity),
                capacity=details.capacity,
                other_leaders=details.other_leaders,
                measure_name=method.measure_name,
                measure_low=method.measure_low,
                measure_high=method.measure_high,
                measure_higher_is_better=method.measure_higher_is_better,
                request_key=request_key,
            )
            made.also_for.set(team for team in details.also_for if team.pk != initiative.team_id)
            leading = {by.pk, *(one.pk for one in details.leaders)}
            EditionLeader.objects.bulk_create(EditionLeader(edition=made, worker_id=pk) for pk in sorted(leading))
            plan_sessions(made, first=details.first, begins_at=details.begins_at, pause=details.pause)
            return made
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Edition.objects.get(request_key=request_key)


@transaction.atomic
def change_edition(
    *,
    edition: Edition,
    name: str,
    place: str,
    capacity: int,
    other_leaders: int,
    also_for: Sequence[Team],
    leaders: Sequence[User],
) -> Edition:
    """Name, place, room, teams and who leads it. At least one colleague goes on leading it.

    Raises:
        EditionIsClosed: it ended.
        SmallerThanTheGroup: more people take part than there would be room for.
    """
    locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if locked.closed_on is not None:
        raise EditionIsClosed
    if locked.participants.taking_part().count() > capacity:
        raise SmallerThanTheGroup
    locked.name, locked.place, locked.capacity, locked.other_leaders = name, place, capacity, other_leaders
    locked.min_participants = min(locked.method.min_participants, capacity)
    locked.save(update_fields=["name", "place", "capacity", "other_leaders", "min_participants"])
    locked.also_for.set(team for team in also_for if team.pk != locked.initiative.team_id)
    set_leaders(edition=locked, leaders=leaders)
    return locked


def set_leaders(*, edition: Edition, leaders: Sequence[User]) -> None:
    """These colleagues lead it from now on."""
    wanted = {one.pk for one in leaders}
    edition.leaders.exclude(worker__in=wanted).delete()
    there = set(edition.leaders.values_list("worker", flat=True))
    EditionLeader.objects.bulk_create(EditionLeader(edition=edition, worker_id=pk) for pk in sorted(wanted - there))


@transaction.atomic
def close_edition(*, edition: Edition, ending: EditionEnd, at: datetime) -> Edition:
    """It is over. What was still planned is called off by itself; closing again changes nothing."""
    locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if locked.closed_on is None:
        locked.closed_on, locked.ending = timezone.localdate(at), ending
        locked.save(update_fields=["closed_on", "ending"])
    return locked


@transaction.atomic
def erase_names(*, closed_before: date, on: date) -> int:
    """Take the names away of editions that closed before that day; how many came and what was measured stays."""
    over = Edition.objects.select_for_update(no_key=True).filter(closed_on__lt=closed_before, names_erased_on=None)
    editions = [edition.pk for edition in over]
    Participant.objects.filter(edition__in=editions).exclude(name="").update(name="")
    return Edition.objects.filter(pk__in=editions).update(names_erased_on=on)
