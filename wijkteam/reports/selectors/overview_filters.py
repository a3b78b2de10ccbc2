"""What the pages of the overview are narrowed to. All of it stands in the address; nothing of a household is in it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import CaseRights
from cases.selectors.filter_choices import KEPT_SECONDS, FilterChoices, filter_choices
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PERIODS = (6, 12, 24)
PERIOD = 12
_THEMES = "reports:themes"
FILTERS = frozenset({"team", "wijk", "thema", "periode"})


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: "_StrOrPromise"
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One own team, and perhaps one district or theme of it; `months` is how far back a course goes."""

    team: Team
    teams: Sequence[Team]
    choices: FilterChoices
    district: Area | None
    theme: Theme | None
    months: int

    @property
    def is_narrowed(self) -> bool:
        return self.district is not None or self.theme is not None

    @property
    def initial(self) -> dict[str, str]:
        return {
            "team": self.team.code,
            "wijk": self.district.code if self.district else "",
            "thema": self.theme.code if self.theme else "",
            "periode": str(self.months),
        }

    @property
    def query(self) -> dict[str, str]:
        """What differs from what one gets without asking."""
        found = self.initial
        if self.months == PERIOD:
            del found["periode"]
        if len(self.teams) == 1:
            del found["team"]
        return {name: value for name, value in found.items() if value}

    @property
    def words(self) -> str:
        """What it is narrowed to, for a heading."""
        return " · ".join(str(one) for one in (self.theme, self.district.name if self.district else None) if one)

    def url(self, name: str, **more: str) -> str:
        said = urlencode({**self.query, **more})
        return f"{reverse(name)}?{said}" if said else reverse(name)


def chosen_of(query: Mapping[str, str], *, user: User, today: dt.date) -> Chosen | None:
    """What the address asks for, as far as it exists and is one's own; None for who works in no team today.

    Two statements, and one more for a district and for a theme.
    """
    teams = list(Team.objects.of_worker(user, on=today).order_by("name", "pk"))
    if not teams:
        return None
    team = next((team for team in teams if team.code == query.get("team", "")), teams[0])
    choices = filter_choices(rights=CaseRights(teams=(team.pk,)), today=today)
    district, theme = query.get("wijk", ""), query.get("thema", "")
    months = query.get("periode", "")
    return Chosen(
        team=team,
        teams=teams,
        choices=choices,
        district=Area.objects.filter(code=district).first() if district in dict(choices.districts) else None,
        theme=Theme.objects.filter(code=theme).first() if theme in dict(choices.themes) else None,
        months=int(months) if months in map(str, PERIODS) else PERIOD,
    )


def known_themes(needed: Iterable[int]) -> dict[int, Theme]:
    """Every theme by its number. One statement, and none for the next five minutes unless one of `needed` is new."""
    found: dict[int, Theme] | None = cache.get(_THEMES)
    if found is None or not found.keys() >= set(needed):
        found = Theme.objects.in_bulk()
        cache.set(_THEMES, found, KEPT_SECONDS)
    return found


def page_tabs(chosen: Chosen, *, here: str) -> list[Tab]:
    """The pages of the overview, each with the same filters."""
    pages = (
        ("reports:dashboard", _("Now")),
        ("reports:course", _("Over time")),
        ("reports:division", _("Division of work")),
        ("reports:floor", _("Prevention floor")),
    )
    return [Tab(label=label, url=chosen.url(name), current=name == here) for name, label in pages]
