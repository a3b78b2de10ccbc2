"""The plan through time, reading links, and what comes after a closing: what everybody gets there."""

from collections.abc import Mapping
from typing import Any

from tests.factories.plans import TOKEN
from tests.guards.access import Row, button, by_id, everybody, form, of_case, of_case_and, of_team, page
from tests.guards.world import World


def of_link(world: World) -> Mapping[str, Any]:
    return {"token": TOKEN}


def of_after_care(world: World) -> Mapping[str, Any]:
    return {"public_id": world.closed_case.public_id, "after_care_id": world.after_care.public_id}


ROWS: dict[str, Row] = {
    "cases:plans": page(of_case(200), by_id("case")),
    "cases:plan-compare": page(of_case(200), by_id("case")),
    "cases:plan-evaluate": form(of_case(200), of_case_and(plan_id="plan")),
    "cases:plan-voice": form(of_case(200), of_case_and(plan_id="plan")),
    "cases:plan-letter": page(of_case(200), of_case_and(plan_id="plan")),
    "cases:plan-letter-pdf": page(of_case(200), of_case_and(plan_id="plan")),
    "cases:reading-link-add": form(of_case(200), by_id("case")),
    "cases:reading-link-revoke": button(of_case(302), of_case_and(link_id="reading_link")),
    "cases:family-question-answered": button(of_case(302), of_case_and(question_id="family_question")),
    # Without an account: asks for the date of birth, and shows nothing before that.
    "cases:reading": form(everybody(200), of_link),
    "cases:reading-ask": Row(get=everybody(405), post=everybody(422), at=of_link),
    "cases:reading-done": Row(get=everybody(405), post=everybody(302), at=of_link),
    "cases:closed": page(of_team(200), by_id("closed_case")),
    "cases:after-care-add": form(of_team(200), by_id("closed_case")),
    "cases:after-care": form(of_team(200), of_after_care),
    "cases:after-care-give-up": form(of_team(200), of_after_care),
}
