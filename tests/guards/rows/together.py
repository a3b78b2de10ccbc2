"""From a household to an initiative; and what initiatives live on."""

from collections.abc import Mapping
from typing import Any

from tests.factories import FundingFactory
from tests.guards.access import Row, by_id, casework, form, of_case, of_case_and, only, page
from tests.guards.world import OWN_TEAM, World


def to_initiative(world: World) -> Mapping[str, Any]:
    return {"public_id": world.case.public_id, "initiative_id": world.initiative.public_id}


def funding(world: World) -> Mapping[str, Any]:
    row = FundingFactory.create(initiative=world.initiative)
    return {"public_id": world.initiative.public_id, "funding_id": row.public_id}


ROWS: dict[str, Row] = {
    "cases:collective-choose": page(of_case(200), by_id("case")),
    "cases:collective-refer": form(of_case(200), to_initiative),
    "cases:collective-end": form(of_case(200), of_case_and(referral_id="collective_referral")),
    "cases:visits-ask": form(of_case(200), by_id("case")),
    "collectief:funding": page(casework(200)),
    "collectief:funding-new": form(only(OWN_TEAM, 200), by_id("initiative")),
    "collectief:funding-edit": form(only(OWN_TEAM, 200), funding),
}
