"""Use cases: a file for a resident is asked for, gathered by a worker, and erased after its days."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from wijkteam.accounts.models import User
from wijkteam.core.bell import ring_after_commit
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.sealing import seal, unseal
from wijkteam.retention.models import RequestFile, ResidentRequest
from wijkteam.retention.selectors.own_data import own_data

# Longer than the largest file takes by far.
LEASE: Final = dt.timedelta(minutes=10)
# The task in schedules.py. Named, as services do not know what calls them.
RUN = "retention.make_own_file"
_PURPOSE = "wijkteam.own-file"


class NotNow(Exception):
    """It is no request to see what is kept, or it was decided; maybe a moment ago."""


def sealed(content: dict[str, Any]) -> bytes:
    return seal(json.dumps(content, ensure_ascii=False).encode(), purpose=_PURPOSE)


def opened(one: RequestFile) -> dict[str, Any]:
    """What was gathered. Raises SealIsGone."""
    content: dict[str, Any] = json.loads(unseal(one.content or b"", purpose=_PURPOSE))
    return content


def sealed_archive(archive: bytes) -> bytes:
    return seal(archive, purpose=_PURPOSE)


def opened_archive(one: RequestFile) -> bytes:
    """Raises SealIsGone."""
    return unseal(one.archive or b"", purpose=_PURPOSE)


@transaction.atomic
def ask_for_file(*, asked: ResidentRequest, by: User, at: dt.datetime, request_key: UUID) -> RequestFile:
    """The wish is kept with the request; a message follows when it is there. One that stands already is given back.

    Raises:
        NotNow
    """
    ResidentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if earlier := RequestFile.objects.filter(request=asked).standing().first():
        return earlier
    try:
        with transaction.atomic():
            made = RequestFile.objects.create(request=asked, asked_by=by, asked_at=at, request_key=request_key)
    except IntegrityError as error:
        if broken_constraint(error) == "resident_file_is_of_an_open_request":
            raise NotNow from error
        if "request_key" in broken_constraint(error):
            return RequestFile.objects.get(request_key=request_key)
        raise
    ring_after_commit(RUN, file_id=made.pk)
    return made


@transaction.atomic
def drop_file(*, one: RequestFile, at: dt.datetime) -> None:
    """Away with it, to make a new one: the file of the household changed since, or too much was blacked out."""
    RequestFile.objects.standing().filter(pk=one.pk).update(content=None, archive=None, leased_until=None, erased_at=at)


def make_own_file(*, file_id: int, now: Callable[[], dt.datetime] = timezone.now) -> bool:
    """Gather everything; False when there is nothing to do, or somebody else does it. One statement keeps it."""
    taken = _take(file_id, now())
    if taken is None:
        return False
    ours = RequestFile.objects.standing().filter(pk=taken.pk, runs=taken.runs, ready_at=None)
    try:
        content = sealed(own_data(taken.request.person, now=now()))
    except Exception as error:
        # What went wrong, by its kind only: a message of the database may hold words of people.
        ours.update(leased_until=None, problem=type(error).__name__)
        raise
    return bool(ours.update(content=content, ready_at=now(), leased_until=None, problem=""))


@transaction.atomic
def _take(file_id: int, at: dt.datetime) -> RequestFile | None:
    """Whoever holds the row takes it; others pass it by instead of waiting."""
    rows = RequestFile.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    taken = rows.select_related("request__person").filter(pk=file_id).to_take(at=at).first()
    if taken is None:
        return None
    taken.runs, taken.leased_until = taken.runs + 1, at + LEASE
    taken.save(update_fields=["runs", "leased_until"])
    return taken


def erase_ended(*, at: dt.datetime) -> int:
    """What was to be fetched and is past its days goes, fetched or not. Returns how many."""
    return (
        RequestFile.objects.standing()
        .filter(ends_at__lt=at)
        .update(content=None, archive=None, leased_until=None, erased_at=at)
    )
