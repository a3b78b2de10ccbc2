"""Use cases: write down a dilemma for a few eyes, add to it, and say how it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from netwerk.enums import DilemmaKind
from netwerk.models import Dilemma, DilemmaNote, DilemmaReader, Organisation
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class DilemmaHasEnded(Exception):
    """It was ended in the meantime: what was written stays."""


@dataclass(frozen=True, kw_only=True)
class DilemmaDetails:
    """`readers` are colleagues of the same team."""

    kind: DilemmaKind
    text: str
    with_coordinator: bool
    look_back_on: date | None
    readers: Collection[User]


def write_dilemma(
    *, team: Team, organisation: Organisation, details: DilemmaDetails, by: User, today: date, request_key: UUID
) -> Dilemma:
    """Write it down for who may read it. The same `request_key` again gives the one that is there."""
    try:
        with transaction.atomic():
            dilemma = Dilemma.objects.create(
                team=team,
                organisation=organisation,
                kind=details.kind,
                text=details.text,
                author=by,
                with_coordinator=details.with_coordinator,
                written_on=today,
                look_back_on=details.look_back_on,
                request_key=request_key,
            )
            _name(dilemma, details.readers)
            return dilemma
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Dilemma.objects.get(request_key=request_key, author=by)


@transaction.atomic
def change_dilemma(*, dilemma: Dilemma, details: DilemmaDetails) -> Dilemma:
    """Other words, or other readers: who is no longer named reads it no longer. Raises DilemmaHasEnded."""
    locked = _lock(dilemma)
    locked.kind, locked.text = details.kind, details.text
    locked.with_coordinator, locked.look_back_on = details.with_coordinator, details.look_back_on
    locked.save(update_fields=["kind", "text", "with_coordinator", "look_back_on"])
    locked.readers.exclude(user__in=details.readers).delete()
    _name(locked, details.readers)
    return locked


@transaction.atomic
def add_note(*, dilemma: Dilemma, text: str, by: User, at: datetime, request_key: UUID) -> DilemmaNote:
    """Advice, or what happened since. Sent twice it is one note. Raises DilemmaHasEnded."""
    locked = Dilemma.objects.select_for_update(of=("self",), no_key=True).get(pk=dilemma.pk)
    if earlier := DilemmaNote.objects.filter(request_key=request_key, author=by).first():
        return earlier
    if locked.ended_on is not None:
        raise DilemmaHasEnded
    return DilemmaNote.objects.create(dilemma=locked, author=by, written_at=at, text=text, request_key=request_key)


@transaction.atomic
def end_dilemma(*, dilemma: Dilemma, outcome: str, today: date) -> Dilemma:
    """Say how it ended; from then on it stays as it is. Raises DilemmaHasEnded."""
    locked = _lock(dilemma)
    locked.ended_on, locked.outcome = today, outcome
    locked.save(update_fields=["ended_on", "outcome"])
    return locked


def _lock(dilemma: Dilemma) -> Dilemma:
    locked = Dilemma.objects.select_for_update(of=("self",), no_key=True).get(pk=dilemma.pk)
    if locked.ended_on is not None:
        raise DilemmaHasEnded
    return locked


def _name(dilemma: Dilemma, readers: Collection[User]) -> None:
    there = set(dilemma.readers.values_list("user", flat=True))
    DilemmaReader.objects.bulk_create(
        DilemmaReader(dilemma=dilemma, user=one) for one in readers if one.pk not in there
    )
