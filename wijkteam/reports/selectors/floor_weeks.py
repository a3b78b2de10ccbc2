"""Week by week against the prevention floor, and what took the hours of this week. Kinds of work, never people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Contact
from wijkteam.core.charts import Marker, Part, Stacked, Whole
from wijkteam.core.charts.ink import number
from wijkteam.core.replica import from_replica
from wijkteam.detection.xmr import limits_of
from wijkteam.hours.enums import PREVENTION_KINDS, WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.selectors.balance import PARTS
from wijkteam.teams.models import PreventionFloor, Team

WEEKS = 12
_WEEK = dt.timedelta(days=7)
_COUNTED = 2


@dataclass(frozen=True, kw_only=True)
class KindLine:
    """Hours of a kind this week, beside what is usual in a week."""

    label: str
    hours: str
    usual: str
    is_more: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class FloorWeeks:
    verdict: str
    tone: str
    pushed: str
    lines: Sequence[KindLine]
    chart: Stacked | None
    kept: str
    escalations_url: str


Hours = Mapping[str, float]


@from_replica
def floor_weeks(team: Team, *, today: dt.date) -> FloorWeeks:
    """Three statements, whatever the number of hours."""
    monday = today - dt.timedelta(days=today.weekday())
    weeks = [monday - _WEEK * back for back in range(WEEKS, -1, -1)]
    hours = _hours(team, first=weeks[0], until=monday + _WEEK)
    floors = list(PreventionFloor.objects.filter(team=team, starts_on__lte=today).order_by("starts_on"))
    held = {week: _floor_on(floors, week + _WEEK - dt.timedelta(days=1)) for week in weeks}
    held[monday] = _floor_on(floors, today)
    escalated = Contact.objects.filter(
        time_entry__team=team, time_entry__kind=WorkKind.ESCALATION, time_entry__worked_on__gte=monday
    ).aggregate(cases=Count("case", distinct=True))["cases"]
    lines = _kinds(hours, weeks=weeks, team=team, today=today)
    verdict, tone = _verdict(hours[monday], held[monday])
    said = urlencode({"team": team.code})
    return FloorWeeks(
        verdict=verdict,
        tone=tone,
        pushed=_pushed(lines, escalated),
        lines=lines,
        chart=_chart(hours, weeks=weeks, floor=held[monday]),
        kept=_kept(hours, weeks=weeks[:-1], held=held),
        escalations_url=f"{reverse('cases:escalation-list')}?{said}",
    )


def _hours(team: Team, *, first: dt.date, until: dt.date) -> Mapping[dt.date, Hours]:
    rows = (
        TimeEntry.objects.filter(team=team, worked_on__gte=first, worked_on__lt=until)
        .annotate(week=TruncWeek("worked_on"))
        .values_list("week", "kind")
        .annotate(minutes=Sum("minutes"))
        .order_by("week", "kind")
    )
    found: dict[dt.date, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for week, kind, minutes in rows:
        found[week][kind] = minutes / 60
    return found


def _floor_on(floors: Sequence[PreventionFloor], day: dt.date) -> int | None:
    return next(
        (one.percentage for one in floors if one.starts_on <= day and (one.ends_on is None or one.ends_on > day)), None
    )


def _share(hours: Hours) -> float | None:
    total = sum(hours.values())
    return 100 * sum(hours.get(kind, 0) for kind in PREVENTION_KINDS) / total if total else None


def _verdict(hours: Hours, floor: int | None) -> tuple[str, str]:
    share = _share(hours)
    if share is None:
        return _("No hours have been registered this week yet."), "info"
    about = {"share": number(share), "floor": number(floor) if floor is not None else ""}
    if floor is None:
        return _("This week %(share)s%% of the hours went to prevention; no floor has been agreed.") % about, "info"
    if share >= floor:
        said = _("This week %(share)s%% of the hours went to prevention: that keeps the floor of %(floor)s%%.")
        return said % about, "success"
    said = _("This week %(share)s%% of the hours went to prevention; at least %(floor)s%% was agreed.")
    return said % about, "warning"


def _kinds(hours: Mapping[dt.date, Hours], *, weeks: Sequence[dt.date], team: Team, today: dt.date) -> list[KindLine]:
    """In the order of the balance everywhere."""
    earlier = [hours.get(week, {}) for week in weeks[:-1]]
    known = [one for one in earlier if sum(one.values())]
    this = hours.get(weeks[-1], {})
    labels = dict(WorkKind.choices)
    base = reverse("hours:list")
    lines = []
    for kind in (kind for _label, _series, kinds in PARTS for kind in kinds):
        values = [one.get(kind, 0.0) for one in known]
        now = this.get(kind, 0.0)
        if not now and not any(values):
            continue
        limits = limits_of(values, grain=1)
        if limits is not None:
            usual = _("%(low)s to %(high)s hours") % {"low": number(limits.low), "high": number(limits.high)}
        elif values:
            usual = _("about %(hours)s hours") % {"hours": number(sum(values) / len(values))}
        else:
            usual = "–"
        said = urlencode({"team": team.code, "maand": f"{today:%Y-%m}", "soort": kind})
        lines.append(
            KindLine(
                label=str(labels[kind]).capitalize(),
                hours=number(now, 1),
                usual=usual,
                is_more=limits is not None and now > limits.high,
                url=f"{base}?{said}",
            )
        )
    return lines


def _pushed(lines: Sequence[KindLine], escalated: int) -> str:
    """What took the hours: work, never a worker."""
    more = [line.label.lower() for line in lines if line.is_more]
    parts = []
    if more:
        parts.append(_("More hours than in a usual week went to: %(kinds)s.") % {"kinds": ", ".join(more)})
    else:
        parts.append(_("No kind of work took more hours than in a usual week."))
    if escalated:
        parts.append(
            ngettext(
                "Escalations of %(count)s household asked for time this week.",
                "Escalations of %(count)s households asked for time this week.",
                escalated,
            )
            % {"count": number(escalated)}
        )
    return " ".join(parts)


def _kept(hours: Mapping[dt.date, Hours], *, weeks: Sequence[dt.date], held: Mapping[dt.date, int | None]) -> str:
    judged = [(share, held[week]) for week in weeks if (share := _share(hours.get(week, {}))) is not None]
    agreed = [(share, floor) for share, floor in judged if floor is not None]
    if not agreed:
        return _("No floor has been agreed for this team.")
    kept = sum(share >= floor for share, floor in agreed)
    return ngettext(
        "In %(kept)s of the last %(count)s week the floor was kept.",
        "In %(kept)s of the last %(count)s weeks the floor was kept.",
        len(agreed),
    ) % {"kept": number(kept), "count": number(len(agreed))}


def _chart(hours: Mapping[dt.date, Hours], *, weeks: Sequence[dt.date], floor: int | None) -> Stacked | None:
    if not any(sum(hours.get(week, {}).values()) for week in weeks):
        return None
    return Stacked(
        key="weeks",
        title=_("Hours by week"),
        description=_("Each week as a whole; what counts for prevention stands first."),
        label_heading=_("Week of"),
        total_heading=_("Total"),
        parts=[Part(label=str(label), series=series) for label, series, _kinds in PARTS],
        wholes=[
            Whole(
                label=date_format(week, "j b"),
                values=[
                    round(sum(hours.get(week, {}).get(kind, 0) for kind in kinds), 1)
                    for _label, _series, kinds in PARTS
                ],
            )
            for week in reversed(weeks)
        ],
        marker=Marker(value=floor / 100, label=_("agreed floor %(floor)s%%") % {"floor": number(floor)})
        if floor is not None
        else None,
        unit=_("hours"),
    )
