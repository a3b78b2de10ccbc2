"""What was asked about a report: beside its lines, on a page of its own, and what waits for whom."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.models import User
from wijkteam.core.charts import HorizontalBars
from wijkteam.reports.enums import Chapter
from wijkteam.reports.models import MonthlyReport, ReflectionPlan, ReportThread
from wijkteam.reports.selectors.report_lines import (
    ASSIGNMENT,
    CHAPTER,
    DISTRICT,
    TEAM,
    THEME,
    ReportLine,
    assignment_key,
    line_of,
)
from wijkteam.reports.selectors.report_page import FigureRow, ReportPage, Talk, breakable, month_name, name_of_row
from wijkteam.reports.selectors.report_tables import ReportTables, WordTable
from wijkteam.teams.models import Team

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class ThreadRow:
    """A question in a list. `state` says who has the last word."""

    url: str
    about: str
    where: str
    question: str
    team: str
    state: str
    tone: str
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing in a thread, as the timeline draws it."""

    icon: str
    title: str
    by: str
    when: dt.datetime
    text: str
    tone: str = ""


# Of each line that somebody asked about: its key, how many questions, and how many of those wait for an answer.
Asked: TypeAlias = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, kw_only=True)
class ThreadPage:
    """A thread; what the reader may do with it stands in the `may_…`."""

    thread: ReportThread
    line: ReportLine | None
    report_name: str
    report_url: str
    line_url: str
    said: tuple[Said, ...]
    waiting_plan: ReflectionPlan | None
    may_post: bool
    may_answer: bool
    may_close: bool
    may_propose: bool


@dataclass(frozen=True, kw_only=True)
class LinePage:
    """One line of a report: its value, and every question about it, also about other versions of the month."""

    report: MonthlyReport
    report_name: str
    report_url: str
    line: ReportLine
    threads: tuple[ThreadRow, ...]
    elsewhere: tuple[ThreadRow, ...]


def asked_about(report: MonthlyReport) -> Asked:
    """One statement."""
    counts: dict[str, tuple[int, int]] = {}
    rows = ReportThread.objects.filter(report=report.pk).with_last_post()
    for one in rows.only("line", "closed_at"):
        count, waiting = counts.get(one.line, (0, 0))
        counts[one.line] = (count + 1, waiting + (not one.is_closed and not getattr(one, "last_from_team", None)))
    return frozenset((line, count, waiting) for line, (count, waiting) in counts.items())


def with_talks(page: ReportPage, report: MonthlyReport, asked: Asked, *, may_ask: bool) -> ReportPage:
    """The page with, at each line, where to ask and what was asked. Runs no query.

    Who may not ask sees the lines that somebody asked about, and no other sign.
    """
    counts = {line: (count, waiting) for line, count, waiting in asked}

    def talk(key: str, label: str) -> Talk | None:
        count, waiting = counts.get(key, (0, 0))
        if not (may_ask or count):
            return None
        url = reverse("reports:line", args=[report.public_id, key])
        return Talk(url=url, label=label, count=count, waiting=waiting)

    return _placed(page, report.content, talk)


def _placed(page: ReportPage, content: Mapping[str, Any], talk: Any) -> ReportPage:
    changes: dict[str, Any] = {}
    for one in fields(page):
        value = getattr(page, one.name)
        if isinstance(value, list | tuple) and value and isinstance(value[0], FigureRow):
            changes[one.name] = [replace(row, talk=talk(row.key, row.label)) for row in value]
    changes["themes"] = _bars(page.themes, THEME, content["themes"], talk)
    changes["districts"] = _bars(page.districts, DISTRICT, content["districts"], talk)
    changes["teams"] = [
        replace(row, talk=talk(f"{TEAM}{team['code']}", row.name))
        for row, team in zip(page.teams, content["teams"], strict=True)
    ]
    changes["tables"] = _tables(page.tables, talk)
    chapters = {chapter.value: talk(f"{CHAPTER}{chapter.value}", str(chapter.label)) for chapter in Chapter}
    changes["talks"] = {key: one for key, one in chapters.items() if one}
    return replace(page, **changes)


def _tables(tables: ReportTables, talk: Any) -> ReportTables:
    """A balloon at each row, and from an assignment to what the reports said of it month by month."""
    changes: dict[str, Any] = {}
    for one in fields(tables):
        value = getattr(tables, one.name)
        if isinstance(value, WordTable):
            labels = {key: row[0] for key, row in zip(value.keys, value.rows, strict=True)}
            talks = {key: found for key, label in labels.items() if (found := talk(key, label))}
            links = {key: _followed(key) for key in labels if key.startswith(ASSIGNMENT)}
            changes[one.name] = replace(value, talks=talks, links=links)
    parts = []
    for part in tables.assignments:
        key = assignment_key(part.code)
        rows = [replace(row, talk=talk(key, part.title)) if row.key == key else row for row in part.rows]
        # One balloon for the whole: what was reached is what people ask about.
        parts.append(replace(part, rows=sorted(rows, key=lambda row: row.talk is None), link=_followed(key)))
    return replace(tables, **changes, assignments=parts)


def _followed(key: str) -> str:
    return reverse("reports:assignment", args=[key.removeprefix(ASSIGNMENT).removesuffix(":reached")])


def _bars(
    chart: HorizontalBars | None, kind: str, rows: Sequence[Mapping[str, Any]], talk: Any
) -> HorizontalBars | None:
    """The name of a theme or district leads to the questions about it."""
    if chart is None:
        return None
    codes = {breakable(name_of_row(row)): row["code"] for row in rows}
    bars = []
    for bar in chart.bars:
        found: Talk | None = talk(f"{kind}{codes[bar.label]}", bar.label)
        bars.append(replace(bar, href=found.url, note=_asked(found.count)) if found else bar)
    return replace(chart, bars=bars)


def _asked(count: int) -> str:
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count} if count else ""


# -- lists -------------------------------------------------------------------------------------------


def _row(thread: ReportThread) -> ThreadRow:
    """The thread comes with its report, its team and its last post (with_last_post)."""
    last_from_team: bool | None = getattr(thread, "last_from_team", None)
    last_at: dt.datetime | None = getattr(thread, "last_at", None)
    if thread.is_closed:
        state, tone = _("closed"), ""
    elif last_from_team:
        state, tone = _("answered"), "positive"
    else:
        state, tone = _("waits for the team"), "warning"
    return ThreadRow(
        url=reverse("reports:thread", args=[thread.public_id]),
        about=thread.line_name,
        where=f"{thread.report.name}, {month_name(thread.report.month)}",
        question=thread.question,
        team=thread.team.name,
        state=state,
        tone=tone,
        at=thread.closed_at or last_at or thread.asked_at,
    )


def thread_rows(threads: Iterable[ReportThread]) -> tuple[ThreadRow, ...]:
    return tuple(_row(thread) for thread in threads)


def _for_rows(threads: Any) -> Any:
    return threads.with_last_post().select_related("report", "team").defer("report__content", "report__reading")


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All questions that were asked, those that nobody closed first."""

    open: tuple[ThreadRow, ...]
    closed: tuple[ThreadRow, ...]


def all_threads(*, user: User) -> Overview:
    """Two statements."""
    threads = _for_rows(ReportThread.objects.visible_to(user))
    return Overview(
        open=thread_rows(threads.filter(closed_at=None).order_by("-asked_at", "-pk")[:SHOWN]),
        closed=thread_rows(threads.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:SHOWN]),
    )


def line_page(*, report: MonthlyReport, line: ReportLine, user: User) -> LinePage:
    """Two statements."""
    threads = _for_rows(ReportThread.objects.visible_to(user)).filter(line=line.key).order_by("-asked_at", "-pk")
    others = threads.filter(report__scope=report.scope, report__month=report.month).exclude(report=report.pk)
    return LinePage(
        report=report,
        report_name=f"{report.name}, {month_name(report.month)}",
        report_url=f"{reverse('reports:detail', args=[report.public_id])}#{line.anchor}",
        line=line,
        threads=thread_rows(threads.filter(report=report.pk)),
        elsewhere=thread_rows(others),
    )


def teams_to_ask(report: MonthlyReport) -> list[Team]:
    """Whom a question about this report can go to: its team, or in that of the municipality all that stand in it."""
    if report.team_id is not None:
        return list(Team.objects.filter(pk=report.team_id))
    codes = [team["code"] for team in report.content["teams"]]
    return list(Team.objects.filter(code__in=codes).order_by("name", "pk"))


# -- one thread --------------------------------------------------------------------------------------


def thread_page(thread: ReportThread, *, may_ask: bool, may_answer: bool) -> ThreadPage:
    """Two statements: posts, and proposals."""
    posts = list(thread.posts.select_related("author").order_by("pk"))
    plans = list(thread.plans.select_related("proposed_by", "answered_by").order_by("pk"))
    waiting = next((plan for plan in plans if plan.answered_at is None), None)
    report = thread.report
    is_open = not thread.is_closed
    answered = any(post.is_from_team for post in posts)
    return ThreadPage(
        thread=thread,
        line=line_of(report.content, thread.line),
        report_name=f"{report.name}, {month_name(report.month)}",
        report_url=reverse("reports:detail", args=[report.public_id]),
        line_url=reverse("reports:line", args=[report.public_id, thread.line]),
        said=tuple(_said(thread, posts, plans)),
        waiting_plan=waiting,
        may_post=is_open and (may_ask or may_answer),
        may_answer=is_open and may_answer,
        # A team does not close what it has not answered.
        may_close=is_open and (may_ask or (may_answer and answered)),
        may_propose=is_open and may_ask and waiting is None,
    )


def _said(thread: ReportThread, posts: Iterable[Any], plans: Iterable[ReflectionPlan]) -> list[Said]:
    said = [
        Said(
            icon="message-question",
            title=_("Question to %(team)s") % {"team": thread.team.name},
            by=thread.asked_by.name,
            when=thread.asked_at,
            text=thread.question,
            tone="brand",
        )
    ]
    said += [
        Said(
            icon="message-reply" if post.is_from_team else "message-question",
            title=_("Answer of %(team)s") % {"team": thread.team.name} if post.is_from_team else _("Asked further"),
            by=post.author.name,
            when=post.at,
            text=post.text,
            tone="" if post.is_from_team else "brand",
        )
        for post in posts
    ]
    for plan in plans:
        day = date_format(plan.day, "l j F Y")
        said.append(
            Said(
                icon="calendar-plus",
                title=_("Proposal to sit down together on %(day)s") % {"day": day},
                by=plan.proposed_by.name,
                when=plan.proposed_at,
                text=_("From the municipality: %(who)s.") % {"who": plan.who} + f"\n\n{plan.about}",
                tone="brand",
            )
        )
        if plan.answered_at is not None and plan.answered_by is not None:
            title = _("Planned: together on %(day)s") if plan.accepted else _("Not on %(day)s")
            said.append(
                Said(
                    icon="calendar-check" if plan.accepted else "calendar-x",
                    title=title % {"day": day},
                    by=plan.answered_by.name,
                    when=plan.answered_at,
                    text=plan.note,
                )
            )
    said.sort(key=lambda one: one.when)
    if thread.closed_at is not None and thread.closed_by is not None:
        said.append(
            Said(
                icon="circle-check",
                title=_("Closed"),
                by=thread.closed_by.name,
                when=thread.closed_at,
                text=thread.close_note,
            )
        )
    return said


def planned_reflections(*, today: dt.date, teams: Iterable[Team] | None = None) -> list[ReflectionPlan]:
    """What was agreed and is still to come, the first day first. One statement."""
    plans = ReflectionPlan.objects.planned().filter(day__gte=today).select_related("thread__team")
    if teams is not None:
        plans = plans.filter(thread__team__in=teams)
    return list(plans.order_by("day", "pk")[:SHOWN])
