"""What the functional administrator sees: how the application is used and what is missing, nothing of a case.

Counts of households below the threshold are case information, so they come from published reports only, hidden
figures as x. Hours are the sum of a whole team, all kinds together (docs/authorisation.md).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms, Area
from wijkteam.core.charts.ink import number
from wijkteam.core.periods import month_of, next_month
from wijkteam.hours.models import TimeEntry
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport
from wijkteam.reports.selectors.report_page import month_name, shown
from wijkteam.teams.models import CaseloadBand, PreventionFloor, Team, TeamArea, TeamMembership


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    """`open_at_end` is what the last published report shows, so it may be x."""

    name: str
    members: str
    fte: str
    hours: str
    open_at_end: str
    report: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    role: str
    active: int
    never_signed_in: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something the administrator can put right, and where."""

    text: str
    names: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Administration:
    month: str
    teams: Sequence[TeamLine]
    accounts: Sequence[AccountLine]
    gaps: Sequence[Gap]
    late: int


def administration(*, today: dt.date) -> Administration:
    """Eleven statements, however many teams."""
    month = next_month(month_of(today), step=-1)
    teams = list(Team.objects.order_by("name", "pk"))
    members = {
        row["team"]: row
        for row in TeamMembership.objects.current(on=today).values("team").annotate(people=Count("pk"), fte=Sum("fte"))
    }
    minutes = dict(TimeEntry.objects.in_month(month).values_list("team").annotate(minutes=Sum("minutes")))
    made = {
        report.team_id: report
        for report in MonthlyReport.objects.filter(month=month, team__isnull=False).order_by("version")
    }
    told: dict[int | None, Mapping[str, Any]] = {
        report.team_id: report.content["figures"]
        for report in MonthlyReport.objects.using(REPORT_ROLE)
        .published()
        .latest_published_versions()
        .filter(month=month)
    }
    lines = [
        _line(team, members.get(team.pk, {}), minutes.get(team.pk, 0), made.get(team.pk), told.get(team.pk))
        for team in teams
    ]
    return Administration(
        month=month_name(month),
        teams=lines,
        accounts=_accounts(),
        gaps=list(_gaps(teams, members, today=today)),
        late=sum(line.is_late for line in lines),
    )


def _line(
    team: Team,
    members: Mapping[str, Any],
    minutes: int,
    report: MonthlyReport | None,
    figures: Mapping[str, Any] | None,
) -> TeamLine:
    state = _("not made yet")
    if report is not None:
        state = _("published") if report.is_published else _("waits for a reading")
    return TeamLine(
        name=team.name,
        members=number(members.get("people", 0)),
        fte=number(float(members.get("fte") or 0), 1),
        hours=number(minutes / 60),
        open_at_end=shown(figures["open_at_end"]) if figures else "–",
        report=state,
        is_late=report is None or not report.is_published,
    )


def _accounts() -> list[AccountLine]:
    rows = (
        User.objects.filter(is_active=True)
        .values("role")
        .annotate(active=Count("pk"), never=Count("pk", filter=Q(last_login=None)))
    )
    found = {row["role"]: row for row in rows}
    return [
        AccountLine(role=str(role.label), active=found[role]["active"], never_signed_in=found[role]["never"])
        for role in Role
        if role in found
    ]


def _gaps(teams: Sequence[Team], members: Mapping[int, Any], *, today: dt.date) -> list[Gap]:
    teams_url = reverse("teams:manage-list")
    covered = TeamArea.objects.filter(Q(area=OuterRef("pk")) | Q(area=OuterRef("parent")))
    areas = list(Area.objects.neighbourhoods().filter(~Exists(covered)).order_by("name").values_list("name", flat=True))
    banded = set(CaseloadBand.objects.on(today).values_list("team", flat=True))
    floored = set(PreventionFloor.objects.on(today).values_list("team", flat=True))
    led = set(
        TeamMembership.objects.current(on=today)
        .filter(user__role=Role.TEAM_COORDINATOR, user__is_active=True)
        .values_list("team", flat=True)
    )
    found = []
    if areas:
        text = ngettext("%(count)s neighbourhood without a team", "%(count)s neighbourhoods without a team", len(areas))
        found.append(Gap(text=text % {"count": number(len(areas))}, names=_some(areas), url=teams_url))
    for having, words in (
        (led, _("Teams without a team coordinator")),
        (banded, _("Teams without an agreed caseload band")),
        (floored, _("Teams without an agreed prevention floor")),
        (set(members), _("Teams without anybody in them")),
    ):
        if missing := [team.name for team in teams if team.pk not in having]:
            found.append(Gap(text=words, names=_some(missing), url=teams_url))
    if not AgreedTerms.objects.on(today).exists():
        found.append(Gap(text=_("No terms have been agreed: nothing is ever late"), names="", url=""))
    return found


def _some(names: Sequence[str]) -> str:
    shown_names = ", ".join(names[:8])
    more = len(names) - 8
    if more <= 0:
        return shown_names
    others = _("and %(count)s more") % {"count": more}
    return f"{shown_names} {others}"
