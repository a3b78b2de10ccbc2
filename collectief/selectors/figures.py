"""The figures that stand beside a reflection, then and now: each app that has one says so when it starts (apps.py)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from collectief.models import Initiative, OutreachMoment, PolicyAsk, Signal, ThemeWeek
from collectief.selectors.weekly_counts import last_whole_week
from wijkteam.areas.models import Area, Theme
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team, TeamArea

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

RECENT = timedelta(weeks=8)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a reflection is about: a team, and where it says so one theme or one area."""

    team: Team
    theme: Theme | None
    area: Area | None

    def of_theme(self, name: str = "theme") -> Q:
        return Q(**{name: self.theme}) if self.theme else Q()

    def in_area(self, name: str = "area") -> Q:
        """In the area or in what lies in it."""
        return Q(**{name: self.area}) | Q(**{f"{name}__parent": self.area}) if self.area else Q()


Count = Callable[[Scope, date], int]
_figures: "dict[str, tuple[_StrOrPromise, Count]]" = {}


def register_figure(key: str, label: "_StrOrPromise", count: Count) -> None:
    """`count(scope, on)` gives the figure on that day, of the team and, where these are chosen, theme and area."""
    _figures[key] = (label, count)


def figures_on(scope: Scope, day: date) -> Mapping[str, int]:
    """Every figure as it is on that day. One or two statements each."""
    return {key: count(scope, day) for key, (_label, count) in _figures.items()}


def label_of_figure(key: str) -> "_StrOrPromise":
    return _figures[key][0] if key in _figures else key


def asked(scope: Scope, on: date) -> int:
    """Questions and signals in the last eight whole weeks."""
    last = last_whole_week(on)
    if scope.area:
        # Counted by area of a team: what lies in such an area has no count of its own.
        is_counted = TeamArea.objects.filter(area=scope.area).exists()
        place = Q(area=scope.area if is_counted else scope.area.parent_id)
    else:
        place = Q(area__in=TeamArea.objects.filter(team=scope.team).values("area"))
    rows = ThemeWeek.objects.filter(place, scope.of_theme(), week__gt=last - RECENT, week__lte=last)
    total = rows.aggregate(total=Sum("questions") + Sum("signals"))["total"]
    return int(total or 0)


def waiting_signals(scope: Scope, on: date) -> int:
    return Signal.objects.waiting().filter(scope.of_theme(), scope.in_area(), team=scope.team).count()


def waiting_asks(scope: Scope, on: date) -> int:
    asks = PolicyAsk.objects.waiting().filter(scope.of_theme("signal__theme"), scope.in_area("signal__area"))
    return asks.filter(signal__team=scope.team).count()


def running_initiatives(scope: Scope, on: date) -> int:
    return Initiative.objects.filter(running_on(on), scope.of_theme(), team=scope.team).count()


def outreach_moments(scope: Scope, on: date) -> int:
    recent = OutreachMoment.objects.filter(happened_on__gt=on - RECENT, happened_on__lte=on)
    return recent.filter(scope.in_area(), team=scope.team).count()


def own_figures() -> None:
    """Called when the app starts."""
    register_figure("asked", _("Questions and signals in eight weeks"), asked)
    register_figure("signals-waiting", _("Signals that wait"), waiting_signals)
    register_figure("asks-waiting", _("Questions that wait for the municipality"), waiting_asks)
    register_figure("initiatives", _("Initiatives that run"), running_initiatives)
    register_figure("outreach", _("Outreach moments in eight weeks"), outreach_moments)
