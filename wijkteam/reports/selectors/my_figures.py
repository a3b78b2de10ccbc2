"""A worker's own figures: own cases, own hours, own things that wait. Nobody else has this page of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRights, Escalation
from cases.selectors.case_list import is_silent, terms_of
from wijkteam.accounts.models import User
from wijkteam.core.charts import Marker, Part, Range, Ranges, Stacked, Whole
from wijkteam.core.charts.ink import number
from wijkteam.hours.enums import PREVENTION_KINDS
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.selectors.balance import PARTS
from wijkteam.reports.selectors.dashboard import Tile
from wijkteam.teams.models import CaseloadBand, PreventionFloor, TeamMembership

WEEKS = 8
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class MyFigures:
    tiles: Sequence[Tile]
    load: Ranges | None
    load_note: str
    weeks: Stacked | None
    hours_note: str


def my_figures(user: User, *, rights: CaseRights, today: dt.date) -> MyFigures:
    """Seven statements."""
    kept = list(
        Case.objects.within(rights)
        .open()
        .filter(coordinators__worker=user, coordinators__ended_at=None)
        .for_list()
        .annotate(escalates=Exists(Escalation.objects.running().filter(case=OuterRef("pk"))))
    )
    members = list(
        TeamMembership.objects.current(on=today).filter(user=user).select_related("team").order_by("team__name", "pk")
    )
    teams = [member.team_id for member in members]
    bands = {band.team_id: band for band in CaseloadBand.objects.on(today).filter(team__in=teams)}
    floors = {floor.team_id: floor.percentage for floor in PreventionFloor.objects.on(today).filter(team__in=teams)}
    weeks, hours_note = _weeks(user, floor=floors.get(teams[0]) if len(teams) == 1 else None, today=today)
    rows = [
        _range(member, count=sum(case.team_id == member.team_id for case in kept), band=bands[member.team_id])
        for member in members
        if member.team_id in bands
    ]
    return MyFigures(
        tiles=_tiles(user, kept, today=today),
        load=Ranges(
            key="my-load",
            title=_("My cases beside the agreed band"),
            description=_("Cases per full-time week, for each team."),
            label_heading=_("Team"),
            value_heading=_("Cases"),
            ranges=rows,
        )
        if rows
        else None,
        load_note=_(
            "The band is an agreement of the team, not a target for you. Above it? Bring it up: that is what it is for."
        )
        if rows
        else _("No band has been agreed for your team."),
        weeks=weeks,
        hours_note=hours_note,
    )


def _tiles(user: User, kept: Sequence[Case], *, today: dt.date) -> list[Tile]:
    terms = terms_of(today)
    base = reverse("cases:list")

    def of(shown: str) -> str:
        return f"{base}?{urlencode({'toon': shown, 'regisseur': str(user.public_id)})}"

    overdue = sum(
        case.plan_since is None  # type: ignore[attr-defined]  # annotated by for_list
        and terms.plan_days is not None
        and (today - case.opened_on).days > terms.plan_days
        for case in kept
    )
    silent = sum(is_silent(case, today=today, terms=terms) for case in kept)
    escalations = sum(bool(case.escalates) for case in kept)  # type: ignore[attr-defined]  # annotated above
    return [
        Tile(value=number(len(kept)), label=_("cases that I coordinate"), href=of("open")),
        Tile(
            value=number(overdue),
            label=_("plan overdue"),
            href=of("zonder-plan"),
            tone="warning" if overdue else "",
        ),
        Tile(value=number(silent), label=_("no contact for long"), href=of("stil"), tone="warning" if silent else ""),
        Tile(
            value=number(escalations),
            label=_("escalations that run"),
            href=reverse("cases:escalation-list"),
            tone="warning" if escalations else "",
        ),
    ]


def _range(member: TeamMembership, *, count: int, band: CaseloadBand) -> Range:
    load = count / float(member.fte)
    said = ngettext("%(count)s case", "%(count)s cases", count) % {"count": number(count)}
    note = _("%(fte)s fte") % {"fte": number(float(member.fte), 2)}
    if load > band.high:
        note = f"{note}, {_('above the band')}"
    return Range(label=member.team.name, value=load, low=band.low, high=band.high, text=said, note=note)


def _weeks(user: User, *, floor: int | None, today: dt.date) -> tuple[Stacked | None, str]:
    monday = today - dt.timedelta(days=today.weekday())
    weeks = [monday - _WEEK * back for back in range(WEEKS)]
    rows = (
        TimeEntry.objects.filter(user=user, worked_on__gte=weeks[-1], worked_on__lt=monday + _WEEK)
        .annotate(week=TruncWeek("worked_on"))
        .values_list("week", "kind")
        .annotate(minutes=Sum("minutes"))
    )
    found = {(week, kind): minutes / 60 for week, kind, minutes in rows}
    total = sum(found.values())
    if not total:
        return None, _("You have not written down hours in the last %(count)s weeks.") % {"count": WEEKS}
    share = 100 * sum(hours for (_w, kind), hours in found.items() if kind in PREVENTION_KINDS) / total
    about = {"share": number(share), "count": WEEKS, "floor": number(floor) if floor is not None else ""}
    said = _("Of your hours in the last %(count)s weeks %(share)s%% went to prevention.") % about
    if floor is not None:
        agreed = _("The team agreed on %(floor)s%% together: it is not for each of you alone.") % about
        said = f"{said} {agreed}"
    chart = Stacked(
        key="my-weeks",
        title=_("My hours by week"),
        description=said,
        label_heading=_("Week of"),
        total_heading=_("Total"),
        parts=[Part(label=str(label), series=series) for label, series, _kinds in PARTS],
        wholes=[
            Whole(
                label=date_format(week, "j b"),
                values=[
                    round(sum(found.get((week, kind), 0) for kind in kinds), 1) for _label, _series, kinds in PARTS
                ],
            )
            for week in weeks
        ],
        marker=Marker(value=floor / 100, label=_("agreed floor of the team %(floor)s%%") % about)
        if floor is not None
        else None,
        unit=_("hours"),
    )
    return chart, said
