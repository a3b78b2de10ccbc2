"""The course of a team over months: from the facts that are kept, with what is usual; the running month is now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from wijkteam.areas.models import Area
from wijkteam.core.charts import Line, Lines, Multiple, Multiples
from wijkteam.core.charts.ink import number
from wijkteam.core.periods import month_of, next_month
from wijkteam.core.replica import from_replica
from wijkteam.reports.models import TeamMonth, TeamMonthStock
from wijkteam.reports.selectors.facts import TeamCounts, count_month
from wijkteam.reports.selectors.overview_filters import Chosen, known_themes
from wijkteam.reports.selectors.report_page import breakable, short_month
from wijkteam.reports.selectors.trend import both_findings, trend_of


@dataclass(frozen=True, kw_only=True)
class Course:
    """Charts of whole months. What a filter cannot narrow (hours, fte) is left out then."""

    opened: Lines
    flow: Lines
    per_fte: Lines | None
    share: Lines | None
    themes: Multiples
    districts: Multiples


Values = list[float | None]


@dataclass(frozen=True, kw_only=True)
class _Past:
    """Whole months, the oldest first, with what is kept of each."""

    months: list[dt.date]
    kept: Mapping[dt.date, TeamMonth]
    stock: Mapping[tuple[str, int], Mapping[dt.date, int]]

    def of(self, name: str) -> Values:
        return [getattr(self.kept[one], name) if one in self.kept else None for one in self.months]

    def stock_of(self, kind: str, pk: int) -> Values:
        found = self.stock.get((kind, pk), {})
        return [found.get(one, 0) if one in self.kept else None for one in self.months]

    @property
    def labels(self) -> list[str]:
        return [short_month(one) for one in self.months]


@from_replica
def course(chosen: Chosen, *, today: dt.date) -> Course:
    """Seven statements, two more with a filter; as many for six months as for twenty-four."""
    month = month_of(today)
    months = [next_month(month, step=-back) for back in range(chosen.months, 0, -1)]
    past = _past(chosen, months)
    (now,) = count_month(month, team_ids=[chosen.team.pk], today=today, overview=True)
    opened = _stock_total(past) if chosen.is_narrowed else past.of("open_at_end")
    came, went = narrowed_flow(chosen, months) if chosen.is_narrowed else (past.of("opened"), past.of("closed"))
    return Course(
        opened=_open_lines(past, opened),
        flow=_flow_lines(past, came, went),
        per_fte=None if chosen.is_narrowed else _per_fte(past),
        share=None if chosen.is_narrowed else _share(past),
        themes=_themes(chosen, past, now),
        districts=_districts(chosen, past, now),
    )


def _past(chosen: Chosen, months: list[dt.date]) -> _Past:
    kept = TeamMonth.objects.filter(team=chosen.team, month__gte=months[0], month__lte=months[-1])
    rows = TeamMonthStock.objects.filter(
        team_month__team=chosen.team, team_month__month__gte=months[0], team_month__month__lte=months[-1]
    )
    if chosen.district:
        rows = rows.filter(district=chosen.district)
    if chosen.theme:
        rows = rows.filter(theme=chosen.theme)
    stock: dict[tuple[str, int], dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
    for month, district, theme, households in rows.values_list("team_month__month", "district", "theme", "households"):
        for key in (("all", 0), ("district", district), ("theme", theme)):
            stock[key][month] += households
    return _Past(months=months, kept={row.month: row for row in kept}, stock=stock)


def _stock_total(past: _Past) -> Values:
    return past.stock_of("all", 0)


def narrowed_flow(chosen: Chosen, months: Sequence[dt.date]) -> tuple[Values, Values]:
    """In and out per month for a district or theme, which the facts do not keep. Two statements."""
    cases = Case.objects.filter(team=chosen.team)
    if chosen.district:
        cases = cases.filter(Q(area=chosen.district) | Q(area__parent=chosen.district))
    if chosen.theme:
        cases = cases.filter(theme=chosen.theme)
    end = next_month(months[-1])

    def per_month(field: str) -> Values:
        period = {f"{field}__gte": months[0], f"{field}__lt": end}
        rows = cases.filter(**period).annotate(month=TruncMonth(field)).values_list("month").annotate(count=Count("pk"))
        found = dict(rows.order_by("month"))
        return [float(found.get(one, 0)) for one in months]

    return per_month("opened_on"), per_month("closed_on")


def _open_lines(past: _Past, values: Values) -> Lines:
    trend = trend_of(values, months=past.months)
    return _lines(
        "open",
        _("Open cases at the end of each month"),
        past,
        [Line(label=_("cases"), values=values)],
        note=trend.finding,
        band=trend.band,
        marked=[(0, place) for place in trend.places],
    )


def _flow_lines(past: _Past, came: Values, went: Values) -> Lines:
    trends = trend_of(came, months=past.months), trend_of(went, months=past.months)
    return _lines(
        "flow",
        _("Cases that came in and went out"),
        past,
        [Line(label=_("in"), values=came), Line(label=_("out"), values=went)],
        note=both_findings(*trends),
        marked=[(series, place) for series, trend in enumerate(trends) for place in trend.places],
    )


def _per_fte(past: _Past) -> Lines:
    """Beside the band as it was agreed in each month."""
    values: Values = []
    bands: list[tuple[float, float] | None] = []
    above = below = 0
    for one in past.months:
        row = past.kept.get(one)
        load = row.open_at_end / float(row.fte) if row and row.fte else None
        agreed: tuple[float, float] | None = None
        if row and row.band_low is not None and row.band_high is not None:
            agreed = (row.band_low, row.band_high)
        values.append(load)
        bands.append(agreed)
        if load is not None and agreed is not None:
            above += load > agreed[1]
            below += load < agreed[0]
    known = sum(value is not None for value in values)
    return _lines(
        "per-fte",
        _("Cases per full-time week"),
        past,
        [Line(label=_("per fte"), values=values)],
        note=_("%(above)s of %(count)s months above the band that was agreed then, %(below)s below it.")
        % {"above": above, "below": below, "count": known}
        if any(bands)
        else _("No band has been agreed for this team."),
        bands=bands,
        decimals=1,
    )


def _share(past: _Past) -> Lines:
    shares: Values = []
    for one in past.months:
        share = past.kept[one].prevention_share if one in past.kept else None
        shares.append(None if share is None else round(100 * share, 1))
    floors = past.of("floor_percentage")
    trend = trend_of(shares, months=past.months, highest=100)
    lines = [Line(label=_("prevention"), values=shares)]
    if any(floor is not None for floor in floors):
        lines.append(Line(label=_("agreement"), values=floors))
    return _lines(
        "share",
        _("Share of the hours for prevention, in per cent"),
        past,
        lines,
        note=trend.finding,
        band=trend.band,
        marked=[(0, place) for place in trend.places],
    )


def _lines(key: str, title: str, past: _Past, lines: list[Line], *, note: str, **more: Any) -> Lines:
    return Lines(
        key=key,
        title=title,
        description=note,
        label_heading=_("Month"),
        labels=past.labels,
        lines=lines,
        note=note,
        **more,
    )


def _multiple(chosen: Chosen, name: str, values: Values, now: int, **narrow: str) -> Multiple:
    said = {"team": chosen.team.code, "toon": "open", **narrow}
    known = [value for value in values if value is not None]
    note = _("was %(count)s") % {"count": number(known[0])} if known and known[0] != now else ""
    href = f"{reverse('cases:list')}?{urlencode(said)}"
    return Multiple(label=name, values=[*values, now], text=number(now), note=note, href=href)


def _themes(chosen: Chosen, past: _Past, now: TeamCounts) -> Multiples:
    counts: dict[int, int] = defaultdict(int)
    for row in now.stock:
        if chosen.district is None or row.district_id == chosen.district.pk:
            counts[row.theme_id] += row.households
    seen = {pk for kind, pk in past.stock if kind == "theme"} | set(counts)
    if chosen.theme:
        seen &= {chosen.theme.pk}
    themes = sorted(
        (theme for pk, theme in known_themes(seen).items() if pk in seen), key=lambda theme: str(theme).casefold()
    )
    more = {"wijk": chosen.district.code} if chosen.district else {}
    return _multiples(
        "themes",
        _("Open cases per theme"),
        _("Theme"),
        past,
        [
            _multiple(chosen, str(one), past.stock_of("theme", one.pk), counts[one.pk], thema=one.code, **more)
            for one in themes
        ],
    )


def _districts(chosen: Chosen, past: _Past, now: TeamCounts) -> Multiples:
    counts: dict[int, int] = defaultdict(int)
    for row in now.stock:
        if chosen.theme is None or row.theme_id == chosen.theme.pk:
            counts[row.district_id] += row.households
    seen = {pk for kind, pk in past.stock if kind == "district"} | set(counts)
    if chosen.district:
        seen &= {chosen.district.pk}
    more = {"thema": chosen.theme.code} if chosen.theme else {}
    return _multiples(
        "districts",
        _("Open cases per district"),
        _("District"),
        past,
        [
            _multiple(
                chosen, breakable(one.name), past.stock_of("district", one.pk), counts[one.pk], wijk=one.code, **more
            )
            for one in sorted(Area.objects.filter(pk__in=seen), key=lambda area: area.name.casefold())
        ],
    )


def _multiples(key: str, title: str, heading: str, past: _Past, multiples: Sequence[Multiple]) -> Multiples:
    return Multiples(
        key=key,
        title=title,
        description=_("By name, all on one scale; the last point is now."),
        label_heading=heading,
        value_heading=_("Cases"),
        labels=[*past.labels, _("now")],
        multiples=multiples,
    )
