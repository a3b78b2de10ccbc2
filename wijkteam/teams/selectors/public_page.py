"""What residents see of a team. Nothing here depends on who asks, and nothing of a household is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from wijkteam.areas.models import AgreedTerms, Area
from wijkteam.teams.enums import Weekday
from wijkteam.teams.models import OpeningHours, Team, TeamArea, TeamMembership

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something that residents of a team's neighbourhood can join, as the page of the team shows it."""

    name: str
    description: str
    when: str
    place: str
    theme: str


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Whether the door is open now, and until when; else when it opens next. All empty: no opening hours known."""

    is_open: bool = False
    until: time | None = None
    opens_on: date | None = None
    opens_at: time | None = None
    is_today: bool = False
    is_tomorrow: bool = False
    weekday: "_StrOrPromise" = ""


@dataclass(frozen=True, kw_only=True)
class Day:
    name: "_StrOrPromise"
    is_today: bool
    hours: tuple[OpeningHours, ...]


@dataclass(frozen=True, kw_only=True)
class PersonToAskFor:
    name: str
    discipline: str


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    team: Team
    opening: Opening
    week: tuple[Day, ...]
    people: tuple[PersonToAskFor, ...]
    activities: tuple[Activity, ...]
    areas: tuple[str, ...]
    answer_days: int | None


@dataclass(frozen=True, kw_only=True)
class TeamCard:
    team: Team
    opening: Opening
    areas: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FindPage:
    """The teams; `chosen` is the neighbourhood somebody picked and `found` the team that works there."""

    teams: tuple[TeamCard, ...]
    choices: tuple[tuple[str, tuple[Area, ...]], ...]
    chosen: Area | None
    found: TeamCard | None


# The apps above fill this in from their AppConfig.ready(): what they have to join is not our business.
ActivitySource = Callable[[Team, date], Iterable[Activity]]
_activity_sources: list[ActivitySource] = []


def register_activities(source: ActivitySource) -> None:
    """Let `source(team, today)` add to what the page of a team shows to join."""
    if source not in _activity_sources:
        _activity_sources.append(source)


def opening_at(hours: Iterable[OpeningHours], now: datetime) -> Opening:
    """Open or not at `now`, by the hours of the week in local time."""
    local = timezone.localtime(now)
    today, clock = local.date(), local.time()
    by_day: dict[int, list[OpeningHours]] = {}
    for one in sorted(hours, key=lambda each: (each.weekday, each.opens_at)):
        by_day.setdefault(one.weekday, []).append(one)
    running = [one for one in by_day.get(today.isoweekday(), []) if one.opens_at <= clock < one.closes_at]
    if running:
        return Opening(is_open=True, until=max(one.closes_at for one in running))
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        later = [one for one in by_day.get(day.isoweekday(), []) if ahead or one.opens_at > clock]
        if later:
            return Opening(
                opens_on=day,
                opens_at=later[0].opens_at,
                is_today=ahead == 0,
                is_tomorrow=ahead == 1,
                weekday=Weekday(day.isoweekday()).label,
            )
    return Opening()


def _active() -> QuerySet[Team]:
    return Team.objects.filter(is_active=True)


def public_team(*, slug: str) -> Team | None:
    """A team that residents can go to, or None."""
    return _active().filter(slug=slug).first()


def answer_days(team: Team, *, on: date) -> int | None:
    """Within how many days the team has looked at a question, as agreed; None when nothing was agreed."""
    return (
        AgreedTerms.objects.on(on)
        .filter(municipality=team.municipality_id)
        .values_list("triage_days", flat=True)
        .first()
    )


def team_page(*, team: Team, now: datetime) -> TeamPage:
    """Everything on the page of a team. Only people who agreed to be named, and who work there today, are named."""
    today = timezone.localdate(now)
    hours = list(team.opening_hours.order_by("weekday", "opens_at"))
    named = (
        TeamMembership.objects.current(on=today)
        .filter(team=team, is_named_publicly=True, user__is_active=True)
        .select_related("user", "discipline")
        .order_by("user__name", "pk")
    )
    by_day = {day: tuple(found) for day, found in groupby(hours, key=lambda one: one.weekday)}
    return TeamPage(
        team=team,
        opening=opening_at(hours, now),
        week=tuple(
            Day(name=day.label, is_today=day == today.isoweekday(), hours=by_day.get(day, ()))
            for day in Weekday
            if by_day and (day <= Weekday.FRIDAY or day in by_day)
        ),
        people=tuple(
            PersonToAskFor(name=one.user.name, discipline=one.discipline.name if one.discipline else "")
            for one in named
        ),
        activities=tuple(activity for source in _activity_sources for activity in source(team, today)),
        areas=tuple(team.areas.order_by("name").values_list("name", flat=True)),
        answer_days=answer_days(team, on=today),
    )


def find_page(*, area: str, now: datetime) -> FindPage:
    """All teams, and the one that works in the neighbourhood or district with code `area` (may be empty)."""
    teams = _active().prefetch_related(
        "opening_hours",
        Prefetch("team_areas", queryset=TeamArea.objects.select_related("area__parent").order_by("area__name")),
    )
    cards: list[TeamCard] = []
    card_of: dict[int, TeamCard] = {}
    for team in teams.order_by("name", "pk"):
        served = [one.area for one in team.team_areas.all()]
        card = TeamCard(
            team=team,
            opening=opening_at(team.opening_hours.all(), now),
            areas=tuple(one.name for one in served),
        )
        cards.append(card)
        card_of.update((one.pk, card) for one in served)
    places = list(
        Area.objects.neighbourhoods()
        .filter(Q(parent__in=card_of.keys()) | Q(pk__in=card_of.keys()))
        .select_related("parent")
        .order_by("parent__name", "name", "pk")
    )
    chosen = next((place for place in places if place.code == area), None)
    here = (card_of.get(chosen.pk) or card_of.get(chosen.parent_id or 0)) if chosen else None
    groups = groupby(places, key=lambda place: place.parent.name if place.parent else "")
    return FindPage(
        teams=tuple(cards),
        choices=tuple((district, tuple(found)) for district, found in groups),
        chosen=chosen,
        found=here,
    )
