"""The pages of the neighbourhood: a map of areas with the figures beside it, and what is going on in one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from collectief.models import Initiative, Opportunity, ThemeWeek
from collectief.selectors.analyses import AnalysisRow, analyses_of_area
from collectief.selectors.opportunities import sentence_of
from collectief.selectors.place_figures import (
    Measure,
    Measures,
    Shown,
    breakable,
    decimals_of,
    measures,
    values_of,
)
from collectief.selectors.weekly_counts import WEEK, last_whole_week
from wijkteam.accounts.models import User
from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area, AreaFigure, Theme
from wijkteam.core.charts import AreaMap, Bar, HorizontalBars, MapArea
from wijkteam.core.charts.ink import number
from wijkteam.teams.models import Team, TeamArea

RECENT_WEEKS = 13
SHOWN_INITIATIVES = 20
FIRST_FIGURES = 12
# So many areas fit beside the map; more of them stand below it.
BESIDE = 20


@dataclass(frozen=True, kw_only=True)
class Choice:
    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A map (None without borders) with the same figures as bars, and the choices of what it shows."""

    map: AreaMap | None
    bars: HorizontalBars | None
    of_cbs: tuple[Choice, ...]
    own: tuple[Choice, ...]
    label: str
    finding: str
    is_own: bool
    is_long: bool
    without_border: int


@dataclass(frozen=True, kw_only=True)
class PlacesPage:
    """All districts of the municipality."""

    picture: Picture
    number: int


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    label: str
    here: str
    there: str


@dataclass(frozen=True, kw_only=True)
class Trend:
    """What people came with about a theme: real numbers, for the own team."""

    theme: str
    recent: int
    before: int
    weekly: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    url: str
    title: str
    note: str


@dataclass(frozen=True, kw_only=True)
class PlacePage:
    """One area. `trends` and `opportunities` are empty for who does not work there."""

    area: Area
    title: str
    kind: str
    parent_url: str
    parent_name: str
    team_name: str
    is_own: bool
    picture: Picture
    about_map: str
    figures: tuple[FigureRow, ...]
    more_figures: tuple[FigureRow, ...]
    municipality: str
    trends: tuple[Trend, ...]
    initiatives: tuple[Line, ...]
    opportunities: tuple[Line, ...]
    analyses: tuple[AnalysisRow, ...]
    begin_url: str
    reflect_url: str


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Which areas teams work in, and which of them are of the teams of who looks. Two statements."""

    year: int
    teams: dict[int, Team]
    own: frozenset[int]

    def is_own(self, area: Area) -> bool:
        return area.pk in self.own or area.parent_id in self.own

    def team_of(self, area: Area) -> Team | None:
        return self.teams.get(area.pk) or (self.teams.get(area.parent_id) if area.parent_id else None)


def ground_of(user: User, *, today: date) -> Ground:
    """The year is that in which the teams have their areas, else the newest."""
    rows = list(TeamArea.objects.filter(team__is_active=True).select_related("team", "area"))
    mine = set(Team.objects.of_worker(user, on=today).values_list("pk", flat=True))
    year = max((row.area.year for row in rows), default=None)
    if year is None:
        year = Area.objects.aggregate(year=Max("year"))["year"] or today.year
    here = [row for row in rows if row.area.year == year]
    return Ground(
        year=year,
        teams={row.area_id: row.team for row in here},
        own=frozenset(row.area_id for row in here if row.team_id in mine),
    )


def places_page(*, user: User, today: date, asked: str) -> PlacesPage:
    """The districts of the municipality, with the figure that was asked for. Six statements."""
    ground = ground_of(user, today=today)
    areas = _with_shapes(Area.objects.districts().filter(year=ground.year))
    picture = _picture(areas, ground, today=today, asked=asked, url=reverse("collectief:places"))
    return PlacesPage(picture=picture, number=len(areas))


def _with_shapes(areas: "QuerySet[Area]") -> list[Area]:
    return list(areas.select_related("shape").order_by("name", "code"))


def place_page(code: str, *, user: User, today: date, asked: str) -> PlacePage | None:
    """One area: its parts on a map, figures, and what is going on. At most fourteen statements.

    None when there is no such area in the year that is in use.
    """
    ground = ground_of(user, today=today)
    area = Area.objects.filter(code=code, year=ground.year).select_related("parent__parent", "shape").first()
    if area is None:
        return None
    children = _with_shapes(Area.objects.filter(parent=area))
    shown = children or _with_shapes(Area.objects.filter(parent=area.parent_id)) if area.parent_id else children
    is_own = ground.is_own(area)
    team = ground.team_of(area)
    figures, municipality = _figures(area)
    parent = area.parent
    return PlacePage(
        area=area,
        title=area.name,
        kind=str(area.get_kind_display()),
        parent_url=_url(parent) if parent and parent.kind != AreaKind.MUNICIPALITY else reverse("collectief:places"),
        parent_name=parent.name if parent else _("All districts"),
        team_name=team.name if team else "",
        is_own=is_own,
        picture=_picture(shown, ground, today=today, asked=asked, url=_url(area), here=area),
        about_map=_("Neighbourhoods of %(name)s") % {"name": area.name if children or not parent else parent.name},
        figures=figures[:FIRST_FIGURES],
        more_figures=figures[FIRST_FIGURES:],
        municipality=municipality,
        trends=_trends(area, ground, today=today) if is_own else (),
        initiatives=_initiatives(area, team, today=today),
        opportunities=_opportunities(area, user=user, today=today) if is_own else (),
        analyses=analyses_of_area(area, user=user, today=today),
        begin_url=f"{reverse('collectief:analysis-new')}?gebied={area.code}" if is_own else "",
        reflect_url=f"{reverse('collectief:reflection-new')}?gebied={area.code}" if is_own else "",
    )


def _url(area: Area) -> str:
    return reverse("collectief:place", args=[area.code])


def _picture(
    areas: Sequence[Area], ground: Ground, *, today: date, asked: str, url: str, here: Area | None = None
) -> Picture:
    """Four statements at most."""
    on_map = {area.pk for area in areas}
    inside = {area.pk: area.pk for area in areas if area.pk in ground.own}
    if here is None and not on_map >= ground.own:
        # A team may work in neighbourhoods: what they count stands at their district.
        parts = Area.objects.filter(pk__in=ground.own - on_map, parent__in=on_map)
        inside |= {part.pk: part.parent_id for part in parts if part.parent_id}
    choices = measures(year=ground.year, with_own=bool(inside))
    measure = choices.chosen(asked)
    shown = values_of(measure, areas, counted=inside, today=today) if measure else {}
    return _drawn(areas, shown, choices, measure, ground, here=here)


def _drawn(
    areas: Sequence[Area],
    shown: dict[int, Shown],
    choices: Measures,
    measure: Measure | None,
    ground: Ground,
    *,
    here: Area | None,
) -> Picture:
    nothing = Shown(value=None, text=_("unknown"))
    found = [(area, shown.get(area.pk, nothing)) for area in areas]
    found.sort(key=lambda pair: (pair[1].value is None, -(pair[1].value or 0), pair[0].name))
    own = {area.pk for area in areas if (area == here if here else area.pk in ground.own)}
    label = measure.label if measure else ""
    if measure and measure.is_own:
        label = _("Questions and signals in a year: %(theme)s") % {"theme": measure.label}
    finding = _finding(found)
    drawn = [
        _on_map(area, place, value, is_own=area.pk in own)
        for place, (area, value) in enumerate(found, 1)
        if hasattr(area, "shape")
    ]
    known = [Decimal(str(value.value)) for _area, value in found if value.value is not None]
    bars = [
        Bar(label=f"{place}. {area.name}", value=value.value, text=value.text, href=_url(area))
        for place, (area, value) in enumerate(found, 1)
    ]
    chosen = measure.key if measure else ""
    return Picture(
        map=AreaMap(
            key="map",
            title=label,
            description=finding,
            areas=drawn,
            hidden=_("not shown or unknown"),
            decimals=decimals_of(known),
        )
        if drawn and measure
        else None,
        bars=HorizontalBars(
            key="bars",
            title=label,
            description=finding,
            label_heading=_("Area"),
            value_heading=label,
            bars=bars,
        )
        if measure
        else None,
        of_cbs=tuple(Choice(key=one.key, label=one.label, is_chosen=one.key == chosen) for one in choices.of_cbs),
        own=tuple(Choice(key=one.key, label=one.label, is_chosen=one.key == chosen) for one in choices.own),
        label=label,
        finding=finding,
        is_own=bool(measure and measure.is_own),
        is_long=len(found) > BESIDE,
        without_border=len(found) - len(drawn) if drawn else 0,
    )


def _finding(found: Sequence[tuple[Area, Shown]]) -> str:
    """What the picture says, in a sentence."""
    known = [(area.name, value.text) for area, value in found if value.value is not None]
    if not known:
        return _("For none of these areas a figure can be shown.")
    (most, much), (least, little) = known[0], known[-1]
    if len(known) == 1:
        text = _("Only %(area)s has a figure that can be shown: %(value)s.") % {"area": most, "value": much}
    else:
        text = _("The most in %(most)s (%(much)s), the least in %(least)s (%(little)s).") % {
            "most": most, "much": much, "least": least, "little": little,
        }  # fmt: skip
    if hidden := len(found) - len(known):
        rest = _("Not shown or unknown: %(number)d.") % {"number": hidden}
        return f"{text} {rest}"
    return text


def _on_map(area: Area, place: int, value: Shown, *, is_own: bool) -> MapArea:
    shape = area.shape
    return MapArea(
        name=area.name,
        place=place,
        value=value.value,
        text=value.text,
        href=_url(area),
        rings=shape.rings,
        west=shape.west,
        north=shape.north,
        east=shape.east,
        south=shape.south,
        label_x=shape.label_x,
        label_y=shape.label_y,
        label_width=shape.label_width,
        is_own=is_own,
    )


def _figures(area: Area) -> tuple[tuple[FigureRow, ...], str]:
    """Of the area beside its municipality. One statement."""
    top = area
    while top.parent_id and top.parent is not None:
        top = top.parent
    rows = AreaFigure.objects.filter(area__in={area.pk, top.pk}).select_related("kind").order_by("kind__label", "kind")
    values: dict[str, dict[int, Decimal]] = {}
    for row in rows:
        values.setdefault(row.kind.label, {})[row.area_id] = row.value
    return tuple(
        FigureRow(label=breakable(label), here=_written(found.get(area.pk)), there=_written(found.get(top.pk)))
        for label, found in values.items()
    ), top.name if top != area else ""


def _written(value: Decimal | None) -> str:
    return "–" if value is None else number(float(value), decimals_of([value]))


def _trends(area: Area, ground: Ground, *, today: date) -> tuple[Trend, ...]:
    """Each theme that somebody came with in half a year. Two statements."""
    last = last_whole_week(today)
    weeks = [last - WEEK * back for back in range(2 * RECENT_WEEKS - 1, -1, -1)]
    inside = Q(area=area) | Q(area__parent=area)
    if area.pk not in ground.own and area.parent_id in ground.own:
        inside = Q(area=area.parent_id)  # counted for the district as a whole
    counts: dict[int, dict[date, int]] = {}
    for theme, week, questions, signals in ThemeWeek.objects.filter(
        inside, week__gte=weeks[0], week__lte=last
    ).values_list("theme", "week", "questions", "signals"):
        here = counts.setdefault(theme, {})
        here[week] = here.get(week, 0) + questions + signals
    themes = Theme.objects.in_bulk(counts)
    found = [
        Trend(
            theme=str(themes[theme]),
            recent=sum(by_week.get(week, 0) for week in weeks[RECENT_WEEKS:]),
            before=sum(by_week.get(week, 0) for week in weeks[:RECENT_WEEKS]),
            weekly=tuple(float(by_week.get(week, 0)) for week in weeks),
        )
        for theme, by_week in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.recent, one.theme)))


def _initiatives(area: Area, team: Team | None, *, today: date) -> tuple[Line, ...]:
    """What runs in the area, in what lies in it or around it, or for the whole area of the team. One statement."""
    near = Q(area=area) | Q(area__parent=area) | Q(area=area.parent_id, area__isnull=False)
    whole = Q(team=team, area=None) if team else Q(pk__in=[])
    rows = (
        Initiative.objects.filter(near | whole)
        .running(on=today)
        .select_related("area", "theme")
        .order_by("name", "pk")[:SHOWN_INITIATIVES]
    )
    return tuple(
        Line(
            url=reverse("collectief:initiative", args=[one.public_id]),
            title=one.name,
            note=" · ".join(
                part
                for part in (
                    str(one.theme),
                    one.area.name if one.area else _("The whole area of the team"),
                    one.rhythm,
                )
                if part
            ),
        )
        for one in rows
    )


def _opportunities(area: Area, *, user: User, today: date) -> tuple[Line, ...]:
    inside = Q(area=area) | Q(area__parent=area) | Q(area=area.parent_id, area__isnull=False)
    rows = Opportunity.objects.visible_to(user, on=today).running().filter(inside).select_related("theme", "area")
    return tuple(
        Line(url=reverse("collectief:opportunity", args=[one.public_id]), title=str(one.theme), note=sentence_of(one))
        for one in rows.order_by("first_week", "pk")
    )
