"""Handing over, being away, leaving: a handover from `colleague` to `teammate`, and an absence of `colleague`."""

from collections.abc import Mapping
from typing import Any

from tests.guards.access import (
    Row,
    button,
    by_id,
    casework,
    form,
    in_a_team,
    of_team,
    only,
    page,
)
from tests.guards.world import TEAM_COORDINATORS, World


def of_handover(world: World) -> Mapping[str, Any]:
    return {"public_id": world.handover.case.public_id, "handover_id": world.handover.public_id}


def of_leaver(world: World) -> Mapping[str, Any]:
    return {"worker_id": world.people["colleague"].public_id}


RECEIVER = {**of_team(403), "teammate": 302}
DIVIDER = {**of_team(403), "coordinator": 200}
OWN_OR_DIVIDER = {**of_team(403), "colleague": 200, "coordinator": 200}

ROWS: dict[str, Row] = {
    "cases:handover": page(of_team(200), of_handover),
    "cases:handover-accept": button(RECEIVER, of_handover, roles=of_team(405)),
    "cases:handover-refuse": form({**of_team(403), "teammate": 200}, of_handover),
    "cases:handover-decide": form(DIVIDER, of_handover),
    "cases:handover-withdraw": button(
        {**of_team(403), "colleague": 302, "coordinator": 302}, of_handover, roles=of_team(405)
    ),
    # Nobody tells a household about what is not accepted.
    "cases:handover-inform": form(of_team(403), of_handover),
    "cases:leaving": form({**only(TEAM_COORDINATORS, 404), "coordinator": 200}, of_leaver),
    "cases:absences": page(casework(200)),
    "cases:absence-new": form(in_a_team(200)),
    "cases:absence": form(OWN_OR_DIVIDER, by_id("absence"), empty=302),
    "cases:absence-cancel": button(
        {**of_team(403), "colleague": 302, "coordinator": 302}, by_id("absence"), roles=of_team(405)
    ),
}
