"""Who is visited by whom is for the team; the own page of a volunteer shows nothing before the code of the mail."""

from collections.abc import Mapping
from typing import Any

from tests.factories.visits import VISIT_TOKEN
from tests.guards.access import Row, button, by_id, casework, everybody, form, in_a_team, of_team, page
from tests.guards.world import World


def own(world: World) -> Mapping[str, Any]:
    return {"token": VISIT_TOKEN}


def own_match(world: World) -> Mapping[str, Any]:
    return {"token": VISIT_TOKEN, "public_id": world.visit_match.public_id}


def both(world: World) -> Mapping[str, Any]:
    return {"public_id": world.visit_wish.public_id, "volunteer_id": world.volunteer.public_id}


ROWS: dict[str, Row] = {
    "collectief:visits": page(casework(200)),
    "collectief:visit-wish-new": form(in_a_team(200)),
    "collectief:visit-wish": page(of_team(200), by_id("visit_wish")),
    "collectief:visit-wish-close": form(of_team(200), by_id("visit_wish")),
    "collectief:visit-match-new": form(of_team(200), both),
    "collectief:visit-match": page(of_team(200), by_id("visit_match")),
    "collectief:visit-tell": form(of_team(200), by_id("visit_match")),
    "collectief:visit-match-end": form(of_team(200), by_id("visit_match")),
    "collectief:visit-link-mail": button(of_team(422), by_id("visit_match"), roles=casework(200)),
    "collectief:visit-link-take-back": button(of_team(302), by_id("visit_match"), roles=casework(200)),
    # Without an account: asks for the code of the mail, and shows nothing before that.
    "collectief:own-visits": form(everybody(200), own),
    "collectief:own-visits-code": Row(get=everybody(405), post=everybody(302), at=own),
    "collectief:own-visit-tell": form(everybody(200), own_match),
    "collectief:own-visits-done": Row(get=everybody(405), post=everybody(302), at=own),
}
