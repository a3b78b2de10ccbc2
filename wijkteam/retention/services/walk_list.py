"""Use cases: a destruction list is drawn up, looked through, authorised, and confirmed after seven days."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from wijkteam.accounts.models import User
from wijkteam.core.bell import ring_after_commit
from wijkteam.core.constraints import broken_constraint
from wijkteam.retention.models import WAITS, DestructionEntry, DestructionList
from wijkteam.retention.selectors.due import due_files

# A list that a person can look through; what is left comes on the next.
MOST = 500
# The task in schedules.py. Named, as services do not know what calls them.
RUN = "retention.carry_out"


class NothingIsDue(Exception):
    """No closed file is past its term and free."""


class NotNow(Exception):
    """The list is at another point of its road, maybe since a moment."""


class SamePerson(Exception):
    """Who drew it up does not look it through, and neither of them authorises it."""


class TooEarly(Exception):
    """Seven days lie between authorising and carrying out."""


class ListIsEmpty(Exception):
    """Every file was taken out."""


@transaction.atomic
def draw_up_list(*, by: User, at: datetime, request_key: UUID) -> DestructionList:
    """Put what is due on a new list. The same key again gives the same list; two at once share nothing.

    Raises:
        NothingIsDue
    """
    if earlier := DestructionList.objects.filter(request_key=request_key, drawn_up_by=by).first():
        return earlier
    today = timezone.localdate(at)
    due = due_files(on=today)[:MOST]
    if not due:
        raise NothingIsDue
    try:
        with transaction.atomic():
            made = DestructionList.objects.create(until=today, drawn_up_by=by, drawn_up_at=at, request_key=request_key)
            DestructionEntry.objects.bulk_create(
                DestructionEntry(
                    destruction=made,
                    case_id=one.case_id,
                    number=one.number,
                    team_id=one.team_id,
                    closed_on=one.closed_on,
                    changed_on=one.changed_on,
                    ground=one.ground,
                    years=one.years,
                    due_on=one.due_on,
                )
                for one in sorted(due, key=lambda one: one.case_id)
            )
            return made
    except IntegrityError as error:
        broken = broken_constraint(error)
        if "request_key" in broken:
            return DestructionList.objects.get(request_key=request_key)
        if broken in {"case_is_on_one_list", "held_file_is_on_no_list", "entry_is_due"}:
            raise NotNow from error  # somebody else drew one up, or put one of them on hold, at this moment
        raise


def _locked(destruction: DestructionList) -> DestructionList:
    return DestructionList.objects.select_for_update(of=("self",), no_key=True).get(pk=destruction.pk)


@transaction.atomic
def leave_out(*, entry: DestructionEntry, because: str, by: User, at: datetime) -> None:
    """An exception: this file stays. Taken out twice is taken out once.

    Raises:
        NotNow
    """
    destruction = _locked(entry.destruction)
    if destruction.confirmed_at is not None or destruction.dropped_at is not None:
        raise NotNow
    DestructionEntry.objects.standing().filter(pk=entry.pk).update(
        left_out_at=at, left_out_by=by, left_out_because=because
    )


@transaction.atomic
def review_list(*, destruction: DestructionList, by: User, at: datetime) -> DestructionList:
    """Somebody else looked it through.

    Raises:
        NotNow, SamePerson, ListIsEmpty
    """
    locked = _locked(destruction)
    if locked.reviewed_at is not None or locked.dropped_at is not None:
        raise NotNow
    if by.pk == locked.drawn_up_by_id:
        raise SamePerson
    _require_something(locked)
    locked.reviewed_by, locked.reviewed_at = by, at
    locked.save(update_fields=["reviewed_by", "reviewed_at"])
    return locked


@transaction.atomic
def approve_list(*, destruction: DestructionList, by: User, at: datetime) -> DestructionList:
    """The archivist, a third person, authorises the destruction. From here seven days.

    Raises:
        NotNow, SamePerson, ListIsEmpty
    """
    locked = _locked(destruction)
    if locked.reviewed_at is None or locked.approved_at is not None or locked.dropped_at is not None:
        raise NotNow
    if by.pk in {locked.drawn_up_by_id, locked.reviewed_by_id}:
        raise SamePerson
    _require_something(locked)
    locked.approved_by, locked.approved_at = by, at
    locked.save(update_fields=["approved_by", "approved_at"])
    return locked


@transaction.atomic
def drop_list(*, destruction: DestructionList, because: str, by: User, at: datetime) -> DestructionList:
    """It goes no further; its files can come on another list.

    Raises:
        NotNow
    """
    locked = _locked(destruction)
    if locked.confirmed_at is not None or locked.dropped_at is not None:
        raise NotNow
    locked.dropped_by, locked.dropped_at, locked.dropped_because = by, at, because
    locked.save(update_fields=["dropped_by", "dropped_at", "dropped_because"])
    return locked


@transaction.atomic
def confirm_list(*, destruction: DestructionList, by: User, at: datetime) -> DestructionList:
    """Have it carried out. The wish is kept with the list; a message follows when it is there. Twice is once.

    Raises:
        NotNow, TooEarly, ListIsEmpty
    """
    locked = _locked(destruction)
    if locked.confirmed_at is not None:
        return locked
    if locked.approved_at is None or locked.dropped_at is not None:
        raise NotNow
    if at < locked.approved_at + WAITS:
        raise TooEarly
    _require_something(locked)
    locked.confirmed_by, locked.confirmed_at = by, at
    locked.save(update_fields=["confirmed_by", "confirmed_at"])
    ring_after_commit(RUN, list_id=locked.pk)
    return locked


def _require_something(destruction: DestructionList) -> None:
    if not destruction.entries.standing().exists():
        raise ListIsEmpty
