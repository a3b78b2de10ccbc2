"""What the conversation about reports puts before a team: in the work of today, and between its reflections."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from collectief.selectors.reflections import PlannedReflection
from wijkteam.accounts.models import User
from wijkteam.reports.models import ReflectionPlan, ReportThread
from wijkteam.reports.selectors.conversation import planned_reflections
from wijkteam.reports.selectors.report_page import month_name
from wijkteam.teams.models import Team

# Who asks waits a week before it stands under what is late.
ANSWER_WITHIN = dt.timedelta(days=7)


def for_my_work(reader: Reader) -> Iterable[WorkItem]:
    """Questions and proposals of the municipality, for the coordinator of the team that was asked. One statement."""
    if not reader.is_team_coordinator:
        return
    proposed = ReflectionPlan.objects.waiting().filter(thread=OuterRef("pk"))
    threads = (
        ReportThread.objects.filter(team__in=reader.rights.teams, closed_at=None)
        .with_last_post()
        .annotate(has_plan=Exists(proposed))
        .filter(Q(has_plan=True) | Q(last_from_team=None) | Q(last_from_team=False))
        .select_related("report", "team")
        .defer("report__content", "report__reading", "report__stories")
    )
    for thread in threads.order_by("asked_at", "pk"):
        asked_on = timezone.localdate(getattr(thread, "last_at", None) or thread.asked_at)
        about = {"line": thread.line_name, "month": month_name(thread.report.month)}
        if getattr(thread, "has_plan", False):
            why = _("The municipality proposes a day to sit down together about “%(line)s” (%(month)s).") % about
        else:
            why = _("The municipality asks about “%(line)s” (%(month)s).") % about
        is_late = reader.today - asked_on > ANSWER_WITHIN
        yield WorkItem(
            kind="report-question",
            urgency=Urgency.LATE if is_late else Urgency.TODAY,
            why=why,
            when=asked_on,
            url=reverse("reports:thread", args=[thread.public_id]),
            name=thread.team.name,
            icon="message-question",
        )


def planned_for(user: User, today: dt.date) -> Sequence[PlannedReflection]:
    """The days that the own teams agreed on with the municipality. One statement."""
    return [
        PlannedReflection(
            day=plan.day,
            team=plan.thread.team.name,
            about=plan.thread.line_name,
            who=plan.who,
            note=plan.note,
            url=reverse("reports:thread", args=[plan.thread.public_id]),
        )
        for plan in planned_reflections(today=today, teams=Team.objects.of_worker(user, on=today))
    ]
