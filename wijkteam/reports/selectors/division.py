"""How the work of a team is divided: by name, with what weighs besides the number, and never in order of load."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import CaseCoordinator, Escalation
from wijkteam.accounts.models import User
from wijkteam.core.charts import Bar, HorizontalBars, Range, Ranges
from wijkteam.core.charts.ink import number
from wijkteam.core.replica import from_replica
from wijkteam.hours.enums import CASE_KINDS
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import CaseloadBand, Team, TeamMembership

WEEKS = 4
LONG_RUNNING = dt.timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class WorkerLine:
    """What weighs on one worker; the hours are those with households in the last weeks."""

    name: str
    url: str
    cases: int
    escalations: int
    long_running: int
    case_hours: str
    fte: float

    @property
    def load(self) -> float | None:
        return self.cases / self.fte if self.fte else None


@dataclass(frozen=True, kw_only=True)
class Division:
    chart: Ranges | HorizontalBars
    note: str
    spread: str
    besides: str
    lines: Sequence[WorkerLine]


@from_replica
def division(team: Team, *, today: dt.date) -> Division:
    """Five statements, however many workers."""
    lines = _lines(team, today=today)
    band = CaseloadBand.objects.on(today).filter(team=team).first()
    return Division(
        chart=_chart(lines, band),
        note=_("The dot is the number of cases per full-time week; the band is what was agreed: %(low)s to %(high)s.")
        % {"low": number(band.low), "high": number(band.high)}
        if band
        else _("No band has been agreed for this team."),
        spread=_spread(lines, band),
        besides=_besides(lines),
        lines=lines,
    )


def _lines(team: Team, *, today: dt.date) -> list[WorkerLine]:
    running = Escalation.objects.running().filter(case=OuterRef("case"))
    counted: dict[int, Mapping[str, Any]] = {
        row["worker"]: row
        for row in CaseCoordinator.objects.current()
        .filter(case__team=team, case__closed_on=None)
        .annotate(escalates=Exists(running))
        .values("worker")
        .annotate(
            cases=Count("pk"),
            escalations=Count("pk", filter=Q(escalates=True)),
            long_running=Count("pk", filter=Q(case__opened_on__lt=today - LONG_RUNNING)),
        )
        .order_by("worker")
    }
    since = today - dt.timedelta(weeks=WEEKS)
    minutes = dict(
        TimeEntry.objects.filter(team=team, worked_on__gt=since, worked_on__lte=today, kind__in=CASE_KINDS)
        .values_list("user")
        .annotate(minutes=Sum("minutes"))
    )
    members = TeamMembership.objects.current(on=today).filter(team=team).select_related("user")
    people = {one.user: float(one.fte) for one in members}
    # Whoever left with cases still to hand over stays in sight, without fte.
    known = {user.pk for user in people}
    people |= dict.fromkeys(User.objects.filter(pk__in=set(counted) - known), 0.0)
    base = reverse("cases:list")
    lines = []
    for user, fte in sorted(people.items(), key=lambda one: (one[0].name.casefold(), one[0].pk)):
        row = counted.get(user.pk, {})
        said = urlencode({"team": team.code, "toon": "open", "regisseur": str(user.public_id)})
        lines.append(
            WorkerLine(
                name=user.name,
                url=f"{base}?{said}",
                cases=row.get("cases", 0),
                escalations=row.get("escalations", 0),
                long_running=row.get("long_running", 0),
                case_hours=number(minutes.get(user.pk, 0) / 60),
                fte=fte,
            )
        )
    return lines


def _spread(lines: Sequence[WorkerLine], band: CaseloadBand | None) -> str:
    """How far apart, without saying who."""
    loads = [line.load for line in lines if line.load is not None]
    if len(loads) < 2:
        return _("There are too few workers to speak of a spread.")
    about = {"low": number(min(loads)), "high": number(max(loads)), "count": len(loads)}
    said = _("From %(low)s to %(high)s cases per full-time week.") % about
    if band is None:
        return said
    inside = sum(band.low <= load <= band.high for load in loads)
    words = ngettext(
        "%(inside)s of %(count)s colleague is within the band.",
        "%(inside)s of %(count)s colleagues are within the band.",
        len(loads),
    )
    return f"{said} {words % {**about, 'inside': inside}}"


def _besides(lines: Sequence[WorkerLine]) -> str:
    """What a number of cases does not say."""
    escalations = sum(line.escalations for line in lines)
    on = sum(line.escalations > 0 for line in lines)
    long_running = sum(line.long_running for line in lines)
    return _(
        "Besides the number: %(escalations)s running escalations with %(on)s colleagues, and %(long)s cases open for "
        "more than a year."
    ) % {"escalations": number(escalations), "on": number(on), "long": number(long_running)}


def _chart(lines: Sequence[WorkerLine], band: CaseloadBand | None) -> Ranges | HorizontalBars:
    title, heading = _("Open cases per worker"), _("Worker")
    if band is None:
        return HorizontalBars(
            key="workers",
            title=title,
            description=_("By name."),
            label_heading=heading,
            value_heading=_("Cases"),
            bars=[Bar(label=line.name, value=line.cases, note=_fte(line), href=line.url) for line in lines],
        )
    return Ranges(
        key="workers",
        title=title,
        description=_("Cases per full-time week, beside the agreed band; by name."),
        label_heading=heading,
        value_heading=_("Cases"),
        ranges=[
            Range(
                label=line.name,
                value=line.load,
                low=band.low,
                high=band.high,
                text=ngettext("%(count)s case", "%(count)s cases", line.cases) % {"count": number(line.cases)},
                note=_remark(line, band),
                href=line.url,
            )
            for line in lines
        ],
    )


def _fte(line: WorkerLine) -> str:
    return _("%(fte)s fte") % {"fte": number(line.fte, 2)} if line.fte else _("left the team")


def _remark(line: WorkerLine, band: CaseloadBand) -> str:
    if line.load is None or band.low <= line.load <= band.high:
        return _fte(line)
    return f"{_fte(line)}, {_('above the band') if line.load > band.high else _('below the band')}"
