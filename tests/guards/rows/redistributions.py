"""Dividing the cases of a worker: the team coordinators of the team, and for another coordinator it does not exist."""

from tests.guards.access import Row, button, by_id, form, only
from tests.guards.world import TEAM_COORDINATORS

OWN = {**only(TEAM_COORDINATORS, 404), "coordinator": 200}

ROWS: dict[str, Row] = {
    "cases:redistributions": form(only(TEAM_COORDINATORS, 200), empty=404),
    "cases:redistribution": form(OWN, by_id("redistribution")),
    "cases:redistribution-propose": button({**OWN, "coordinator": 422}, by_id("redistribution")),
    "cases:redistribution-carry-out": form(OWN, by_id("redistribution")),
    "cases:redistribution-drop": button({**OWN, "coordinator": 302}, by_id("redistribution")),
}
