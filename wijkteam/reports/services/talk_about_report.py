"""Use cases: ask about a line of a report, answer, ask on, close, and plan to sit down together."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.reports.models import MonthlyReport, ReflectionPlan, ReportReading, ReportThread, ThreadPost
from wijkteam.teams.models import Team


class ThreadIsClosed(Exception):
    """Somebody closed the question, maybe a moment ago."""


class PlanIsWaiting(Exception):
    """There is a proposal in this thread that waits for an answer."""


class PlanIsAnswered(Exception):
    """The proposal was answered by a colleague, or is the same tap twice."""


def ask_about(
    *,
    report: MonthlyReport,
    line: str,
    line_name: str,
    teams: Sequence[Team],
    question: str,
    by: User,
    at: dt.datetime,
    request_key: UUID,
) -> list[ReportThread]:
    """One thread for each team. The same `request_key` again gives those that are there."""
    earlier = ReportThread.objects.filter(request_key=request_key, asked_by=by).order_by("pk")
    if found := list(earlier):
        return found
    try:
        with transaction.atomic():
            return [
                ReportThread.objects.create(
                    report_id=report.pk,
                    line=line,
                    line_name=line_name,
                    team=team,
                    question=question,
                    asked_by=by,
                    asked_at=at,
                    request_key=request_key,
                )
                for team in teams
            ]
    except IntegrityError as error:
        if broken_constraint(error) != "thread_once_per_form_and_team":
            raise
        return list(earlier.all())


def _lock(thread: ReportThread) -> ReportThread:
    """Raises ThreadIsClosed."""
    locked = ReportThread.objects.select_for_update(of=("self",), no_key=True).get(pk=thread.pk)
    if locked.is_closed:
        raise ThreadIsClosed
    return locked


@transaction.atomic
def write_post(
    *, thread: ReportThread, text: str, is_from_team: bool, by: User, at: dt.datetime, request_key: UUID
) -> ThreadPost:
    """Add to a thread. The same `request_key` again is one post.

    Raises:
        ThreadIsClosed
    """
    if earlier := ThreadPost.objects.filter(request_key=request_key, author=by).first():
        return earlier
    locked = _lock(thread)
    # Asked again under the lock: two taps at once wait here for each other.
    if earlier := ThreadPost.objects.filter(request_key=request_key, author=by).first():
        return earlier
    return ThreadPost.objects.create(
        thread=locked, text=text, is_from_team=is_from_team, author=by, at=at, request_key=request_key
    )


@transaction.atomic
def close_thread(*, thread: ReportThread, note: str, by: User, at: dt.datetime) -> ReportThread:
    """Say why nothing more needs to be said. A proposal that waits is then answered with no.

    Raises:
        ThreadIsClosed
    """
    locked = _lock(thread)
    for plan in ReflectionPlan.objects.waiting().filter(thread=locked):
        plan.accepted, plan.answered_at, plan.answered_by, plan.note = False, at, by, note
        plan.save(update_fields=["accepted", "answered_at", "answered_by", "note"])
    locked.closed_at, locked.closed_by, locked.close_note = at, by, note
    locked.save(update_fields=["closed_at", "closed_by", "close_note"])
    return locked


@transaction.atomic
def propose_reflection(
    *, thread: ReportThread, day: dt.date, who: str, about: str, by: User, at: dt.datetime, request_key: UUID
) -> ReflectionPlan:
    """Propose a day to sit down together.

    Raises:
        ThreadIsClosed
        PlanIsWaiting: there is one already that the team has not answered.
    """
    locked = _lock(thread)
    if earlier := ReflectionPlan.objects.filter(request_key=request_key, proposed_by=by).first():
        return earlier
    if ReflectionPlan.objects.waiting().filter(thread=locked).exists():
        raise PlanIsWaiting
    return ReflectionPlan.objects.create(
        thread=locked, day=day, who=who, about=about, proposed_by=by, proposed_at=at, request_key=request_key
    )


@transaction.atomic
def answer_plan(*, plan: ReflectionPlan, accepted: bool, note: str, by: User, at: dt.datetime) -> ReflectionPlan:
    """Yes, with where and when; or no, with why.

    Raises:
        PlanIsAnswered
    """
    locked = ReflectionPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    if locked.answered_at is not None:
        raise PlanIsAnswered
    locked.accepted, locked.answered_at, locked.answered_by, locked.note = accepted, at, by, note
    locked.save(update_fields=["accepted", "answered_at", "answered_by", "note"])
    return locked


def mark_read(*, user: User, report_id: int, at: dt.datetime, thread: ReportThread | None = None) -> None:
    """Remember that somebody saw it, for their own start page. One statement."""
    ReportReading.objects.bulk_create(
        [ReportReading(user=user, report_id=report_id, thread=thread, read_at=at)],
        update_conflicts=True,
        update_fields=["read_at"],
        unique_fields=["user", "report", "thread"],
    )
