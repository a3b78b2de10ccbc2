"""What a team coordinator sees of the hours of the team in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.charts import Stacked
from wijkteam.core.periods import month_of, next_month
from wijkteam.hours.enums import CASE_KINDS, PREVENTION_KINDS, WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.selectors.balance import balance_of_teams
from wijkteam.teams.models import Team

PAGE_SIZE = 50
MONTHS_BACK = 12
# Beside the kinds themselves: both sides of the balance, which figures elsewhere add up and link to.
PREVENTIVE, CASEWORK = "preventive", "casework"
KIND_GROUPS = {PREVENTIVE: PREVENTION_KINDS, CASEWORK: CASE_KINDS}
KIND_CHOICES = [
    (PREVENTIVE, _("collective, prevention and outreach together")),
    (CASEWORK, _("individual and escalation together")),
    *((kind.value, kind.label) for kind in WorkKind),
]


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    day: str
    worker: str
    kind: str
    minutes: int
    note: str


@dataclass(frozen=True, kw_only=True)
class WorkerTotal:
    """For the team coordinator alone: figures per worker go no further than the team."""

    name: str
    minutes: int
    preventive: int


@dataclass(frozen=True, kw_only=True)
class TeamHoursPage:
    month: str
    minutes: int
    chart: Stacked
    share: int | None
    floor: int | None
    holds: bool | None
    workers: Sequence[WorkerTotal]
    page: Page[TimeEntry]
    lines: Sequence[TeamLine]


def month_choices(*, today: date) -> list[tuple[str, str]]:
    """This month and the twelve before it, as an address and a person write them."""
    months = [next_month(month_of(today), step=-back) for back in range(MONTHS_BACK + 1)]
    return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]


def team_hours_page(
    *, user: User, teams: Sequence[Team], month: date, kind: str, number: str, today: date
) -> TeamHoursPage:
    """Hours of `teams` in a month. `kind` is a WorkKind, "preventive", "casework" or empty; the balance has all."""
    entries = TimeEntry.objects.visible_to(user, on=today).filter(team__in=[team.pk for team in teams]).in_month(month)
    balance = balance_of_teams(teams=teams, start=month, end=next_month(month))
    if kind:
        entries = entries.filter(kind__in=KIND_GROUPS.get(kind, frozenset({kind})))
    page = Paginator(entries.select_related("user").order_by("-worked_on", "-pk"), PAGE_SIZE).get_page(number)
    page.object_list = list(page.object_list)
    return TeamHoursPage(
        month=date_format(month, "F Y"),
        minutes=entries.aggregate(minutes=Sum("minutes"))["minutes"] or 0,
        chart=balance.chart(key="team-balance", title=str(_("Hours of the team"))),
        share=None if balance.share is None else round(balance.share),
        floor=balance.floor,
        holds=balance.holds,
        workers=_workers(teams, month=month),
        page=page,
        lines=[
            TeamLine(
                day=date_format(entry.worked_on, "D j F"),
                worker=entry.user.name,
                kind=entry.get_kind_display(),
                minutes=entry.minutes,
                note=entry.note,
            )
            for entry in page.object_list
        ],
    )


def _workers(teams: Sequence[Team], *, month: date) -> list[WorkerTotal]:
    rows = (
        TimeEntry.objects.filter(team__in=[team.pk for team in teams])
        .in_month(month)
        .values("user__name")
        .annotate(total=Sum("minutes"), preventive=Sum("minutes", filter=Q(kind__in=PREVENTION_KINDS), default=0))
        .order_by("user__name", "user")
    )
    return [WorkerTotal(name=row["user__name"], minutes=row["total"], preventive=row["preventive"]) for row in rows]
