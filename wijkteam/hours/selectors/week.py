"""What the page with somebody's own week shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.core.charts import Stacked
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.permissions import is_changeable
from wijkteam.hours.selectors.balance import balance_of_teams
from wijkteam.teams.models import Team

_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Hours on a day; without an address to change them they belong to a contact or are too old."""

    kind: str
    minutes: int
    note: str
    where: str
    edit_url: str


@dataclass(frozen=True, kw_only=True)
class Day:
    title: str
    is_today: bool
    lines: Sequence[Line]
    minutes: int
    add_url: str


@dataclass(frozen=True, kw_only=True)
class KindTotal:
    label: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TeamBalance:
    """How the hours of a whole team in this week lie against what it agreed."""

    team: str
    chart: Stacked
    tone: str
    told: str


@dataclass(frozen=True, kw_only=True)
class WeekPage:
    title: str
    previous_url: str
    next_url: str
    this_week_url: str
    days: Sequence[Day]
    kinds: Sequence[KindTotal]
    minutes: int
    balances: Sequence[TeamBalance]


def week_page(*, user: User, teams: Sequence[Team], day: date, today: date) -> WeekPage:
    """The week (from Monday) that contains `day`, of one person, with the balance of the teams of that person."""
    start = day - timedelta(days=day.weekday())
    end = start + _WEEK
    entries = list(
        TimeEntry.objects.filter(user=user, worked_on__gte=start, worked_on__lt=end)
        .select_related("team", "area")
        .order_by("worked_on", "created_at", "pk")
    )
    alone = set(
        TimeEntry.objects.filter(pk__in=[entry.pk for entry in entries]).standing_alone().values_list("pk", flat=True)
    )
    by_day: dict[date, list[TimeEntry]] = defaultdict(list)
    by_kind: dict[str, int] = defaultdict(int)
    for entry in entries:
        by_day[entry.worked_on].append(entry)
        by_kind[entry.kind] += entry.minutes
    several = len({team.pk for team in teams} | {entry.team_id for entry in entries}) > 1
    here, add = reverse("hours:list"), reverse("hours:add")
    days = []
    for offset in range(7):
        on = start + timedelta(days=offset)
        # A weekend without work is nothing to look at.
        if offset >= 5 and not by_day[on] and on != today:
            continue
        days.append(
            Day(
                title=date_format(on, "l j F"),
                is_today=on == today,
                lines=[
                    _line(
                        entry,
                        show_team=several,
                        may_change=entry.pk in alone and is_changeable(entry, user=user, today=today),
                    )
                    for entry in by_day[on]
                ],
                minutes=sum(entry.minutes for entry in by_day[on]),
                add_url=f"{add}?dag={on:%Y-%m-%d}" if on <= today else "",
            )
        )
    return WeekPage(
        title=_span(start, end - timedelta(days=1)),
        previous_url=f"{here}?dag={start - _WEEK:%Y-%m-%d}",
        next_url=f"{here}?dag={end:%Y-%m-%d}" if end <= today else "",
        this_week_url="" if start <= today < end else here,
        days=days,
        kinds=[KindTotal(label=str(kind.label), minutes=by_kind[kind]) for kind in WorkKind if by_kind.get(kind)],
        minutes=sum(entry.minutes for entry in entries),
        balances=[_balance(team, start=start, end=end, today=today) for team in teams],
    )


def _line(entry: TimeEntry, *, show_team: bool, may_change: bool) -> Line:
    places = [entry.team.name] if show_team else []
    if entry.area is not None:
        places.append(entry.area.name)
    return Line(
        kind=entry.get_kind_display(),
        minutes=entry.minutes,
        note=entry.note,
        where=" · ".join(places),
        edit_url=reverse("hours:edit", args=[entry.public_id]) if may_change else "",
    )


def _balance(team: Team, *, start: date, end: date, today: date) -> TeamBalance:
    balance = balance_of_teams(teams=[team], start=start, end=end)
    if balance.share is None:
        tone, told = "", _("Nobody of the team has written down hours in this week yet.")
    elif balance.floor is None:
        tone, told = "", _("The team has not agreed a floor for prevention yet.")
    elif balance.holds:
        tone, told = "positive", _("At or above the agreed floor")
    else:
        tone, told = "warning", _("Below the agreed floor")
    return TeamBalance(
        team=team.name,
        chart=balance.chart(key=f"balance-{team.pk}", title=_("Hours of %(team)s") % {"team": team.name}),
        tone=tone,
        told=told,
    )


def _span(first: date, last: date) -> str:
    start = "j" if first.month == last.month else "j F" if first.year == last.year else "j F Y"
    return f"{date_format(first, start)} – {date_format(last, 'j F Y')}"
