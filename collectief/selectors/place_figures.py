"""What a map of areas can show: figures of CBS, and what people came to the own team with.

The own figures on a map are for looking at together, so that they are made coarse (threshold and rounding of a
report), though only the own team sees them. They are not published: an analysis takes its own figures from published
reports alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from collectief.models import ThemeWeek
from collectief.selectors.weekly_counts import WEEK, last_whole_week
from wijkteam.areas.models import Area, AreaFigure, FigureKind, Theme
from wijkteam.core.charts.ink import number
from wijkteam.disclosure import Rules

OWN = "vragen"
WEEKS = 52


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`key` stands in the address. `theme` None with `kind` None: all themes together."""

    key: str
    label: str
    kind: FigureKind | None = None
    theme: Theme | None = None

    @property
    def is_own(self) -> bool:
        return self.kind is None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A value as it is shown; None is not shown, and `text` says why."""

    value: float | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Measures:
    of_cbs: tuple[Measure, ...]
    own: tuple[Measure, ...]

    def chosen(self, key: str) -> Measure | None:
        """The one that was asked for, else the first of CBS, else what people came with."""
        every = (*self.of_cbs, *self.own)
        return next((one for one in every if one.key == key), next(iter(every), None))


def measures(*, year: int, with_own: bool) -> Measures:
    """Those that some area of the year has; the own ones where these areas are counted. Two statements."""
    kinds = FigureKind.objects.filter(figures__area__year=year).distinct().order_by("label", "pk")
    of_cbs = [Measure(key=f"cbs-{kind.key}", label=kind.label, kind=kind) for kind in kinds]
    own: list[Measure] = []
    if with_own:
        themes = Theme.objects.filter(is_active=True).order_by("name", "pk")
        own = [Measure(key=OWN, label=_("All themes"))]
        own += [Measure(key=f"thema-{theme.code}", label=str(theme), theme=theme) for theme in themes]
    return Measures(of_cbs=tuple(of_cbs), own=tuple(own))


def values_of(measure: Measure, areas: Sequence[Area], *, counted: Mapping[int, int], today: date) -> dict[int, Shown]:
    """What each area shows. `counted` gives the area on the map for each counted area of the own team. One query."""
    if measure.kind is not None:
        stored = dict(
            AreaFigure.objects.filter(kind=measure.kind, area__in=[area.pk for area in areas]).values_list(
                "area", "value"
            )
        )
        return {area.pk: _of_cbs(stored.get(area.pk)) for area in areas}
    last = last_whole_week(today)
    rows = ThemeWeek.objects.filter(area__in=list(counted), week__gt=last - WEEKS * WEEK, week__lte=last)
    if measure.theme is not None:
        rows = rows.filter(theme=measure.theme)
    totals = dict.fromkeys(counted.values(), 0)
    for area, total in rows.values_list("area").annotate(total=Sum("questions") + Sum("signals")):
        totals[counted[area]] += total
    elsewhere = Shown(value=None, text=_("not of your team"))
    return {area.pk: _coarse(totals[area.pk]) if area.pk in totals else elsewhere for area in areas}


def _of_cbs(value: Decimal | None) -> Shown:
    if value is None:
        return Shown(value=None, text=_("unknown"))
    return Shown(value=float(value), text=number(float(value), decimals_of([value])))


def _coarse(count: int) -> Shown:
    rules = Rules()
    if count < rules.threshold:
        return Shown(value=None, text=_("fewer than %(number)d") % {"number": rules.threshold})
    rounded = rules.rounded(count)
    return Shown(value=float(rounded), text=number(rounded))


def breakable(label: str) -> str:
    """CBS writes its columns with slashes: a line may break after one, or a table grows wider than a telephone."""
    return label.replace("/", "/\N{ZERO WIDTH SPACE}")


def decimals_of(values: Sequence[Decimal]) -> int:
    """As many as the figures have, three at most."""
    exponents = [int(value.normalize().as_tuple().exponent) for value in values]
    return max([0, *(-exponent for exponent in exponents)])
