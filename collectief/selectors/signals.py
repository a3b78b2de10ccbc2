"""Signals of which it was written down what became of them: the list that goes on where the board stops."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.urls import reverse

from collectief.models import Signal
from collectief.selectors.signal_board import excerpt_of
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class FinishedRow:
    url: str
    excerpt: str
    place: str
    area: str
    theme: str
    team: str
    received_at: datetime
    follow_up: "_StrOrPromise"
    followed_up_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FinishedList:
    page: Page[Signal]
    rows: tuple[FinishedRow, ...]
    count: int


def finished_list(*, user: User, today: date, page: str) -> FinishedList:
    """Latest first. Two statements."""
    rows = Signal.objects.visible_to(user, on=today).exclude(followed_up_at=None).order_by("-followed_up_at", "-pk")
    current = Paginator(rows.select_related("area", "theme", "team"), PAGE_SIZE).get_page(page)
    current.object_list = list(current.object_list)
    return FinishedList(
        page=current,
        rows=tuple(_row(signal) for signal in current.object_list),
        count=current.paginator.count,
    )


def _row(signal: Signal) -> FinishedRow:
    return FinishedRow(
        url=reverse("collectief:signal", args=[signal.public_id]),
        excerpt=excerpt_of(signal),
        place=signal.place,
        area=signal.area.name if signal.area else "",
        theme=str(signal.theme or ""),
        team=signal.team.name,
        received_at=signal.received_at,
        follow_up=signal.get_follow_up_display(),
        followed_up_at=signal.followed_up_at,
    )
