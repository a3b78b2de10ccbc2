"""Use cases: passages of a gathered file are blacked out or go along, somebody else releases it, and it is fetched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.retention.models import KEPT, RequestFile
from wijkteam.retention.models.stays import stays_of
from wijkteam.retention.selectors.own_file import HIDE, SHARE, make_archive
from wijkteam.retention.services.make_own_file import opened, opened_archive, sealed_archive


class NotNow(Exception):
    """It is not ready, released already, or erased: maybe since a moment."""


class SamePerson(Exception):
    """Who asked for it does not release it."""


class NoSuchPassage(Exception):
    """There is no such part in this file."""


class WordsAreNotThere(Exception):
    """These words do not stand in it."""


def _ready(one: RequestFile) -> RequestFile:
    locked = RequestFile.objects.select_for_update(of=("self",), no_key=True).get(pk=one.pk)
    if locked.ready_at is None or locked.released_at is not None or locked.erased_at is not None:
        raise NotNow
    return locked


def _passage(content: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = content["passages"][number]
    except IndexError:
        raise NoSuchPassage from None
    return found


@transaction.atomic
def hide(*, one: RequestFile, number: int, words: str, because: str, note: str, by: User, at: datetime) -> RequestFile:
    """Black out these words wherever they stand in the passage, or all of it when no words are given.

    Kept as places, not as words: what is black stands nowhere else.

    Raises:
        NotNow, NoSuchPassage, WordsAreNotThere
    """
    locked = _ready(one)
    passage = _passage(opened(locked), number)
    places = _places(passage, words.strip())
    signed = {"because": because, "note": note, "by": by.pk, "at": at.isoformat()}
    locked.marks = [
        *locked.marks,
        *({"kind": HIDE, "passage": passage["key"], **place, **signed} for place in places),
    ]
    locked.save(update_fields=["marks"])
    return locked


def _places(passage: Mapping[str, Any], words: str) -> list[dict[str, Any]]:
    if not words:
        return [{"field": "", "start": None, "end": None}]
    places = []
    for field in passage["fields"]:
        start = field["value"].find(words)
        while start >= 0:
            places.append({"field": field["name"], "start": start, "end": start + len(words)})
            start = field["value"].find(words, start + len(words))
    if not places:
        raise WordsAreNotThere
    return places


@transaction.atomic
def share(*, one: RequestFile, number: int, note: str, by: User, at: datetime) -> RequestFile:
    """Let something go along that may be about somebody else, with why that is right.

    Raises:
        NotNow, NoSuchPassage
    """
    locked = _ready(one)
    passage = _passage(opened(locked), number)
    locked.marks = [
        *(mark for mark in locked.marks if (mark["kind"], mark["passage"]) != (SHARE, passage["key"])),
        {"kind": SHARE, "passage": passage["key"], "note": note, "by": by.pk, "at": at.isoformat()},
    ]
    locked.save(update_fields=["marks"])
    return locked


@transaction.atomic
def take_back(*, one: RequestFile, number: int) -> RequestFile:
    """The passage is again as it was gathered.

    Raises:
        NotNow, NoSuchPassage
    """
    locked = _ready(one)
    passage = _passage(opened(locked), number)
    locked.marks = [mark for mark in locked.marks if mark["passage"] != passage["key"]]
    locked.save(update_fields=["marks"])
    return locked


@transaction.atomic
def release_file(*, one: RequestFile, by: User, at: datetime) -> RequestFile:
    """From now on it may be given. What was gathered and is black or stayed behind is gone.

    Raises:
        NotNow, SamePerson
    """
    locked = _ready(one)
    if by.pk == locked.asked_by_id:
        raise SamePerson
    archive = make_archive(opened(locked), locked.marks, at=at)
    locked.archive, locked.content = sealed_archive(archive), None
    locked.released_by, locked.released_at, locked.ends_at = by, at, at + KEPT
    locked.save(update_fields=["archive", "content", "released_by", "released_at", "ends_at"])
    return locked


@transaction.atomic
def hand_over(*, one: RequestFile, by: User, at: datetime) -> bytes:
    """The bytes for the resident. That they were taken along stands in the read log, of each household in them.

    Raises:
        NotNow
    """
    locked = RequestFile.objects.select_for_update(of=("self",), no_key=True).get(pk=one.pk)
    if locked.released_at is None or locked.erased_at is not None or (locked.ends_at and locked.ends_at < at):
        raise NotNow
    archive = opened_archive(locked)
    locked.handed_over_by, locked.handed_over_at = by, at
    locked.save(update_fields=["handed_over_by", "handed_over_at"])
    record_reading(
        by=by,
        at=at,
        act=Act.EXPORT,
        subject=Subject.HOUSEHOLD,
        seen=[(household, household) for household in sorted(stays_of(locked.request.person_id).periods)],
        purpose="resident",
    )
    return archive
