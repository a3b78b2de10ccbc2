"""The intake board, the broad exploration and the statutory clock: what everybody gets there."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.guards.access import Row, button, by_id, casework, form, of_case, of_case_and, of_team, page
from tests.guards.world import World


def of_clock(**more: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"public_id": world.case.public_id, "clock_id": world.clock.public_id, **more}


ROWS: dict[str, Row] = {
    "cases:board": page(casework(200)),
    "cases:question-claim": button(of_team(302), by_id("question")),
    "cases:question-release": button(of_team(302), by_id("question")),
    "cases:question-street": form(of_team(200), by_id("question")),
    "cases:look-back": form(of_team(200), by_id("street_question")),
    "cases:exploration": page(of_case(200), of_case_and()),
    "cases:exploration-version": page(of_case(200), of_case_and(version_id="exploration")),
    "cases:exploration-begin": button(of_case(302), of_case_and()),
    "cases:exploration-edit": form(of_case(200), of_case_and(), empty=302),
    "cases:exploration-domain-add": form(of_case(200), of_case_and()),
    "cases:exploration-domain": form(of_case(200), of_case_and(domain_id="life_domain")),
    "cases:exploration-domain-remove": button(of_case(302), of_case_and(domain_id="life_domain")),
    "cases:network-person-add": form(of_case(200), of_case_and()),
    "cases:network-person": form(of_case(200), of_case_and(person_id="network_person")),
    "cases:network-person-remove": button(of_case(302), of_case_and(person_id="network_person")),
    "cases:own-plan-add": form(of_case(200), of_case_and()),
    "cases:own-plan": form(of_case(200), of_case_and(plan_id="own_plan")),
    "cases:clock": page(of_case(200), of_case_and()),
    "cases:clock-start": form(of_case(302), of_case_and(), empty=302),
    "cases:clock-step": form(of_case(200), of_clock(step="onderzoek"), empty=302),
    "cases:clock-decide": form(of_case(200), of_clock()),
    "cases:clock-stop": form(of_case(200), of_clock()),
    "cases:clock-extend": form(of_case(200), of_clock(phase="onderzoek")),
}
