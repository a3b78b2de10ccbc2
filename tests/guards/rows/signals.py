"""Signals: of the team they came in at, and nobody else's."""

from collections.abc import Mapping
from typing import Any

from tests.factories import PolicyAskFactory
from tests.guards.access import Row, button, by_id, casework, form, in_a_team, of_team, page
from tests.guards.world import World


def open_ask(world: World) -> Mapping[str, Any]:
    return {"public_id": PolicyAskFactory.create(signal=world.signal).public_id}


ROWS: dict[str, Row] = {
    "collectief:signals": page(casework(200)),
    "collectief:signals-finished": page(casework(200)),
    "collectief:signal-new": form(in_a_team(200)),
    "collectief:signal": page(of_team(200), by_id("signal")),
    "collectief:signal-take-up": button(of_team(302), by_id("signal"), roles=casework(200)),
    "collectief:signal-let-go": button(of_team(302), by_id("signal"), roles=casework(200)),
    "collectief:signal-initiative": form(of_team(200), by_id("signal")),
    "collectief:signal-opportunity": form(of_team(200), by_id("signal")),
    "collectief:signal-municipality": form(of_team(200), by_id("signal")),
    "collectief:signal-tell": form(of_team(200), by_id("signal")),
    "collectief:signal-close": form(of_team(200), by_id("signal")),
    "collectief:policy-answer": form(of_team(200), open_ask),
    "cases:question-from-signal": form(of_team(200), by_id("signal")),
}
