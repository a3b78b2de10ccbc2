"""A file for named people (in the world: `colleague` alone), and emergency access (of `outsider`)."""

from collections.abc import Mapping
from typing import Any

from tests.guards.access import (
    Outcomes,
    Row,
    button,
    by_id,
    casework,
    form,
    in_a_team,
    of_case,
    of_case_and,
    only,
    page,
)
from tests.guards.world import CASEWORKERS, OWN_TEAM, World


def of_team_file(status: int) -> Outcomes:
    """Who sees the file by an exception does not decide who else does."""
    return {**of_case(403), **dict.fromkeys(OWN_TEAM, status)}


def named(status: int) -> Outcomes:
    """The restricted file does not exist for a colleague who is not named, their team coordinator among them."""
    return {**casework(404), "colleague": status}


def of_restricted(world: World) -> Mapping[str, Any]:
    return {"public_id": world.restricted.public_id}


def named_person(world: World) -> Mapping[str, Any]:
    return {"public_id": world.restricted.public_id, "user_id": world.people["colleague"].public_id}


def involved(*, own: int, team: int, officer: int) -> Outcomes:
    """Who asked for it, the coordinator of the team whose case it is, and the privacy officer."""
    return {**casework(404), "outsider": own, "coordinator": team, "privacy_officer": officer}


ROWS: dict[str, Row] = {
    "cases:household": page(of_case(200), of_case_and()),
    "cases:restriction": form(of_team_file(200), of_case_and()),
    "cases:restriction-name": button(named(422), of_restricted),
    "cases:restriction-unname": button(named(302), named_person),
    "cases:restriction-lift": form(named(200), of_restricted),
    "cases:consulted": page(of_case(200), of_case_and()),
    "cases:consulted-by-number": form(only(["privacy_officer"], 200)),
    "cases:emergencies": page(only((*CASEWORKERS, "privacy_officer"), 200)),
    "cases:emergency-ask": form(in_a_team(200)),
    "cases:emergency": Row(
        get=involved(own=200, team=200, officer=200),
        post=involved(own=403, team=403, officer=422),
        at=by_id("emergency"),
    ),
    "cases:emergency-household": page({**casework(404), "outsider": 302}, by_id("emergency")),
    "cases:emergency-end": button({**casework(404), "outsider": 302}, by_id("emergency")),
}
