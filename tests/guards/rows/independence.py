"""Independence and relations: principles, pressure, dilemmas, secondments. A commissioner gets none of it."""

from collections.abc import Mapping
from typing import Any

from tests.factories import (
    DilemmaFactory,
    DilemmaReaderFactory,
    EndorsementFactory,
    OrganisationFactory,
    PressureSignalFactory,
    RelationMomentFactory,
    SecondmentFactory,
)
from tests.guards.access import Row, administrator, casework, form, in_a_team, of_team, only, page
from tests.guards.world import TEAM_COORDINATORS, World


def organisation(world: World) -> Mapping[str, Any]:
    return {"public_id": OrganisationFactory.create().public_id}


def answered(world: World) -> Mapping[str, Any]:
    return {"public_id": EndorsementFactory.create().organisation.public_id}


def signal(world: World) -> Mapping[str, Any]:
    """Of the team, reported by `colleague`."""
    made = PressureSignalFactory.create(team=world.team, reported_by=world.people["colleague"])
    return {"public_id": made.public_id}


def dilemma(world: World) -> Mapping[str, Any]:
    """Of `colleague`, who lets `teammate` read along, and not the coordinator."""
    made = DilemmaFactory.create(team=world.team, author=world.people["colleague"])
    DilemmaReaderFactory.create(dilemma=made, user=world.people["teammate"])
    return {"public_id": made.public_id}


def moment(world: World) -> Mapping[str, Any]:
    made = RelationMomentFactory.create(team=world.team, author=world.people["colleague"])
    return {"public_id": made.public_id}


def secondment(world: World) -> Mapping[str, Any]:
    return {"public_id": SecondmentFactory.create().public_id}


# Every team coordinator reads signals of every team.
READS_SIGNAL = {**of_team(200), "outside_coordinator": 200}
READS_DILEMMA = {**casework(404), "colleague": 200, "teammate": 200}

ROWS: dict[str, Row] = {
    "netwerk:independence": page(casework(200)),
    "netwerk:endorsement-new": form(in_a_team(200), organisation),
    "netwerk:endorsement-end": form(in_a_team(200), answered),
    "netwerk:pressure-new": form(in_a_team(200), organisation),
    "netwerk:pressure": form(READS_SIGNAL, signal),
    "netwerk:pressure-edit": form({**READS_SIGNAL, "teammate": 403, "outside_coordinator": 403}, signal),
    "netwerk:dilemmas": page(casework(200)),
    "netwerk:dilemma-new": form(in_a_team(200), organisation),
    "netwerk:dilemma": form(READS_DILEMMA, dilemma),
    "netwerk:dilemma-edit": form({**READS_DILEMMA, "teammate": 403}, dilemma),
    "netwerk:dilemma-end": form({**READS_DILEMMA, "teammate": 403}, dilemma),
    "netwerk:moment-edit": form({**of_team(403), "colleague": 200}, moment),
    "netwerk:moment-earlier": page(of_team(200), moment),
    "netwerk:principles": page(administrator(200)),
    "netwerk:principles-new": form(administrator(200)),
    "netwerk:secondments": page(administrator(200)),
    "netwerk:secondment-add": form(administrator(200)),
    "netwerk:secondment-end": form(administrator(200), secondment),
    "cases:secondments": page(only(TEAM_COORDINATORS, 200)),
}
