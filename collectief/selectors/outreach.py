"""What the pages of outreach show: the moments of a month with what came of them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from collectief.models import OutreachMoment
from wijkteam.accounts.models import User
from wijkteam.areas.forms.choices import neighbourhoods_in_use
from wijkteam.areas.models import Area
from wijkteam.core.periods import month_of, next_month, running_on
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class MomentRow:
    url: str
    place: str
    area: str
    happened_on: date
    minutes: int
    kind: "_StrOrPromise"
    who: str
    residents_met: int
    new_met: int
    heard: int
    signals: int


@dataclass(frozen=True, kw_only=True)
class OutreachMonth:
    """`later` is None in the month that runs."""

    month: date
    earlier: date
    later: date | None
    rows: tuple[MomentRow, ...]
    minutes: int
    residents_met: int
    new_met: int
    heard: int
    signals: int
    has_teams: bool


@dataclass(frozen=True, kw_only=True)
class HeardLine:
    text: str
    make_url: str
    signal_url: str


@dataclass(frozen=True, kw_only=True)
class MomentPage:
    moment: OutreachMoment
    minutes: int
    kind: "_StrOrPromise"
    colleagues: tuple[str, ...]
    heard: tuple[HeardLine, ...]


def month_from(text: str, *, today: date) -> date:
    """The month that an address names (2026-05), or this one; never one to come."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_of(today)
    return min(month, month_of(today))


def outreach_month(*, user: User, month: date, today: date) -> OutreachMonth:
    """The moments of one's teams in a month, latest first, and their sum. One statement."""
    moments: QuerySet[Any] = (
        OutreachMoment.objects.visible_to(user, on=today)
        .in_month(month)
        .select_related("area", "author", "time_entry", "team")
        .annotate(lines=Count("heard"), signals=Count("heard", filter=Q(heard__signal__isnull=False)))
        .order_by("-happened_on", "-pk")
    )
    rows = tuple(_row(one, lines=one.lines, signals=one.signals) for one in moments)
    later = next_month(month)
    return OutreachMonth(
        month=month,
        earlier=next_month(month, step=-1),
        later=later if later <= today else None,
        rows=rows,
        minutes=sum(row.minutes for row in rows),
        residents_met=sum(row.residents_met for row in rows),
        new_met=sum(row.new_met for row in rows),
        heard=sum(row.heard for row in rows),
        signals=sum(row.signals for row in rows),
        has_teams=len({one.team_id for one in moments}) > 1,
    )


def _row(moment: OutreachMoment, *, lines: int, signals: int) -> MomentRow:
    return MomentRow(
        url=reverse("collectief:outreach-moment", args=[moment.public_id]),
        place=moment.place,
        area=moment.area.name,
        happened_on=moment.happened_on,
        minutes=moment.time_entry.minutes,
        kind=moment.time_entry.get_kind_display(),
        who=moment.author.name,
        residents_met=moment.residents_met,
        new_met=moment.new_met,
        heard=lines,
        signals=signals,
    )


def moment_page(moment: OutreachMoment) -> MomentPage:
    """One moment and what was heard there. Two statements."""
    return MomentPage(
        moment=moment,
        minutes=moment.time_entry.minutes,
        kind=moment.time_entry.get_kind_display(),
        colleagues=tuple(moment.colleagues.order_by("name").values_list("name", flat=True)),
        heard=tuple(
            HeardLine(
                text=one.text,
                make_url="" if one.signal else reverse("collectief:heard-signal", args=[one.public_id]),
                signal_url=reverse("collectief:signal", args=[one.signal.public_id]) if one.signal else "",
            )
            for one in moment.heard.select_related("signal").order_by("pk")
        ),
    )


def areas_of(teams: list[Team]) -> QuerySet[Area]:
    """The neighbourhoods in which these teams work, for choosing."""
    return neighbourhoods_in_use().filter(Q(team_area__team__in=teams) | Q(parent__team_area__team__in=teams))


def colleagues_of(user: User, teams: list[Team], *, today: date) -> QuerySet[User]:
    """Who works in these teams, but for oneself."""
    members: QuerySet[User] = User.objects.filter(running_on(today, of="memberships"), memberships__team__in=teams)
    return members.exclude(pk=user.pk).distinct().order_by("name")


def latest_area(user: User) -> int | None:
    """Where this person was last: who goes to the school gate every week does not choose again."""
    return (
        OutreachMoment.objects.filter(author=user)
        .order_by("-happened_on", "-pk")
        .values_list("area", flat=True)
        .first()
    )
