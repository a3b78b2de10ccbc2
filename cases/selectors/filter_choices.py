"""What the list of cases can be narrowed to: teams, colleagues, areas and themes; nothing of a household."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import get_language

from cases.models import CaseRights
from wijkteam.areas.models import Area, Theme
from wijkteam.teams.models import Team, TeamMembership

KEPT_SECONDS = 5 * 60
Choices = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class FilterChoices:
    teams: Choices
    workers: Choices
    districts: Choices
    neighbourhoods: Choices
    themes: Choices


def filter_choices(*, rights: CaseRights, today: date) -> FilterChoices:
    """Four statements, and none for the next five minutes: a new colleague or area may come that much later."""
    key = f"cases:filters:{'-'.join(map(str, sorted(rights.teams)))}:{today}:{get_language()}"
    known: FilterChoices | None = cache.get(key)
    if known is None:
        known = _choices(rights, today=today)
        cache.set(key, known, KEPT_SECONDS)
    return known


def _choices(rights: CaseRights, *, today: date) -> FilterChoices:
    members = (
        TeamMembership.objects.current(on=today)
        .filter(team__in=rights.teams)
        .order_by("user__name", "user")
        .values_list("user__public_id", "user__name")
        .distinct()
    )
    areas = list(
        Area.objects.filter(Q(team_area__team__in=rights.teams) | Q(parent__team_area__team__in=rights.teams))
        .order_by("name", "code")
        .values_list("code", "name")
        .distinct()
    )
    return FilterChoices(
        teams=list(Team.objects.filter(pk__in=rights.teams).order_by("name").values_list("code", "name")),
        workers=[(str(public_id), name) for public_id, name in members],
        districts=[area for area in areas if area[0].startswith("WK")],
        neighbourhoods=[area for area in areas if area[0].startswith("BU")],
        themes=[(theme.code, str(theme)) for theme in Theme.objects.order_by("name", "pk")],
    )
