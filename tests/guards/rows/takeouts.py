"""Everything of a team in one file: a coordinator of the team asks and takes, the privacy officer decides."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories import TakeoutFactory
from tests.guards.access import Outcomes, Row, button, form, only, page
from tests.guards.world import TEAM_COORDINATORS, World
from wijkteam.retention.models import Takeout

WHO = (*TEAM_COORDINATORS, "privacy_officer")
OWN: Outcomes = {**only(TEAM_COORDINATORS, 404), "coordinator": 302}


def asked(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    """Of a team there is one at a time: that of the request before is there still, or was used."""

    def at(world: World) -> Mapping[str, Any]:
        state = "ready" if fields else "asked"
        found = Takeout.objects.filter(team=world.team, state=state).first()
        who = world.people["coordinator"]
        return {"public_id": (found or TakeoutFactory.create(team=world.team, asked_by=who, **fields)).public_id}

    return at


ROWS: dict[str, Row] = {
    "retention:takeouts": page(only(WHO, 200)),
    "retention:takeout-ask": form(only(TEAM_COORDINATORS, 200)),
    "retention:takeout": page({**only(TEAM_COORDINATORS, 404), "coordinator": 200, "privacy_officer": 200}, asked()),
    "retention:takeout-allow": button(only(["privacy_officer"], 302), asked()),
    "retention:takeout-refuse": form(only(["privacy_officer"], 200), asked()),
    "retention:takeout-file": button(OWN, asked(ready=True)),
    "retention:takeout-drop": button(OWN, asked()),
}
