"""Outreach and opportunities: of the team, and nobody else's."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from tests.factories import (
    HeardFactory,
    OpportunityFactory,
    OutreachMomentFactory,
    ReflectionFactory,
    ReflectionReviewFactory,
)
from tests.guards.access import Row, button, casework, form, in_a_team, of_team, page
from tests.guards.world import World


def of_own_team(factory: Any, **names: Any) -> Callable[[World], Mapping[str, Any]]:
    """The address of something of the team of the world."""
    return lambda world: {"public_id": factory.create(team=world.team, **names).public_id}


def heard(world: World) -> Mapping[str, Any]:
    return {"public_id": HeardFactory.create(moment__team=world.team).public_id}


def due_review(world: World) -> Mapping[str, Any]:
    return {"public_id": ReflectionReviewFactory.create(reflection__team=world.team).public_id}


def outreach_of_colleague(world: World) -> Mapping[str, Any]:
    today, colleague = timezone.localdate(), world.people["colleague"]
    moment = OutreachMomentFactory.create(team=world.team, author=colleague, happened_on=today)
    return {"public_id": moment.public_id}


# The rest of the team reads it; its hours are of who was there, and the coordinator helps.
BY_ITS_AUTHOR = {**of_team(403), "colleague": 200, "coordinator": 200}

ROWS: dict[str, Row] = {
    "collectief:outreach": page(casework(200)),
    "collectief:outreach-new": form(in_a_team(200)),
    "collectief:outreach-moment": page(of_team(200), of_own_team(OutreachMomentFactory)),
    "collectief:outreach-edit": form(BY_ITS_AUTHOR, outreach_of_colleague),
    "collectief:outreach-remove": form(BY_ITS_AUTHOR, outreach_of_colleague, empty=302),
    "collectief:heard-signal": button(of_team(302), heard, roles=casework(200)),
    "collectief:opportunities": page(casework(200)),
    "collectief:opportunity": page(of_team(200), of_own_team(OpportunityFactory)),
    "collectief:opportunity-not-now": form(of_team(200), of_own_team(OpportunityFactory)),
    "collectief:opportunity-take-up": form(of_team(200), of_own_team(OpportunityFactory)),
    "collectief:reflections": page(casework(200)),
    "collectief:reflection-new": form(in_a_team(200)),
    "collectief:reflection": page(of_team(200), of_own_team(ReflectionFactory)),
    "collectief:review": form(of_team(200), due_review),
}
