"""The figures of a neighbourhood analysis. It goes outside, so nothing in it counts people anew.

What people came to the team with is taken from published monthly reports, as it was published: nothing that is not
known already can follow from it (docs/privacy.md). CBS figures are published too; initiatives are about no person.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collectief.enums import InitiativeOwner
from collectief.models import Initiative, NeighbourhoodAnalysis, Opportunity
from collectief.selectors.place_figures import breakable, decimals_of
from wijkteam.areas.models import Area, AreaFigure
from wijkteam.core.charts.ink import number
from wijkteam.teams.models import Team


@dataclass(frozen=True, kw_only=True)
class OwnRow:
    """Open households of a theme or a district, at the end of the first and of the last month: as published."""

    name: str
    first: str
    last: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """From the first and the last report that was published over the period. Months as `2026-03`."""

    first_month: str
    last_month: str
    themes: tuple[OwnRow, ...]
    districts: tuple[OwnRow, ...]


Source = Callable[[Team, date, date, frozenset[str]], Published | None]
_sources: list[Source] = []


def register_published(source: Source) -> None:
    """`source(team, from, until, codes of districts)`: what was published over that period, or None."""
    _sources.append(source)


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Running:
    name: str
    theme: str
    owner: str
    of_residents: bool


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All figures of an analysis, as they are kept when it is finished. `heads`: the areas, the municipality last."""

    heads: tuple[str, ...]
    year: int
    figures: tuple[FigureLine, ...]
    published: Published | None
    running: tuple[Running, ...]

    @property
    def labelled(self) -> list[dict[str, Any]]:
        """Each figure with its values, each under the name of its area, for a phone."""
        return [
            {"label": breakable(line.label), "values": list(zip(self.heads, line.values, strict=True))}
            for line in self.figures
        ]

    @property
    def own_tables(self) -> list[tuple[str, str, tuple[OwnRow, ...]]]:
        """Caption, heading and rows."""
        if self.published is None:
            return []
        return [
            table
            for table in (
                (_("By theme, the whole area of the team"), _("Theme"), self.published.themes),
                (_("By district"), _("District"), self.published.districts),
            )
            if table[2]
        ]

    @property
    def first_month(self) -> str:
        return _month(self.published.first_month) if self.published else ""

    @property
    def last_month(self) -> str:
        return _month(self.published.last_month) if self.published else ""

    @property
    def has_two_months(self) -> bool:
        return self.published is not None and self.published.first_month != self.published.last_month

    @property
    def of_residents(self) -> int:
        return sum(one.of_residents for one in self.running)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Evidence":
        published = kept["published"]
        return cls(
            heads=tuple(kept["heads"]),
            year=kept["year"],
            figures=tuple(FigureLine(label=one["label"], values=tuple(one["values"])) for one in kept["figures"]),
            published=Published(
                first_month=published["first_month"],
                last_month=published["last_month"],
                themes=tuple(OwnRow(**row) for row in published["themes"]),
                districts=tuple(OwnRow(**row) for row in published["districts"]),
            )
            if published
            else None,
            running=tuple(Running(**one) for one in kept["running"]),
        )


def _month(written: str) -> str:
    return date_format(date.fromisoformat(f"{written}-01"), "F Y")


def evidence_of(analysis: NeighbourhoodAnalysis) -> Evidence:
    """As it was kept, or for a draft as it is now."""
    return Evidence.from_json(analysis.snapshot) if analysis.snapshot else gather(analysis)


def gather(analysis: NeighbourhoodAnalysis) -> Evidence:
    """Count nothing of households: read what was published. Seven statements."""
    areas = list(analysis.areas.select_related("parent__parent").order_by("kind", "name", "pk"))
    top = _municipality_of(areas)
    columns = [*areas, *([top] if top is not None and top not in areas else [])]
    codes = frozenset(code for area in areas for code in (area.code, area.parent.code if area.parent else ""))
    published = next(
        (found for source in _sources if (found := source(analysis.team, analysis.starts_on, analysis.ends_on, codes))),
        None,
    )
    return Evidence(
        heads=tuple(area.name for area in columns),
        year=columns[0].year if columns else 0,
        figures=_figures(analysis, columns),
        published=published,
        running=_running(analysis, areas),
    )


def _municipality_of(areas: Sequence[Area]) -> Area | None:
    for area in areas:
        top = area
        while top.parent is not None:
            top = top.parent
        return top
    return None


def _figures(analysis: NeighbourhoodAnalysis, columns: Sequence[Area]) -> tuple[FigureLine, ...]:
    values: dict[int, dict[int, Decimal]] = {}
    kinds = list(analysis.figures.order_by("label", "pk"))
    for figure in AreaFigure.objects.filter(area__in=[area.pk for area in columns], kind__in=[one.pk for one in kinds]):
        values.setdefault(figure.kind_id, {})[figure.area_id] = figure.value
    return tuple(
        FigureLine(
            label=kind.label,
            values=tuple(_written(values.get(kind.pk, {}).get(area.pk)) for area in columns),
        )
        for kind in kinds
    )


def _written(value: Decimal | None) -> str:
    return "–" if value is None else number(float(value), decimals_of([value]))


def _running(analysis: NeighbourhoodAnalysis, areas: Sequence[Area]) -> tuple[Running, ...]:
    """What ran in the period, in these areas or for the whole area of the team."""
    inside = [area.pk for area in areas]
    near = Q(area__in=inside) | Q(area__parent__in=inside) | Q(area=None, team=analysis.team)
    near |= Q(area__in=[area.parent_id for area in areas if area.kind == "BU"])
    rows = Initiative.objects.filter(
        near, Q(ends_on=None) | Q(ends_on__gt=analysis.starts_on), starts_on__lt=analysis.ends_on
    )
    return tuple(
        Running(
            name=one.name,
            theme=str(one.theme),
            owner=str(one.get_owner_display()),
            of_residents=one.owner in {InitiativeOwner.RESIDENTS, InitiativeOwner.VOLUNTEER},
        )
        for one in rows.select_related("theme").order_by("name", "pk")
    )


def stood_out(analysis: NeighbourhoodAnalysis) -> tuple[str, ...]:
    """Themes of opportunities in the period: for the makers, while they write; in no analysis. One statement."""
    areas = analysis.areas.values("pk")
    rows = Opportunity.objects.filter(
        Q(area__in=areas) | Q(area__parent__in=areas),
        Q(ended_on=None) | Q(ended_on__gt=analysis.starts_on),
        team=analysis.team_id,
        first_week__lt=analysis.ends_on,
    ).select_related("theme", "area")
    return tuple(dict.fromkeys(f"{one.theme} · {one.area.name}" for one in rows.order_by("first_week", "pk")))
