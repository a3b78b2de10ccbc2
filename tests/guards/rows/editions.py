"""Methods are for all to read; an edition says how many come; who they are is for who leads it: `colleague` alone."""

from collections.abc import Mapping
from typing import Any

from tests.guards.access import Outcomes, Row, button, by_id, casework, form, in_a_team, only, page
from tests.guards.world import CASEWORKERS, OWN_TEAM, TEAM_COORDINATORS, World


def leading(status: int, *, others: int = 403) -> Outcomes:
    """Everybody sees the edition; only who leads it does this."""
    return {**casework(others), "colleague": status}


def keepers(status: int) -> Outcomes:
    return only((*TEAM_COORDINATORS, "administrator"), status)


def changing(status: int) -> Outcomes:
    """Who leads it, or finds another leader."""
    return {**casework(403), "colleague": status, "coordinator": status}


def scores(world: World) -> Mapping[str, Any]:
    return {"public_id": world.edition.public_id, "moment": "before"}


ROWS: dict[str, Row] = {
    "collectief:methods": page(only((*CASEWORKERS, "administrator"), 200)),
    "collectief:method": page(only((*CASEWORKERS, "administrator"), 200), by_id("method")),
    "collectief:method-new": form(keepers(200)),
    "collectief:method-edit": form(keepers(200), by_id("method")),
    # it did not come with the application
    "collectief:method-restore": button(keepers(403), by_id("method"), roles=keepers(200)),
    "collectief:editions": page(casework(200)),
    "collectief:edition-new": form(in_a_team(200)),
    "collectief:edition": page(casework(200), by_id("edition")),
    "collectief:edition-edit": form(changing(200), by_id("edition")),
    "collectief:edition-close": form(changing(200), by_id("edition")),
    "collectief:sign-up": form(leading(200), by_id("edition")),
    "collectief:scores": form(leading(200), scores, empty=302),
    "collectief:session-add": form(leading(200), by_id("edition")),
    "collectief:session-move": form(leading(200), by_id("session")),
    "collectief:session-cancel": form(leading(200), by_id("session")),
    # nobody was there, and nobody worked: that can be so
    "collectief:attendance": form(leading(200), by_id("session"), empty=302),
    "collectief:participant": form(leading(200, others=404), by_id("participant"), empty=302),
    "collectief:give-place": button(leading(302, others=404), by_id("participant")),
    "collectief:participant-stop": button(leading(422, others=404), by_id("participant")),
    "collectief:gathering": form(only(OWN_TEAM, 200), by_id("initiative")),
}
