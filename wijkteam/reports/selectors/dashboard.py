"""The overview of a team coordinator: the caseload beside the balance, and behind every number its list.

Past months come from the facts that are kept, the running month from the same statements over the rows of one team.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseCoordinator, CaseRights
from cases.selectors.case_list import Terms as ListTerms
from cases.selectors.case_list import chosen_cases, clean_filters, wanted_of
from netwerk.selectors.waiting import late_list_of, late_of_team
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.charts import Bar, HorizontalBars, Line, Lines, Range, Ranges, Stacked
from wijkteam.core.charts.ink import number
from wijkteam.core.periods import month_of, next_month
from wijkteam.core.prepared import Prepared, slot
from wijkteam.core.replica import from_replica
from wijkteam.hours.enums import PREVENTION_KINDS, WorkKind
from wijkteam.hours.selectors.balance import PARTS
from wijkteam.hours.selectors.balance import Balance as HoursBalance
from wijkteam.reports.models import TeamMonth
from wijkteam.reports.selectors.course import narrowed_flow
from wijkteam.reports.selectors.facts import Stock, TeamCounts, Terms, count_month, terms_on
from wijkteam.reports.selectors.overview_filters import Chosen, chosen_of, known_themes
from wijkteam.reports.selectors.report_page import breakable, month_name, short_month
from wijkteam.reports.selectors.trend import both_findings, trend_of
from wijkteam.teams.models import Team, TeamMembership

MONTHS = 12
WAITING_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A number that opens its list."""

    value: str
    label: str
    href: str
    tone: str = ""
    note: str = ""
    delta: str = ""
    trend: str = ""


@dataclass(frozen=True, kw_only=True)
class WaitingCase:
    number: str
    url: str
    theme: str
    neighbourhood: str
    since: dt.date
    days: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class FlowRow:
    month: str
    opened: str
    closed: str
    opened_url: str
    closed_url: str


@dataclass(frozen=True, kw_only=True)
class KindRow:
    label: str
    series: int
    hours: str
    share: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Hours of this month so far, with what they mean in a sentence."""

    chart: Stacked | None
    rows: Sequence[KindRow]
    total: str
    total_url: str
    verdict: str
    detail: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """Everything on the page of one team; `team` is None for a coordinator who works in no team today."""

    team: Team | None
    today: dt.date
    tiles: Sequence[Tile] = ()
    partners: Tile | None = None
    workers: Ranges | HorizontalBars | None = None
    workers_note: str = ""
    waiting: Sequence[WaitingCase] = ()
    waiting_url: str = ""
    waiting_more: int = 0
    themes: HorizontalBars | None = None
    districts: HorizontalBars | None = None
    flow: Lines | None = None
    flow_rows: Sequence[FlowRow] = ()
    balance: Balance | None = None

    @property
    def month_name(self) -> str:
        return month_name(month_of(self.today))


@dataclass(frozen=True, kw_only=True)
class _Links:
    """Addresses of lists, each reversed once."""

    team: Team
    cases: str
    hours: str
    narrow: Mapping[str, str]

    def of_cases(self, shown: str = "open", **more: str) -> str:
        return f"{self.cases}?{urlencode({'team': self.team.code, 'toon': shown, **self.narrow, **more})}"

    def of_hours(self, month: dt.date, **more: str) -> str:
        return f"{self.hours}?{urlencode({'team': self.team.code, 'maand': f'{month:%Y-%m}', **more})}"


@from_replica
def dashboard(*, user: User, code: str, today: dt.date, chosen: Chosen | None = None) -> Dashboard:
    """The page of the team with this code when that is an own one, else of the first own team.

    `chosen` narrows the cases to a district or theme; hours and workers are always of the whole team. Runs the same
    number of queries whatever the number of cases, workers or months.
    """
    chosen = chosen or chosen_of({"team": code}, user=user, today=today)
    if chosen is None:
        return Dashboard(team=None, today=today)
    team = chosen.team
    whole = _Links(team=team, cases=reverse("cases:list"), hours=reverse("hours:list"), narrow={})
    narrow = {name: value for name, value in chosen.initial.items() if value and name in {"wijk", "thema"}}
    links = replace(whole, narrow=narrow)
    month = month_of(today)
    terms = terms_on(today)
    (now,) = count_month(month, team_ids=[team.pk], today=today, terms=terms, overview=True)
    kept = {row.month: row for row in TeamMonth.objects.filter(team=team).up_to(month, months=MONTHS)}
    waiting = _waiting(team, today=today, within=terms.coordinator_days)
    workers, note = _workers(team, now.values, today=today, links=whole)
    before = None if chosen.is_narrowed else kept.get(next_month(month, step=-1))
    shown = _narrowed(chosen, user=user, today=today, terms=terms) if chosen.is_narrowed else now.values
    return Dashboard(
        team=team,
        today=today,
        tiles=_tiles(shown, before, terms=terms, links=links),
        partners=_late_partners(team, user=user, today=today),
        workers=workers,
        workers_note=note,
        waiting=waiting,
        waiting_url=whole.of_cases("wacht"),
        waiting_more=max(now.values["waiting"] - len(waiting), 0),
        themes=_per_theme(_stock(now, chosen), links=links),
        districts=_per_district(_stock(now, chosen), links=links),
        **_flow(now, kept, month=month, links=links, chosen=chosen),
        balance=_balance(now.values, month=month, links=whole),
    )


def _narrowed(chosen: Chosen, *, user: User, today: dt.date, terms: Terms) -> dict[str, int]:
    """The tiles of a district or theme: the very lists that they open, counted. Five statements."""
    rights = CaseRights.of(user, on=today)
    agreed = ListTerms(plan_days=terms.plan_days, silence_days=terms.silence_days)
    found = {}
    for shown, key in (
        ("open", "open_at_end"),
        ("wacht", "waiting"),
        ("zonder-plan", "plan_overdue"),
        ("stil", "silent"),
    ):
        filters = clean_filters({**chosen.initial, "toon": shown}, user=user)
        wanted = wanted_of(filters, user=user, today=today, terms=agreed)
        found[key] = chosen_cases(shown, wanted, rights=rights).count() if wanted else 0
    return found


def _stock(now: TeamCounts, chosen: Chosen) -> list[Stock]:
    return [
        row
        for row in now.stock
        if (chosen.district is None or row.district_id == chosen.district.pk)
        and (chosen.theme is None or row.theme_id == chosen.theme.pk)
    ]


def _tiles(values: Mapping[str, Any], before: TeamMonth | None, *, terms: Terms, links: _Links) -> list[Tile]:
    change = values["open_at_end"] - before.open_at_end if before else 0
    delta = trend = ""
    if before and change:
        words = (
            ngettext("%(count)s more than last month", "%(count)s more than last month", abs(change))
            if change > 0
            else ngettext("%(count)s fewer than last month", "%(count)s fewer than last month", abs(change))
        )
        delta, trend = words % {"count": abs(change)}, "up" if change > 0 else "down"
    elif before:
        delta, trend = _("as many as last month"), "flat"
    tile = _warning_tile
    return [
        Tile(
            value=number(values["open_at_end"]),
            label=_("open cases"),
            href=links.of_cases(),
            delta=delta,
            trend=trend,
        ),
        tile(values["waiting"], _("wait for a coordinator"), links.of_cases("wacht"), days=terms.coordinator_days),
        tile(values["plan_overdue"], _("plan overdue"), links.of_cases("zonder-plan"), days=terms.plan_days),
        tile(values["silent"], _("no contact for long"), links.of_cases("stil"), days=terms.silence_days),
    ]


def _late_partners(team: Team, *, user: User, today: dt.date) -> Tile:
    """Requests to partners that wait longer than agreed. Two statements."""
    late = late_of_team(team, user=user, today=today)
    count = sum(late.values())
    note = ""
    if count:
        note = ngettext("with %(count)s partner", "with %(count)s partners", len(late)) % {"count": number(len(late))}
    return Tile(
        value=number(count),
        label=_("wait too long for a partner"),
        href=late_list_of(team),
        tone="warning" if count else "",
        note=note,
    )


def _warning_tile(count: int, label: str, href: str, *, days: int | None) -> Tile:
    note = ""
    if days is not None:
        note = ngettext("agreed: within %(days)s day", "agreed: within %(days)s days", days) % {"days": days}
    return Tile(value=number(count), label=label, href=href, tone="warning" if count else "", note=note)


_COUNTED: Prepared[tuple[int, int]] = Prepared(
    lambda: (
        CaseCoordinator.objects.current()
        .filter(case__team=slot("team"), case__closed_on=None)
        .values_list("worker")
        .annotate(count=Count("pk"))
        .order_by("worker")
    )
)
_MEMBERS: Prepared[TeamMembership] = Prepared(
    lambda: TeamMembership.objects.current(on=slot("today")).filter(team=slot("team")).select_related("user")
)


def _workers(
    team: Team, values: Mapping[str, Any], *, today: dt.date, links: _Links
) -> tuple[Ranges | HorizontalBars, str]:
    """By name, never by load: this divides work, it does not compare people."""
    counted = dict(_COUNTED(team=team.pk))
    members = _MEMBERS(team=team.pk, today=today)
    # Whoever left with cases still to hand over stays in sight, without fte.
    gone = {one.pk for one in members if one.leaves_on is not None and one.leaves_on <= today}
    people = [(one.user, 0.0 if one.pk in gone else float(one.fte)) for one in members]
    known = {user.pk for user, _fte in people}
    people += [(user, 0.0) for user in User.objects.filter(pk__in=set(counted) - known)]
    people.sort(key=lambda one: (one[0].name.casefold(), one[0].pk))
    low, high = values["band_low"], values["band_high"]
    rows = []
    for user, fte in people:
        count = counted.get(user.pk, 0)
        left = _("left the team") if not fte else ""
        rows.append((user, count, fte, count / fte if fte else None, left))
    title, heading = _("Open cases per worker"), _("Worker")
    if low is None:
        bars = [
            Bar(
                label=user.name,
                value=count,
                note=left or _("%(fte)s fte") % {"fte": number(fte, 2)},
                href=links.of_cases(regisseur=str(user.public_id)),
            )
            for user, count, fte, _load, left in rows
        ]
        chart = HorizontalBars(
            key="workers",
            title=title,
            description=_("By name."),
            label_heading=heading,
            value_heading=_("Cases"),
            bars=bars,
        )
        return chart, _("No band has been agreed for this team.")
    ranges = [
        Range(
            label=user.name,
            value=load,
            low=low,
            high=high,
            text=ngettext("%(count)s case", "%(count)s cases", count) % {"count": number(count)},
            note=left or _note_of_load(load, fte=fte, low=low, high=high),
            href=links.of_cases(regisseur=str(user.public_id)),
        )
        for user, count, fte, load, left in rows
    ]
    chart_ = Ranges(
        key="workers",
        title=title,
        description=_("Cases per full-time week, beside the agreed band; by name."),
        label_heading=heading,
        value_heading=_("Cases"),
        ranges=ranges,
    )
    note = _("The dot is the number of cases per full-time week; the band is what was agreed: %(low)s to %(high)s.")
    return chart_, note % {"low": number(low), "high": number(high)}


def _note_of_load(load: float | None, *, fte: float, low: int, high: int) -> str:
    said = _("%(fte)s fte") % {"fte": number(fte, 2)}
    if load is None or low <= load <= high:
        return said
    return f"{said}, {_('above the band') if load > high else _('below the band')}"


_WAITING: Prepared[Case] = Prepared(
    lambda: (
        Case.objects.open()
        .filter(team=slot("team"), awaiting_coordinator_since__isnull=False)
        .select_related("theme", "area")
        .order_by("awaiting_coordinator_since", "pk")[:WAITING_SHOWN]
    )
)


def _waiting(team: Team, *, today: dt.date, within: int | None) -> list[WaitingCase]:
    """The oldest first, without names: who it is about stands in the file, where opening it is logged."""
    rows = []
    for case in _WAITING(team=team.pk):
        since = case.awaiting_coordinator_since or today
        rows.append(
            WaitingCase(
                number=case.number,
                url=reverse("cases:detail", args=[case.public_id]),
                theme=str(case.theme),
                neighbourhood=case.area.name,
                since=since,
                days=(today - since).days,
                is_late=within is not None and (today - since).days > within,
            )
        )
    return rows


def _per_theme(stock: Sequence[Stock], *, links: _Links) -> HorizontalBars:
    names = known_themes(row.theme_id for row in stock)
    counts: dict[int, int] = {}
    for row in stock:
        counts[row.theme_id] = counts.get(row.theme_id, 0) + row.households
    bars = [
        Bar(label=str(names[pk]), value=count, href=links.of_cases(thema=names[pk].code))
        for pk, count in sorted(counts.items(), key=lambda one: (-one[1], str(names[one[0]])))
    ]
    return HorizontalBars(
        key="themes",
        title=_("Open cases per theme"),
        description=_("The largest first."),
        label_heading=_("Theme"),
        value_heading=_("Cases"),
        bars=bars,
    )


def _per_district(stock: Sequence[Stock], *, links: _Links) -> HorizontalBars:
    names = Area.objects.in_bulk({row.district_id for row in stock})
    counts: dict[int, int] = {}
    for row in stock:
        counts[row.district_id] = counts.get(row.district_id, 0) + row.households
    bars = [
        Bar(label=breakable(names[pk].name), value=count, href=links.of_cases(wijk=names[pk].code))
        for pk, count in sorted(counts.items(), key=lambda one: (-one[1], names[one[0]].name))
    ]
    return HorizontalBars(
        key="districts",
        title=_("Open cases per district"),
        description=_("The largest first."),
        label_heading=_("District"),
        value_heading=_("Cases"),
        bars=bars,
    )


def _flow(
    now: TeamCounts, kept: Mapping[dt.date, TeamMonth], *, month: dt.date, links: _Links, chosen: Chosen
) -> dict[str, Any]:
    months = [next_month(month, step=-back) for back in reversed(range(MONTHS))]
    opened: list[float | None] = []
    closed: list[float | None] = []
    if chosen.is_narrowed:
        opened, closed = narrowed_flow(chosen, months)
    for one in months if not chosen.is_narrowed else ():
        row = kept.get(one)
        is_running = one == month
        opened.append(now.values["opened"] if is_running else row.opened if row else None)
        closed.append(now.values["closed"] if is_running else row.closed if row else None)
    rows = [
        FlowRow(
            month=month_name(one),
            opened=number(came),
            closed=number(went),
            opened_url=links.of_cases("ingestroomd", maand=f"{one:%Y-%m}") if came is not None else "",
            closed_url=links.of_cases("uitgestroomd", maand=f"{one:%Y-%m}") if went is not None else "",
        )
        for one, came, went in zip(months, opened, closed, strict=True)
    ]
    # The running month is not over, so it is drawn and not judged.
    trends = [trend_of(values[:-1], months=months[:-1]) for values in (opened, closed)]
    finding = both_findings(*trends)
    said = _("The last twelve months; the running month until today.")
    chart = Lines(
        key="flow",
        title=_("Cases that came in and went out"),
        description=f"{said} {finding}",
        note=finding,
        marked=[(series, place) for series, trend in enumerate(trends) for place in trend.places],
        label_heading=_("Month"),
        labels=[short_month(one) for one in months],
        lines=[Line(label=_("in"), values=opened), Line(label=_("out"), values=closed)],
    )
    return {"flow": chart, "flow_rows": list(reversed(rows))}


_KINDS = [kind for _label, _series, kinds in PARTS for kind in kinds]


def _balance(values: Mapping[str, Any], *, month: dt.date, links: _Links) -> Balance:
    minutes = {kind: values[f"minutes_{kind}"] for kind in WorkKind.values}
    total = sum(minutes.values())
    for_prevention = sum(minutes[kind] for kind in PREVENTION_KINDS)
    floor = values["floor_percentage"]
    verdict, detail, tone = _verdict(total=total, for_prevention=for_prevention, floor=floor)
    chart = None
    if total:
        title = _("What the hours of this month went to")
        chart = HoursBalance(minutes=minutes, floor=floor).chart(key="balance", title=title)
    labels = dict(WorkKind.choices)
    rows = [
        KindRow(
            label=str(labels[kind]).capitalize(),
            series=_SERIES[kind],
            hours=number(minutes[kind] / 60, 1),
            share=f"{number(100 * minutes[kind] / total)}%",
            href=links.of_hours(month, soort=kind),
        )
        for kind in _KINDS
        if minutes[kind]
    ]
    return Balance(
        chart=chart,
        rows=rows,
        total=number(total / 60, 1),
        total_url=links.of_hours(month),
        verdict=verdict,
        detail=detail,
        tone=tone,
    )


_SERIES = {kind: series for _label, series, kinds in PARTS for kind in kinds}


def _verdict(*, total: int, for_prevention: int, floor: int | None) -> tuple[str, str, str]:
    """What the balance means: a sentence, what to do about it, and a tone."""
    if not total:
        return _("No hours have been registered this month yet."), "", "info"
    said = {"share": number(100 * for_prevention / total), "floor": number(floor) if floor is not None else ""}
    share = _("Until now %(share)s%% of the hours went to prevention.") % said
    if floor is None:
        return share, _("No floor has been agreed for this team."), "info"
    missing = hours_to_floor(total=total, for_prevention=for_prevention, floor=floor)
    if missing is None:
        return share, _("Everything was agreed to be prevention: that cannot be caught up with."), "warning"
    if missing == 0:
        return share, _("That keeps the agreement of at least %(floor)s%%.") % said, "success"
    return (
        share,
        ngettext(
            "Agreed is at least %(floor)s%%: %(hours)s more hour of prevention is needed to keep that.",
            "Agreed is at least %(floor)s%%: %(hours)s more hours of prevention are needed to keep that.",
            missing,
        )
        % {**said, "hours": number(missing)},
        "warning",
    )


def hours_to_floor(*, total: int, for_prevention: int, floor: int) -> int | None:
    """How many more whole hours of prevention make the share reach `floor` per cent; the arguments are minutes.

    Those hours add to the total too. None when nothing can: a floor of 100 per cent with other hours registered.
    """
    missing = floor * total / 100 - for_prevention
    if missing <= 0:
        return 0
    if floor >= 100:
        return None
    return math.ceil(missing / (1 - floor / 100) / 60 - 1e-9)
