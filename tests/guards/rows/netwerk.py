"""The network: every caseworker reads the directory, who works in a team now keeps it."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ProfessionalFactory,
    ServiceFactory,
    WorkingAgreementFactory,
)
from tests.guards.access import Row, administrator, button, casework, form, in_a_team, only, page
from tests.guards.world import OWN_TEAM, World


def one(factory: Any) -> Callable[[World], Mapping[str, Any]]:
    """The address of something that belongs to no team."""
    return lambda world: {"public_id": factory.create().public_id}


def agreement(world: World) -> Mapping[str, Any]:
    """Of the team of the world."""
    return {"public_id": WorkingAgreementFactory.create(team=world.team).public_id}


ROWS: dict[str, Row] = {
    "netwerk:directory": form(casework(200), empty=302),
    "netwerk:organisation-new": form(in_a_team(200)),
    "netwerk:organisation": page(casework(200), one(OrganisationFactory)),
    "netwerk:organisation-edit": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:service-new": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:location-new": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:professional-new": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:service-edit": form(in_a_team(200), one(ServiceFactory)),
    "netwerk:location-edit": form(in_a_team(200), one(LocationFactory)),
    "netwerk:location-remove": Row(get=casework(405), post=in_a_team(302), at=one(LocationFactory)),
    "netwerk:professional-edit": form(in_a_team(200), one(ProfessionalFactory)),
    "netwerk:exchange": form(administrator(200)),
    "netwerk:exchange-confirm": button(administrator(422)),
    "netwerk:export-json": page(administrator(200)),
    "netwerk:export-tables": page(administrator(200)),
    "netwerk:rings": page(casework(200)),
    "netwerk:ring-move": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:agreements": page(casework(200)),
    "netwerk:agreement": page(casework(200), agreement),
    "netwerk:agreement-review": form(only(OWN_TEAM, 200), agreement),
    "netwerk:agreement-end": form(only(OWN_TEAM, 200), agreement),
    "netwerk:agreement-new": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:relations": page(casework(200)),
    "netwerk:moment-log": form(in_a_team(200), one(OrganisationFactory)),
    "netwerk:rhythm": form(in_a_team(200), one(OrganisationFactory), empty=302),
}
