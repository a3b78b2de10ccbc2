"""Making reports: asked for and seen by the coordinator of the team."""

from collections.abc import Mapping
from typing import Any

from tests.factories import ReportJobFactory
from tests.guards.access import Row, by_id, form, own_reports, page
from tests.guards.world import World


def a_job(world: World) -> Mapping[str, Any]:
    return {"public_id": ReportJobFactory.create(team=world.team).public_id}


ROWS: dict[str, Row] = {
    "reports:new_version": form(own_reports(200), by_id("report")),
    "reports:job": page(own_reports(200), a_job),
}
