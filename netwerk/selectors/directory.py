"""The directory: who there is, what they do, how far it reaches, and how one stands with them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, FloatField, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from netwerk.enums import Level, Ring
from netwerk.models import Location, Organisation, RelationMoment, RingMembership, Service
from netwerk.models.organisation import OrganisationQuerySet, folded
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25
ALIKE = 0.45


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


@dataclass(frozen=True, kw_only=True)
class Directory:
    page: Page[Organisation]
    rows: tuple[DirectoryRow, ...]
    query: str
    count: int
    team: Team | None


def directory(
    *, user: User, today: date, page: str, chosen: dict[str, str], team: Team | None, is_over: bool
) -> Directory:
    """Organisations that are there (or were), best match first when there is something to look for.

    `chosen` holds the filters as in the address; ring and last contact are those of `team`.
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
    paginator = Paginator(
        found.prefetch_related(
            "themes",
            Prefetch("services", Service.objects.offered(on=today).order_by("name")),
            Prefetch("locations", Location.objects.select_related("area").order_by("pk")),
        ),
        PAGE_SIZE,
    )
    current = paginator.get_page(page)
    current.object_list = list(current.object_list)
    kept = {name: value for name, value in chosen.items() if value}
    if is_over:
        kept["status"] = "beeindigd"
    return Directory(
        page=current,
        rows=tuple(_row(organisation) for organisation in current.object_list),
        query=f"{urlencode(kept)}&" if kept else "",
        count=paginator.count,
        team=team,
    )


def _filtered(found: OrganisationQuerySet, chosen: dict[str, str], *, today: date) -> OrganisationQuerySet:
    services = Service.objects.offered(on=today).filter(organisation=OuterRef("pk"))
    if text := " ".join(chosen.get("q", "").replace("\x00", "").split()):
        in_name = Greatest(
            _likeness(text),
            Case(When(name__icontains=text, then=Value(1.0)), default=Value(0.0), output_field=FloatField()),
        )
        best = services.annotate(likeness=_likeness(text)).order_by("-likeness").values("likeness")[:1]
        told = Q(description__icontains=text) | Exists(services.filter(description__icontains=text))
        found = found.annotate(
            likeness=Greatest(in_name, Coalesce(Subquery(best), Value(0.0), output_field=FloatField()))
        ).filter(Q(likeness__gte=ALIKE) | told)
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


def _likeness(text: str) -> TrigramWordSimilarity:
    """How much a name looks like what was typed, without case and accents: typing errors are forgiven."""
    return TrigramWordSimilarity(folded(Value(text)), folded(F("name")))  # type: ignore[arg-type]  # an expression is allowed too


def _row(organisation: Organisation) -> DirectoryRow:
    services = organisation.services.all()
    stated = [service.waiting_weeks for service in services if service.waiting_weeks is not None]
    levels = {service.level for service in services}
    places = [one.area.name if one.area else one.city for one in organisation.locations.all()]
    ring = organisation.ring  # type: ignore[attr-defined]  # annotated above
    return DirectoryRow(
        url=reverse("netwerk:organisation", args=[organisation.public_id]),
        name=organisation.name,
        kind=organisation.get_kind_display(),
        themes=", ".join(sorted(str(theme) for theme in organisation.themes.all())),
        where=", ".join(dict.fromkeys(place for place in places if place)),
        levels=tuple(level.label for level in Level if level in levels),
        waiting_weeks=max(stated) if stated else None,
        ring=Ring(ring).label if ring else "",
        last_contact=organisation.last_contact,  # type: ignore[attr-defined]  # annotated above
    )
