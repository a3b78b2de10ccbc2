"""The team with its two rings on any day: as a picture and as a table, with what changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from netwerk.enums import Ring
from netwerk.models import RelationMoment, RingMembership
from netwerk.selectors.rings_picture import NARROW, WIDE, Picture, picture
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HALF_YEAR = timedelta(days=182)
CHANGES = timedelta(days=365)
STEPS = 8


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
    steps: tuple[date, ...]
    before: date | None
    after: date | None

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
    steps = quarters(team, today=today)
    rows = [_row(number, place, team) for number, place in enumerate(places, start=1)]
    return RingsPage(
        team=team,
        on=on,
        is_today=on == today,
        first=tuple(row for row in rows if row.ring == Ring.FIRST),
        second=tuple(row for row in rows if row.ring == Ring.SECOND),
        wide=picture(rows, WIDE),
        narrow=picture(rows, NARROW),
        changes=_changes(team, on=on),
        steps=tuple(sorted(steps, reverse=True)),
        before=max((day for day in steps if day < on), default=None),
        after=min((day for day in steps if day > on), default=None),
    )


def quarters(team: Team, *, today: date) -> list[date]:
    """The first day of each quarter in which somebody stood around the team, of the last two. One statement."""
    first = RingMembership.objects.filter(team=team).aggregate(day=Min("starts_on"))["day"]
    day = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    found: list[date] = []
    while first is not None and len(found) < STEPS and day >= first:
        found.append(day)
        day = date(day.year - (day.month == 1), (day.month - 4) % 12 + 1, 1)
    return found


def _row(number: int, place: RingMembership, team: Team) -> PartnerRow:
    return PartnerRow(
        number=number,
        url=f"{reverse('netwerk:organisation', args=[place.organisation.public_id])}?team={team.code}",
        name=place.organisation.name,
        kind=place.organisation.get_kind_display(),
        ring=place.ring,
        since=place.starts_on,
        contacts=place.contacts,  # type: ignore[attr-defined]  # annotated above
        last_contact=place.last_contact,  # type: ignore[attr-defined]  # annotated above
    )


def _changes(team: Team, *, on: date) -> tuple[Change, ...]:
    """What came, moved and left in the year up to `on`, latest first."""
    places = RingMembership.objects.filter(team=team, starts_on__lte=on).select_related("organisation")
    acts: dict[tuple[date, int], Change] = {}
    for place in places.order_by("starts_on", "pk"):
        key = (place.starts_on, place.organisation_id)
        left = acts.get(key)
        acts[key] = _change(
            place, team, on=place.starts_on, came=left.came_from if left else None, went=place.ring, reason=place.reason
        )
        if place.ends_on is not None and place.ends_on <= on:
            end = (place.ends_on, place.organisation_id)
            acts[end] = _change(place, team, on=place.ends_on, came=place.ring, went=None, reason=place.end_reason)
    recent = [change for change in acts.values() if change.on > on - CHANGES]
    return tuple(sorted(recent, key=lambda change: (change.on, change.name), reverse=True))


def _change(place: RingMembership, team: Team, *, on: date, came: int | None, went: int | None, reason: str) -> Change:
    return Change(
        on=on,
        name=place.organisation.name,
        url=f"{reverse('netwerk:organisation', args=[place.organisation.public_id])}?team={team.code}",
        came_from=came,
        went_to=went,
        reason=reason,
    )
