"""What the pages of initiatives show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse

from collectief.models import Initiative, Reflection
from collectief.permissions import can_change_initiative
from collectief.selectors.funding import FundingLine, Loss, funding_lines, losses
from collectief.selectors.reflections import title_of
from collectief.selectors.stories import StoryLine, stories_about
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team
from wijkteam.teams.selectors.public_page import Activity

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25
LATEST = 8


@dataclass(frozen=True, kw_only=True)
class InitiativeRow:
    url: str
    name: str
    theme: str
    area: str
    place: str
    rhythm: str
    team: str
    owner: "_StrOrPromise"
    ends_on: date | None
    starts_on: date
    has_begun: bool
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class InitiativeList:
    page: Page[Initiative]
    rows: tuple[InitiativeRow, ...]
    query: str
    count: int


@dataclass(frozen=True, kw_only=True)
class EditionLink:
    url: str
    name: str
    method: str
    is_running: bool


@dataclass(frozen=True, kw_only=True)
class Link:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Something that anybody walks into was held; how many came."""

    day: date
    people: int


@dataclass(frozen=True, kw_only=True)
class InitiativePage:
    initiative: Initiative
    has_begun: bool
    is_over: bool
    may_change: bool
    editions: tuple[EditionLink, ...]
    gatherings: tuple[Gathering, ...]
    other_themes: tuple[str, ...]
    linked: tuple[Link, ...]
    came_from: Link | None
    funding: tuple[FundingLine, ...]
    loss: Loss | None
    stories: tuple[StoryLine, ...]


def initiative_list(*, user: User, today: date, page: str, chosen: dict[str, str], is_over: bool) -> InitiativeList:
    """Initiatives of all teams: those that run or will begin, or those that ended. `chosen` holds filters by code."""
    over = Q(ends_on__lte=today)
    found = Initiative.objects.visible_to(user, on=today).filter(over if is_over else ~over | Q(ends_on=None))
    for name, field in (("thema", "theme__code"), ("team", "team__code")):
        if chosen.get(name):
            found = found.filter(**{field: chosen[name]})
    if chosen.get("buurt"):
        found = found.filter(Q(area__code=chosen["buurt"]) | Q(area__children__code=chosen["buurt"]))
    if chosen.get("q"):
        found = found.filter(Q(name__icontains=chosen["q"]) | Q(description__icontains=chosen["q"]))
    paginator = Paginator(found.select_related("theme", "area", "team").order_by("name", "pk"), PAGE_SIZE)
    current = paginator.get_page(page)
    current.object_list = list(current.object_list)
    kept = {name: value for name, value in chosen.items() if value}
    if is_over:
        kept["status"] = "beeindigd"
    return InitiativeList(
        page=current,
        rows=tuple(_row(initiative, today=today) for initiative in current.object_list),
        query=f"{urlencode(kept)}&" if kept else "",
        count=paginator.count,
    )


def _row(initiative: Initiative, *, today: date) -> InitiativeRow:
    return InitiativeRow(
        url=reverse("collectief:initiative", args=[initiative.public_id]),
        name=initiative.name,
        theme=str(initiative.theme),
        area=initiative.area.name if initiative.area else "",
        place=initiative.place,
        rhythm=initiative.rhythm,
        team=initiative.team.name,
        owner=initiative.get_owner_display(),
        starts_on=initiative.starts_on,
        ends_on=initiative.ends_on,
        has_begun=initiative.starts_on <= today,
        is_over=initiative.ends_on is not None and initiative.ends_on <= today,
    )


def initiative_page(*, initiative: Initiative, user: User, today: date) -> InitiativePage:
    """One initiative, and whether this person may change it."""
    funding = funding_lines(initiative, today=today)
    is_at_risk = any(line.lapses or line.tone == "warning" for line in funding)
    return InitiativePage(
        initiative=initiative,
        has_begun=initiative.starts_on <= today,
        is_over=initiative.ends_on is not None and initiative.ends_on <= today,
        may_change=can_change_initiative(user=user, initiative=initiative, on=today),
        other_themes=tuple(str(theme) for theme in initiative.other_themes.order_by("name", "pk")),
        linked=tuple(
            Link(name=one.name, url=reverse("collectief:initiative", args=[one.public_id]))
            for one in initiative.linked.order_by("name", "pk")
        ),
        came_from=_came_from(initiative, user=user, today=today),
        funding=funding,
        loss=losses([initiative], today=today)[initiative.pk] if is_at_risk else None,
        stories=stories_about(initiative, user=user, today=today),
        editions=tuple(
            EditionLink(
                url=reverse("collectief:edition", args=[edition.public_id]),
                name=edition.name,
                method=edition.method.name,
                is_running=edition.closed_on is None,
            )
            for edition in initiative.editions.select_related("method").order_by("closed_on", "-pk")
        ),
        gatherings=tuple(
            Gathering(day=session.held_on, people=session.others)
            for session in initiative.sessions.filter(edition=None).order_by("-held_on", "-pk")[:LATEST]
        ),
    )


def _came_from(initiative: Initiative, *, user: User, today: date) -> Link | None:
    """The reflection it began with, for who may see that one."""
    if initiative.came_from_id is None:
        return None
    seen = Reflection.objects.visible_to(user, on=today).select_related("theme", "area")
    found = seen.filter(pk=initiative.came_from_id).first()
    return Link(name=title_of(found), url=reverse("collectief:reflection", args=[found.public_id])) if found else None


def to_join(team: Team, today: date) -> Sequence[Activity]:
    """What residents can join now, for the public page of `team`."""
    running = (
        Initiative.objects.running(on=today)
        .filter(team=team, is_public=True)
        .select_related("theme")
        .order_by("name", "pk")
    )
    return [
        Activity(
            name=one.name,
            description=one.description,
            when=one.rhythm,
            place=one.place,
            theme=str(one.theme),
        )
        for one in running
    ]
