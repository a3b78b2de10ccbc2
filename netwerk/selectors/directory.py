"""The directory: who there is, what they do, how far it reaches, and how one stands with them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from netwerk.enums import Level, Ring
from netwerk.models import Location, Organisation, Professional, RelationMoment, RingMembership, Service
from netwerk.models.organisation import OrganisationQuerySet
from netwerk.selectors.directory_search import found_by, mentions, words_of
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25
_MOST_FOUND = 3


@dataclass(frozen=True, kw_only=True)
class DirectoryRow:
    url: str
    name: str
    kind: "_StrOrPromise"
    themes: str
    where: str
    levels: "tuple[_StrOrPromise, ...]"
    waiting_weeks: int | None
    ring: "_StrOrPromise"
    last_contact: date | None
    found: tuple[str, ...]  # the services and people because of whom it is in the list


@dataclass(frozen=True, kw_only=True)
class Directory:
    page: Page[Organisation]
    rows: tuple[DirectoryRow, ...]
    query: str
    count: int
    team: Team | None


def directory(
    *,
    user: User,
    today: date,
    page: str,
    chosen: dict[str, str],
    team: Team | None,
    is_over: bool,
    team_query: str = "",
) -> Directory:
    """Organisations that are there (or were), best match first when there is something to look for.

    `chosen` holds the filters as in the address, and the words under `q`, which stand in none: they can be somebody's
    name. Ring and last contact are those of `team`; `team_query` keeps it in the addresses.
    """
    over = Q(ends_on__lte=today)
    found = Organisation.objects.visible_to(user, on=today).filter(over if is_over else ~over | Q(ends_on=None))
    found = _filtered(found, chosen, today=today)
    order: list[str] = ["-likeness"] if chosen.get("q") else []
    mine = {"team": team, "organisation": OuterRef("pk")}
    found = found.annotate(
        ring=Subquery(RingMembership.objects.on(today).filter(**mine).values("ring")[:1]),
        last_contact=Subquery(
            RelationMoment.objects.filter(**mine)
            .order_by()
            .values("organisation")
            .annotate(last=Max("happened_on"))
            .values("last")
        ),
    ).order_by(*order, "name", "pk")
    words = words_of(chosen.get("q", ""))
    people = Professional.objects.working(on=today) if words else Professional.objects.none()
    paginator = Paginator(
        found.prefetch_related(
            "themes",
            Prefetch("services", Service.objects.offered(on=today).order_by("name")),
            Prefetch("locations", Location.objects.select_related("area").order_by("pk")),
            Prefetch("professionals", people.order_by("name")),
        ),
        PAGE_SIZE,
    )
    current = paginator.get_page(page)
    current.object_list = list(current.object_list)
    return Directory(
        page=current,
        rows=tuple(_row(organisation, words, team_query) for organisation in current.object_list),
        query=kept_query(chosen, team=team if team_query else None, is_over=is_over),
        count=paginator.count,
        team=team,
    )


def kept_query(chosen: dict[str, str], *, team: Team | None, is_over: bool) -> str:
    """The filters as the end of an address, ready for more: never the words, which can be somebody's name."""
    kept = {name: value for name, value in chosen.items() if value and name != "q"}
    kept |= {"team": team.code} if team else {}
    kept |= {"status": "beeindigd"} if is_over else {}
    return f"{urlencode(kept)}&" if kept else ""


def _filtered(found: OrganisationQuerySet, chosen: dict[str, str], *, today: date) -> OrganisationQuerySet:
    services = Service.objects.offered(on=today).filter(organisation=OuterRef("pk"))
    if text := chosen.get("q"):
        found = found_by(found, text, today=today)
    if code := chosen.get("thema"):
        found = found.filter(
            Exists(Organisation.themes.through.objects.filter(organisation=OuterRef("pk"), theme__code=code))
            | Exists(services.filter(themes__code=code))
        )
    if code := chosen.get("buurt"):
        here = Q(area__code=code) | Q(area__children__code=code)
        served = Q(areas__code=code) | Q(areas__children__code=code)
        found = found.filter(
            Exists(Location.objects.filter(here, organisation=OuterRef("pk"))) | Exists(services.filter(served))
        )
    if level := chosen.get("niveau"):
        found = found.filter(Exists(services.filter(level=level)))
    if kind := chosen.get("soort"):
        found = found.filter(kind=kind)
    return found


def _found(organisation: Organisation, words: list[str]) -> tuple[str, ...]:
    if not words or mentions(words, organisation.name):
        return ()
    services = [one.name for one in organisation.services.all() if mentions(words, one.name, one.description)]
    people = [
        f"{one.name} ({one.function})" if one.function else one.name
        for one in organisation.professionals.all()
        if mentions(words, one.name, one.function)
    ]
    return tuple([*services, *people][:_MOST_FOUND])


def _row(organisation: Organisation, words: list[str], team_query: str) -> DirectoryRow:
    services = organisation.services.all()
    stated = [service.waiting_weeks for service in services if service.waiting_weeks is not None]
    levels = {service.level for service in services}
    places = [one.area.name if one.area else one.city for one in organisation.locations.all()]
    ring = organisation.ring  # type: ignore[attr-defined]  # annotated above
    return DirectoryRow(
        url=f"{reverse('netwerk:organisation', args=[organisation.public_id])}{team_query}",
        name=organisation.name,
        kind=organisation.get_kind_display(),
        themes=", ".join(sorted(str(theme) for theme in organisation.themes.all())),
        where=", ".join(dict.fromkeys(place for place in places if place)),
        levels=tuple(level.label for level in Level if level in levels),
        waiting_weeks=max(stated) if stated else None,
        ring=Ring(ring).label if ring else "",
        last_contact=organisation.last_contact,  # type: ignore[attr-defined]  # annotated above
        found=_found(organisation, words),
    )
