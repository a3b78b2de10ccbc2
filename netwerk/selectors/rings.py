"""The team with its two rings on any day: as a picture and as a table, with what changed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from netwerk.enums import Ring
from netwerk.models import RelationMoment, RingMembership
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HALF_YEAR = timedelta(days=182)
CHANGES = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Where pictures draw a ring, in units of their view box: middle, radii, and how large a partner may be."""

    width: int
    height: int
    first: tuple[int, int]
    second: tuple[int, int]
    smallest: int
    largest: int


WIDE = Shape(width=1180, height=900, first=(215, 190), second=(400, 370), smallest=20, largest=44)
NARROW = Shape(width=680, height=680, first=(150, 150), second=(280, 280), smallest=25, largest=44)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A partner in a picture. Numbers are text already: nothing may write them in Dutch."""

    number: int
    url: str
    ring: int
    x: str
    y: str
    r: str
    label_x: str
    anchor: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    width: str
    height: str
    middle_x: str
    middle_y: str
    ellipses: tuple[tuple[str, str, str], ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class PartnerRow:
    number: int
    url: str
    name: str
    kind: "_StrOrPromise"
    ring: int
    since: date
    contacts: int
    last_contact: date | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One act: came, moved or left, on a day, with the reason."""

    on: date
    name: str
    url: str
    came_from: int | None
    went_to: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class RingsPage:
    team: Team
    on: date
    is_today: bool
    first: tuple[PartnerRow, ...]
    second: tuple[PartnerRow, ...]
    wide: Picture
    narrow: Picture
    changes: tuple[Change, ...]
    earlier: tuple[date, ...]

    @property
    def is_empty(self) -> bool:
        return not self.first and not self.second


def rings_page(*, team: Team, on: date, today: date) -> RingsPage:
    """Who stood where on `on`, how much contact there was in the half year before, and what changed in that year."""
    moments = RelationMoment.objects.filter(
        team=team, organisation=OuterRef("organisation"), happened_on__lte=on
    ).order_by()
    recent = moments.filter(happened_on__gt=on - HALF_YEAR)
    places = (
        RingMembership.objects.on(on)
        .filter(team=team)
        .select_related("organisation")
        .annotate(
            contacts=Coalesce(Subquery(recent.values("organisation").annotate(n=Count("pk")).values("n")), 0),
            last_contact=Subquery(moments.values("organisation").annotate(last=Max("happened_on")).values("last")),
        )
        .order_by("ring", "organisation__name", "pk")
    )
    rows = [_row(number, place) for number, place in enumerate(places, start=1)]
    return RingsPage(
        team=team,
        on=on,
        is_today=on == today,
        first=tuple(row for row in rows if row.ring == Ring.FIRST),
        second=tuple(row for row in rows if row.ring == Ring.SECOND),
        wide=picture(rows, WIDE, labels=True),
        narrow=picture(rows, NARROW, labels=False),
        changes=_changes(team, on=on),
        earlier=tuple(today - timedelta(days=days) for days in (91, 182, 365)),
    )


def _row(number: int, place: RingMembership) -> PartnerRow:
    return PartnerRow(
        number=number,
        url=reverse("netwerk:organisation", args=[place.organisation.public_id]),
        name=place.organisation.name,
        kind=place.organisation.get_kind_display(),
        ring=place.ring,
        since=place.starts_on,
        contacts=place.contacts,  # type: ignore[attr-defined]  # annotated above
        last_contact=place.last_contact,  # type: ignore[attr-defined]  # annotated above
    )


def picture(rows: Sequence[PartnerRow], shape: Shape, *, labels: bool) -> Picture:
    """Partners spread evenly over their ring, larger with more contact."""
    middle = (shape.width // 2, shape.height // 2)
    nodes: list[Node] = []
    for ring, radii in ((Ring.FIRST, shape.first), (Ring.SECOND, shape.second)):
        inside = [row for row in rows if row.ring == ring]
        # The second ring begins half a step further, so that its labels stay clear of those of the first.
        turn = 0.0 if ring == Ring.FIRST else math.pi / max(1, len(inside))
        for index, row in enumerate(inside):
            angle = 2 * math.pi * index / len(inside) - math.pi / 2 + turn
            x = middle[0] + radii[0] * math.cos(angle)
            y = middle[1] + radii[1] * math.sin(angle)
            nodes.append(_node(row, x=x, y=y, angle=angle, shape=shape, labels=labels))
    return Picture(
        width=str(shape.width),
        height=str(shape.height),
        middle_x=str(middle[0]),
        middle_y=str(middle[1]),
        ellipses=tuple(
            (str(number), str(radii[0]), str(radii[1])) for number, radii in ((2, shape.second), (1, shape.first))
        ),
        nodes=tuple(nodes),
    )


def radius(contacts: int, shape: Shape) -> int:
    """The area grows with the contacts, up to twelve in half a year."""
    share = math.sqrt(min(contacts, 12) / 12)
    return round(shape.smallest + (shape.largest - shape.smallest) * share)


def _node(row: PartnerRow, *, x: float, y: float, angle: float, shape: Shape, labels: bool) -> Node:
    r = radius(row.contacts, shape)
    outside = row.ring == Ring.SECOND
    side = math.cos(angle)
    lines = (
        wrap(row.name, 20 if outside else 18, max_lines=2, placeholder="…", break_long_words=False) if labels else []
    )
    if outside and abs(side) > 0.35:
        anchor, label_x = ("start", x + r + 8) if side > 0 else ("end", x - r - 8)
        first_y = y + 6 - 11 * (len(lines) - 1)
    else:
        anchor, label_x = "middle", x
        above = outside and math.sin(angle) < 0
        first_y = y - r - 10 - 22 * (len(lines) - 1) if above else y + r + 21
    return Node(
        number=row.number,
        url=row.url,
        ring=row.ring,
        x=str(round(x)),
        y=str(round(y)),
        r=str(r),
        label_x=str(round(label_x)),
        anchor=anchor,
        lines=tuple((line, str(round(first_y + 22 * at))) for at, line in enumerate(lines)),
    )


def _changes(team: Team, *, on: date) -> tuple[Change, ...]:
    """What came, moved and left in the year up to `on`, latest first."""
    places = RingMembership.objects.filter(team=team, starts_on__lte=on).select_related("organisation")
    acts: dict[tuple[date, int], Change] = {}
    for place in places.order_by("starts_on", "pk"):
        key = (place.starts_on, place.organisation_id)
        left = acts.get(key)
        acts[key] = _change(
            place, on=place.starts_on, came=left.came_from if left else None, went=place.ring, reason=place.reason
        )
        if place.ends_on is not None and place.ends_on <= on:
            end = (place.ends_on, place.organisation_id)
            acts[end] = _change(place, on=place.ends_on, came=place.ring, went=None, reason=place.end_reason)
    recent = [change for change in acts.values() if change.on > on - CHANGES]
    return tuple(sorted(recent, key=lambda change: (change.on, change.name), reverse=True))


def _change(place: RingMembership, *, on: date, came: int | None, went: int | None, reason: str) -> Change:
    return Change(
        on=on,
        name=place.organisation.name,
        url=reverse("netwerk:organisation", args=[place.organisation.public_id]),
        came_from=came,
        went_to=went,
        reason=reason,
    )
