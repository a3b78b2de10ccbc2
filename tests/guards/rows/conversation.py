"""Questions about published reports: read by whoever reads reports, asked by commissioners, answered by the team."""

from collections.abc import Mapping
from typing import Any

from tests.factories import ReflectionPlanFactory, ReportThreadFactory, ThreadPostFactory
from tests.guards.access import Row, form, only, page, readers
from tests.guards.world import TEAM_COORDINATORS, World


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


_READ = readers(200)
_ASK = {who: 403 if status == 200 else status for who, status in _READ.items()} | {"commissioner": 422}

ROWS: dict[str, Row] = {
    "reports:start": page(only(["commissioner"], 200)),
    "reports:questions": page(_READ),
    "reports:line": Row(get=_READ, post=_ASK, at=line),
    "reports:thread": Row(get=_READ, post={**_ASK, "coordinator": 422}, at=thread),
    "reports:thread-close": form(only(["coordinator", "commissioner"], 200), thread),
    "reports:plan": form(only(["commissioner"], 200), thread),
    "reports:plan-answer": form({**only(TEAM_COORDINATORS, 403), "coordinator": 200}, plan),
}
