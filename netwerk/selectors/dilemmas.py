"""Dilemmas that somebody may read: nothing about the others, not even how many there are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from netwerk.models import Dilemma, DilemmaNote
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class DilemmaRow:
    """Without its words: a list stays open on a screen."""

    url: str
    organisation: str
    kind: "_StrOrPromise"
    author: str
    is_own: bool
    written_on: date
    look_back_on: date | None
    is_due: bool
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    author: str
    written_at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class DilemmaPage:
    dilemma: Dilemma
    row: DilemmaRow
    readers: tuple[str, ...]
    notes: tuple[NoteLine, ...]


def dilemma_rows(*, user: User, today: date) -> tuple[DilemmaRow, ...]:
    """What is open first, newest first. One statement."""
    rows = Dilemma.objects.visible_to(user, on=today).select_related("organisation", "author")
    ordered = sorted(rows.order_by("-written_on", "-pk"), key=lambda one: one.ended_on is not None)
    return tuple(_row(one, user=user, today=today) for one in ordered)


def dilemma_page(dilemma: Dilemma, *, user: User, today: date) -> DilemmaPage:
    """Two statements; the dilemma comes with its author and organisation."""
    notes = DilemmaNote.objects.filter(dilemma=dilemma).select_related("author").order_by("written_at", "pk")
    readers = dilemma.readers.select_related("user").order_by("user__name")
    return DilemmaPage(
        dilemma=dilemma,
        row=_row(dilemma, user=user, today=today),
        readers=tuple(one.user.name for one in readers),
        notes=tuple(NoteLine(author=one.author.name, written_at=one.written_at, text=one.text) for one in notes),
    )


def _row(one: Dilemma, *, user: User, today: date) -> DilemmaRow:
    return DilemmaRow(
        url=reverse("netwerk:dilemma", args=[one.public_id]),
        organisation=one.organisation.name,
        kind=one.get_kind_display(),
        author=one.author.name,
        is_own=one.author_id == user.pk,
        written_on=one.written_on,
        look_back_on=one.look_back_on,
        is_due=one.ended_on is None and one.look_back_on is not None and one.look_back_on <= today,
        ended_on=one.ended_on,
    )
