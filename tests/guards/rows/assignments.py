"""Assignments and mandates: of the team; agreeing them is for its coordinator. Steps of people: who sees the case."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories import AssignmentFactory, MandateFactory
from tests.guards.access import (
    Outcomes,
    Row,
    button,
    casework,
    form,
    in_a_team,
    of_case,
    of_case_and,
    of_team,
    only,
    page,
)
from tests.guards.world import TEAM_COORDINATORS, World


def of_own_team(factory: Any, **names: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"public_id": factory.create(team=world.team, **names).public_id}


def for_its_coordinator(status: int) -> Outcomes:
    """The team sees it, and its coordinator does it; for other teams it does not exist."""
    return {**of_team(403), "coordinator": status}


def for_coordinators(status: int, *, others: int) -> Outcomes:
    """Of coordinators alone; `others` is what a coordinator of another team gets."""
    return {**only(TEAM_COORDINATORS, others), "coordinator": status}


ROWS: dict[str, Row] = {
    "collectief:assignments": page(casework(200)),
    "collectief:assignment-new": form(in_a_team(200)),
    "collectief:assignment": page(of_team(200), of_own_team(AssignmentFactory, agreed=True)),
    "collectief:assignment-edit": form(of_team(200), of_own_team(AssignmentFactory)),
    # Nothing chosen is an answer, too.
    "collectief:assignment-parts": form(of_team(200), of_own_team(AssignmentFactory), empty=302),
    "collectief:assignment-agree": form(for_its_coordinator(200), of_own_team(AssignmentFactory)),
    "collectief:assignment-end": form(for_its_coordinator(200), of_own_team(AssignmentFactory, agreed=True)),
    "collectief:assignment-version": button(
        for_its_coordinator(302), of_own_team(AssignmentFactory, agreed=True), roles=casework(200)
    ),
    "collectief:assignment-discard": button(of_team(302), of_own_team(AssignmentFactory), roles=casework(200)),
    "cases:mandates": page(casework(200)),
    "cases:mandate-new": form(for_coordinators(200, others=200)),
    "cases:mandate-edit": form(for_coordinators(200, others=404), of_own_team(MandateFactory)),
    "cases:ladder": form(of_case(200), of_case_and(person_id="person")),
}
