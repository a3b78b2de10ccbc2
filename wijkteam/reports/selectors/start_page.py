"""What a commissioner should look at today: new reports, answers, questions that wait, days to come."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.models import User
from wijkteam.reports.enums import DEFINED
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport, ReflectionPlan, ReportReading, ReportThread
from wijkteam.reports.selectors.conversation import SHOWN, ThreadRow, planned_reflections, thread_rows
from wijkteam.reports.selectors.followed_assignments import AssignmentRow, assignment_list
from wijkteam.reports.selectors.report_page import month_name, shown

# Who never looks is not asked to catch up on a year.
NEW_FOR = dt.timedelta(days=62)


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A report that this reader has not opened. `line` says in a few words what is in it, or what changed."""

    url: str
    name: str
    line: str
    version: int
    published_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class PlannedDay:
    url: str
    day: dt.date
    team: str
    about: str
    note: str


@dataclass(frozen=True, kw_only=True)
class StartPage:
    new: tuple[NewReport, ...]
    answered: tuple[ThreadRow, ...]
    waiting: tuple[ThreadRow, ...]
    planned: tuple[PlannedDay, ...]
    assignments: tuple[AssignmentRow, ...]
    newest: NewReport | None

    @property
    def is_quiet(self) -> bool:
        return not (self.new or self.answered)


def start_page(*, user: User, now: dt.datetime, today: dt.date) -> StartPage:
    """Seven statements at most, however many reports there are."""
    published = MonthlyReport.objects.using(REPORT_ROLE).published()
    latest = published.latest_published_versions().defer("reading", "stories")
    read = set(ReportReading.objects.filter(user=user, thread=None).values_list("report", flat=True))
    fresh = [
        report
        for report in latest.filter(published_at__gte=now - NEW_FOR).order_by("name", "pk")
        if report.pk not in read
    ]
    fresh.sort(key=lambda one: (one.month, one.is_of_municipality), reverse=True)
    replaced = _replaced(fresh)
    mine = list(_mine(user))
    newest = latest.filter(team=None).order_by("-month").first() if not fresh else None
    return StartPage(
        new=tuple(_new(report, replaced.get((report.scope, report.month))) for report in fresh),
        answered=thread_rows(one for one in mine if _has_news(one)),
        waiting=thread_rows(one for one in mine if not one.is_closed and not getattr(one, "last_from_team", None)),
        planned=tuple(_planned(plan) for plan in planned_reflections(today=today)),
        assignments=assignment_list(today=today),
        newest=_new(newest, None) if newest else None,
    )


def _replaced(fresh: Sequence[MonthlyReport]) -> dict[tuple[str, dt.date], MonthlyReport]:
    """For each later version the published one before it. One statement, or none."""
    later = [report for report in fresh if report.version > 1]
    if not later:
        return {}
    before = (
        MonthlyReport.objects.using(REPORT_ROLE)
        .published()
        .filter(scope__in={one.scope for one in later}, month__in={one.month for one in later})
    )
    found: dict[tuple[str, dt.date], MonthlyReport] = {}
    versions = {(one.scope, one.month): one.version for one in later}
    for one in before.order_by("version"):
        if one.version < versions.get((one.scope, one.month), 0):
            found[one.scope, one.month] = one
    return found


def _new(report: MonthlyReport, before: MonthlyReport | None) -> NewReport:
    return NewReport(
        url=reverse("reports:detail", args=[report.public_id]),
        name=f"{report.name}, {month_name(report.month)}",
        line=changes_in_a_line(before.content, report.content) if before else _in_a_line(report.content),
        version=report.version,
        published_at=report.published_at or report.created_at,
    )


def _in_a_line(content: Mapping[str, Any]) -> str:
    figures = content["figures"]
    return _("%(open)s households, %(share)s of the hours for prevention") % {
        "open": shown(figures["open_at_end"]),
        "share": shown(figures["prevention_share"], DEFINED["prevention_share"].unit),
    }


def changes_in_a_line(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What another version shows differently: the first figure, and how many more."""
    keys = [key for key in DEFINED if key in after["figures"] and before["figures"].get(key) != after["figures"][key]]
    if not keys:
        return _("No figure that is shown changed.")
    first = DEFINED[keys[0]]
    said = _("%(label)s: from %(before)s to %(after)s.") % {
        "label": first.label,
        "before": shown(before["figures"].get(keys[0]), first.unit),
        "after": shown(after["figures"][keys[0]], first.unit),
    }
    more = len(keys) - 1
    if more:
        said += " " + ngettext("%(more)d more figure changed.", "%(more)d more figures changed.", more) % {"more": more}
    return said


def _mine(user: User) -> Sequence[ReportThread]:
    """What this person asked and what came of it. Two statements: threads, and what was read or planned of them."""
    threads = (
        ReportThread.objects.filter(asked_by=user)
        .with_last_post()
        .select_related("report", "team")
        .defer("report__content", "report__reading", "report__stories")
    )
    found = list(threads.order_by("-asked_at", "-pk")[:SHOWN])
    read = dict(ReportReading.objects.filter(user=user, thread__in=found).values_list("thread", "read_at"))
    answered = dict(
        ReflectionPlan.objects.filter(thread__in=found, answered_at__isnull=False)
        .order_by("answered_at")
        .values_list("thread", "answered_at")
    )
    for one in found:
        one.seen_at = read.get(one.pk)  # type: ignore[attr-defined]  # for _has_news
        one.plan_answered_at = answered.get(one.pk)  # type: ignore[attr-defined]
    return found


def _has_news(thread: ReportThread) -> bool:
    """The team said something since this person last looked."""
    seen: dt.datetime | None = getattr(thread, "seen_at", None)
    said = [getattr(thread, "last_at", None) if getattr(thread, "last_from_team", None) else None]
    said.append(getattr(thread, "plan_answered_at", None))
    if thread.closed_by_id not in (None, thread.asked_by_id):
        said.append(thread.closed_at)
    return any(moment is not None and (seen is None or moment > seen) for moment in said)


def _planned(plan: ReflectionPlan) -> PlannedDay:
    return PlannedDay(
        url=reverse("reports:thread", args=[plan.thread.public_id]),
        day=plan.day,
        team=plan.thread.team.name,
        about=plan.thread.line_name,
        note=plan.note,
    )
