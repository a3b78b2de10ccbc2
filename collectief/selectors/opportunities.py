"""What the pages of opportunities show. Counts are small numbers: they are for the team and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import OpportunityAnswer
from collectief.models import Initiative, Method, Opportunity, OpportunityReply, Reflection
from collectief.selectors.volunteers import Near, active_residents_near
from collectief.selectors.weekly_counts import last_whole_week, series
from wijkteam.accounts.models import User
from wijkteam.core.charts import Line, Lines
from wijkteam.core.periods import running_on

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN_WEEKS = 12
SHOWN_ENDED = 20
FITTING = 8


@dataclass(frozen=True, kw_only=True)
class State:
    """Where it stands, in a word or two."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class OpportunityRow:
    url: str
    theme: str
    area: str
    team: str
    sentence: str
    since: date
    state: State
    is_rising: bool


@dataclass(frozen=True, kw_only=True)
class OpportunityList:
    running: tuple[OpportunityRow, ...]
    ended: tuple[OpportunityRow, ...]
    has_teams: bool


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """An initiative on the same theme; `is_near` when it is in the same area or meant for the whole of it."""

    url: str
    name: str
    note: str
    is_near: bool


@dataclass(frozen=True, kw_only=True)
class Reply:
    title: str
    text: str
    url: str
    at: datetime
    by: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class HeldReflection:
    url: str
    choice: "_StrOrPromise"
    held_on: date


@dataclass(frozen=True, kw_only=True)
class OpportunityPage:
    opportunity: Opportunity
    title: str
    sentence: str
    weekly: str
    standing: str
    state: State
    trend: Lines
    fitting: tuple[Fitting, ...]
    methods: tuple[Fitting, ...]
    people: tuple[Near, ...]
    replies: tuple[Reply, ...]
    reflections: tuple[HeldReflection, ...]


def sentence_of(opportunity: Opportunity) -> str:
    """What is seen, in one plain sentence."""
    text = ngettext(
        "%(observed)d question or signal came in %(window)d weeks; about %(expected)s is usual here.",
        "%(observed)d questions and signals came in %(window)d weeks; about %(expected)s is usual here.",
        opportunity.observed,
    )
    return text % {
        "observed": opportunity.observed,
        "window": opportunity.window,
        "expected": usual(float(opportunity.expected)),
    }


def usual(expected: float) -> str:
    """A number for people: half a question is less than one."""
    return _("less than one") if expected < 0.75 else str(round(expected))


def opportunity_list(*, user: User, today: date) -> OpportunityList:
    """Those of one's teams: what runs (rising first, longest first), and what ended. Six statements."""
    mine = (
        Opportunity.objects.visible_to(user, on=today)
        .select_related("area", "theme", "team")
        .prefetch_related(*_with_answers())
    )
    running = sorted(mine.running(), key=lambda one: (not one.is_rising, one.first_week, one.pk))
    ended = list(mine.exclude(ended_on=None).order_by("-ended_on", "-pk")[:SHOWN_ENDED])
    return OpportunityList(
        running=tuple(_row(one, today=today) for one in running),
        ended=tuple(_row(one, today=today) for one in ended),
        has_teams=len({one.team_id for one in (*running, *ended)}) > 1,
    )


def _with_answers() -> "tuple[Prefetch[str], Prefetch[str]]":
    """What was said to them, latest first."""
    replies = OpportunityReply.objects.select_related("initiative", "replied_by").order_by("-replied_at", "-pk")
    held = Reflection.objects.order_by("-written_at", "-pk")
    return Prefetch("replies", queryset=replies), Prefetch("reflections", queryset=held)


def _row(opportunity: Opportunity, *, today: date) -> OpportunityRow:
    return OpportunityRow(
        url=reverse("collectief:opportunity", args=[opportunity.public_id]),
        theme=str(opportunity.theme),
        area=opportunity.area.name,
        team=opportunity.team.name,
        sentence=sentence_of(opportunity),
        since=opportunity.first_week,
        state=state_of(opportunity, today=today),
        is_rising=opportunity.is_rising,
    )


def state_of(opportunity: Opportunity, *, today: date) -> State:
    """Needs its replies and reflections prefetched, latest first. Runs no query then."""
    if opportunity.ended_on is not None:
        return State(text=_("usual again"), tone="", icon="circle-check")
    latest = next(iter(opportunity.replies.all()), None)
    held = next(iter(opportunity.reflections.all()), None)
    if held is not None and (latest is None or latest.replied_at < held.written_at):
        chosen = held.get_choice_display()
        return State(text=_("reflection: %(choice)s") % {"choice": chosen}, tone="positive", icon="messages")
    if latest is None:
        return State(text=_("asks for an answer"), tone="warning", icon="alert-circle")
    if latest.answer == OpportunityAnswer.INITIATIVE:
        return State(text=_("an initiative takes it up"), tone="positive", icon="plant-2")
    again = latest.look_again_on
    if again is not None and again <= today:
        return State(text=_("time to look again"), tone="warning", icon="calendar-due")
    day = date_format(again, "j F") if again else ""
    return State(text=_("not now; again on %(day)s") % {"day": day}, tone="", icon="calendar-pause")


def opportunity_page(opportunity: Opportunity, *, today: date) -> OpportunityPage:
    """One opportunity with its trend, what fits, who could help, and what was said. Seven statements."""
    until = last_whole_week(today)
    opportunity = (
        Opportunity.objects.prefetch_related(*_with_answers())
        .select_related("area", "theme", "team")
        .get(pk=opportunity.pk)
    )
    weekly = float(opportunity.expected) / opportunity.window
    counted = series(theme=opportunity.theme_id, area=opportunity.area_id, until=until, weeks=SHOWN_WEEKS)
    title = _("%(theme)s in %(area)s") % {"theme": opportunity.theme, "area": opportunity.area.name}
    return OpportunityPage(
        opportunity=opportunity,
        title=title,
        sentence=sentence_of(opportunity),
        weekly=_("about %(number)s a week") % {"number": usual(weekly)},
        standing=_standing(opportunity),
        state=state_of(opportunity, today=today),
        trend=_trend(counted, weekly=weekly, title=title),
        fitting=tuple(_fitting(opportunity, today=today)),
        methods=tuple(_methods(opportunity)),
        people=active_residents_near(
            theme=opportunity.theme_id, area=opportunity.area, team=opportunity.team_id, on=today
        ),
        replies=tuple(_reply(one) for one in opportunity.replies.all()),
        reflections=tuple(
            HeldReflection(
                url=reverse("collectief:reflection", args=[one.public_id]),
                choice=one.get_choice_display(),
                held_on=one.held_on,
            )
            for one in opportunity.reflections.all()
        ),
    )


def _standing(opportunity: Opportunity) -> str:
    if opportunity.ended_on is not None:
        return _("Since then it has been usual again for eight weeks.")
    if opportunity.is_rising:
        return _("It still stood out in the last whole week.")
    day = date_format(opportunity.last_week + timedelta(days=6), "j F")
    return _("It stood out until %(day)s, and no longer does.") % {"day": day}


def _trend(counted: Iterable[tuple[date, int]], *, weekly: float, title: str) -> Lines:
    weeks = list(counted)
    return Lines(
        key="trend",
        title=_("Questions and signals a week"),
        description=_("%(title)s, the last %(weeks)d weeks, beside what is usual here.")
        % {"title": title, "weeks": len(weeks)},
        label_heading=_("Week"),
        labels=[str(week.isocalendar().week) for week, _number in weeks],
        lines=[
            Line(label=_("came in"), values=[float(number) for _week, number in weeks]),
            Line(label=_("usual"), values=[round(weekly, 1)] * len(weeks)),
        ],
        decimals=1 if weekly < 5 else 0,
    )


def _fitting(opportunity: Opportunity, *, today: date) -> list[Fitting]:
    """Initiatives on the theme that run or will begin, those near first."""
    rows = (
        Initiative.objects.filter(running_on(today) | Q(starts_on__gt=today), theme=opportunity.theme_id)
        .select_related("area", "team")
        .order_by("name", "pk")
    )
    found = []
    for one in rows:
        own_team = one.team_id == opportunity.team_id
        near = (one.area is None and own_team) or (
            one.area is not None and opportunity.area_id in {one.area_id, one.area.parent_id}
        )
        place = one.area.name if one.area else one.team.name
        found.append(
            Fitting(
                url=reverse("collectief:initiative", args=[one.public_id]),
                name=one.name,
                note=" · ".join(part for part in (place, one.rhythm) if part),
                is_near=near,
            )
        )
    return sorted(found, key=lambda one: not one.is_near)[:FITTING]


def _methods(opportunity: Opportunity) -> list[Fitting]:
    """Proven methods on the theme that are in use here."""
    rows = Method.objects.in_use().filter(themes=opportunity.theme_id).order_by("name", "pk")[:FITTING]
    return [
        Fitting(
            url=reverse("collectief:method", args=[one.public_id]),
            name=one.name,
            note=Truncator(one.goal).chars(120),
            is_near=False,
        )
        for one in rows
    ]


def _reply(reply: OpportunityReply) -> Reply:
    initiative = reply.initiative
    title: _StrOrPromise = _("Not now")
    if initiative is not None:
        title = _("Taken up by %(name)s") % {"name": initiative.name}
    elif reply.look_again_on is not None:
        title = _("Not now; look again on %(day)s") % {"day": date_format(reply.look_again_on, "j F Y")}
    return Reply(
        title=str(title),
        text=reply.reason,
        url=reverse("collectief:initiative", args=[initiative.public_id]) if initiative else "",
        at=reply.replied_at,
        by=reply.replied_by.name,
        icon="plant-2" if initiative else "calendar-pause",
    )
