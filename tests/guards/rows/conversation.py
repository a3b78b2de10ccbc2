"""Questions about published reports: read by whoever reads reports, asked by commissioners, answered by the team."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from tests.factories import PublicEditionFactory, ReflectionPlanFactory, ReportThreadFactory, ThreadPostFactory
from tests.factories.conversation import assignment_row, of_municipality, published
from tests.guards.access import Row, by_id, everybody, form, only, own_reports, page, readers
from tests.guards.world import TEAM_COORDINATORS, World
from wijkteam.core.periods import next_month
from wijkteam.reports.models import MonthlyReport, PublicEdition
from wijkteam.reports.notifications.report_mail import stop_url


def line(world: World) -> Mapping[str, Any]:
    return {"public_id": world.report.public_id, "key": "open_at_end"}


def thread(world: World) -> Mapping[str, Any]:
    """Answered, so that its team may close it."""
    made = ReportThreadFactory.create(report=world.report, team=world.team)
    ThreadPostFactory.create(thread=made)
    return {"public_id": made.public_id}


def plan(world: World) -> Mapping[str, Any]:
    made = ReportThreadFactory.create(report=world.report, team=world.team)
    return {"public_id": ReflectionPlanFactory.create(thread=made).public_id}


def edition(world: World) -> Mapping[str, Any]:
    if not PublicEdition.objects.filter(report=world.report).exists():
        PublicEditionFactory.create(report=world.report)
    return {"slug": world.team.slug, "month": f"{world.report.month:%Y-%m}"}


def latest(world: World) -> Mapping[str, Any]:
    return {"slug": edition(world)["slug"]}


def whole(world: World) -> Mapping[str, Any]:
    """Of a month of its own: the world has no report of the municipality."""
    if not PublicEdition.objects.filter(report__team=None).exists():
        made = of_municipality(published(team=world.other_team, month=date(2025, 11, 1)))
        PublicEditionFactory.create(report=made)
    return {"month": "2025-11"}


def nothing(world: World) -> Mapping[str, Any]:
    whole(world)
    return {}


def stop(world: World) -> Mapping[str, Any]:
    return {"token": stop_url(world.people["commissioner"]).rstrip("/").rpartition("/")[2]}


def with_assignment(world: World) -> Mapping[str, Any]:
    """A report that speaks of one, of a month that is not long ago."""
    today = localdate()
    month = next_month(today.replace(day=1), step=-1)
    if not MonthlyReport.objects.filter(team=world.other_team, month=month).exists():
        published(team=world.other_team, month=month, assignments=[assignment_row(code="7")])
    return {"code": 7}


_READ = readers(200)
_ASK = {who: 403 if status == 200 else status for who, status in _READ.items()} | {"commissioner": 422}

ROWS: dict[str, Row] = {
    "reports:compare": page(_READ),
    "reports:assignments": page(_READ),
    "reports:assignment": page(_READ, with_assignment),
    "reports:subscribe": form(_READ, empty=302),
    "reports:unsubscribe": Row(get=everybody(200), post=everybody(200), at=stop),
    "reports:public-edit": form(own_reports(200), by_id("report")),
    "reports:public-team": page(everybody(200), edition),
    "reports:public-team-latest": page(everybody(200), latest),
    "reports:public-team-file": page(everybody(200), edition),
    "reports:public-municipality": page(everybody(200), whole),
    "reports:public-municipality-latest": page(everybody(200), nothing),
    "reports:public-municipality-file": page(everybody(200), whole),
    "reports:start": page(only(["commissioner"], 200)),
    "reports:questions": page(_READ),
    "reports:line": Row(get=_READ, post=_ASK, at=line),
    "reports:thread": Row(get=_READ, post={**_ASK, "coordinator": 422}, at=thread),
    "reports:thread-close": form(only(["coordinator", "commissioner"], 200), thread),
    "reports:plan": form(only(["commissioner"], 200), thread),
    "reports:plan-answer": form({**only(TEAM_COORDINATORS, 403), "coordinator": 200}, plan),
}
