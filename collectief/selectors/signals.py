"""What the pages of signals show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from collectief.models import Signal
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25
EXCERPT = 200


@dataclass(frozen=True, kw_only=True)
class SignalRow:
    url: str
    excerpt: str
    place: str
    area: str
    theme: str
    team: str
    received_at: datetime
    follow_up: "_StrOrPromise"
    followed_up_at: datetime | None
    can_be_answered: bool


@dataclass(frozen=True, kw_only=True)
class SignalTab:
    label: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True, kw_only=True)
class SignalList:
    page: Page[Signal]
    rows: tuple[SignalRow, ...]
    tabs: tuple[SignalTab, ...]
    is_done: bool
    query: str
    count: int


def signal_list(*, user: User, today: date, page: str, chosen: dict[str, str], is_done: bool) -> SignalList:
    """Signals of one's teams: what waits for somebody to look at it (longest first), or what became of them."""
    mine = Signal.objects.visible_to(user, on=today)
    for name, field in (("thema", "theme__code"), ("team", "team__code")):
        if chosen.get(name):
            mine = mine.filter(**{field: chosen[name]})
    waiting = mine.waiting()
    rows = mine.exclude(followed_up_at=None).order_by("-followed_up_at", "-pk") if is_done else waiting
    if not is_done:
        rows = rows.order_by("received_at", "pk")
    current = Paginator(rows.select_related("area", "theme", "team"), PAGE_SIZE).get_page(page)
    current.object_list = list(current.object_list)
    kept = {name: value for name, value in chosen.items() if value}
    here = reverse("collectief:signals")
    done = {"status": "opgevolgd", **kept}
    tabs = (
        SignalTab(
            label=_("To look at"),
            url=f"{here}?{urlencode(kept)}" if kept else here,
            current=not is_done,
            count=waiting.count() if is_done else current.paginator.count,
        ),
        SignalTab(label=_("Followed up"), url=f"{here}?{urlencode(done)}", current=is_done, count=None),
    )
    query = done if is_done else kept
    return SignalList(
        page=current,
        rows=tuple(_row(signal) for signal in current.object_list),
        tabs=tabs,
        is_done=is_done,
        query=f"{urlencode(query)}&" if query else "",
        count=current.paginator.count,
    )


def _row(signal: Signal) -> SignalRow:
    return SignalRow(
        url=reverse("collectief:signal", args=[signal.public_id]),
        excerpt=Truncator(" ".join(signal.text.split())).chars(EXCERPT),
        place=signal.place,
        area=signal.area.name if signal.area else "",
        theme=str(signal.theme or ""),
        team=signal.team.name,
        received_at=signal.received_at,
        follow_up=signal.get_follow_up_display(),
        followed_up_at=signal.followed_up_at,
        can_be_answered=bool(signal.reach),
    )
