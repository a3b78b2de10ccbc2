"""Stories: of the team that wrote them; what it shares is read, and thanked for, by other teams."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories import InitiativeFactory, StoryFactory
from tests.guards.access import Row, button, casework, form, in_a_team, of_team, page
from tests.guards.world import OWN_TEAM, World


def a_story(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"public_id": StoryFactory.create(team=world.team, **fields).public_id}


def by_colleague(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    """Written by `colleague`."""
    return lambda world: a_story(written_by=world.people["colleague"], **fields)(world)


def asked_of_teammate(world: World) -> Mapping[str, Any]:
    asked_of = world.people["teammate"]
    return by_colleague(asked=True, asked_of=asked_of)(world)


CHANGING = {**of_team(403), "colleague": 200, "coordinator": 200}


def an_initiative(world: World) -> Mapping[str, Any]:
    return {"public_id": InitiativeFactory.create(team=world.team).public_id}


ROWS: dict[str, Row] = {
    # Everybody sees the initiative, its team alone the small numbers beside it.
    "collectief:relief": page(of_team(200), an_initiative),
    "collectief:stories": page(casework(200)),
    "collectief:story-new": form(in_a_team(200)),
    "collectief:story": page(of_team(200), a_story()),
    "collectief:story-edit": form(CHANGING, by_colleague()),
    "collectief:story-ask": form(CHANGING, by_colleague()),
    "collectief:story-reading": form({**of_team(200), "colleague": 403}, asked_of_teammate),
    "collectief:story-share": button(of_team(302), a_story(approved=True), roles=casework(200)),
    "collectief:story-withdraw": form(of_team(200), a_story()),
    # Nobody thanks their own team: for it there is nothing here.
    "collectief:story-thanks": button(
        {**casework(302), **dict.fromkeys(OWN_TEAM, 404), "ex_colleague": 403},
        a_story(shared=True),
        roles=casework(200),
    ),
}
