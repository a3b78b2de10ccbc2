"""Waiting for partners, and a wish for help elsewhere."""

from tests.guards.access import Row, by_id, casework, form, of_case, of_case_and, page

ROWS: dict[str, Row] = {
    "cases:waiting": page(casework(200)),
    "cases:late-partners": page(casework(200)),
    "cases:waiting-of": page(
        casework(200), lambda world: {"organisation_id": world.involvement.organisation.public_id}
    ),
    "cases:inquiry": form(of_case(200), of_case_and(involvement_id="involvement")),
    "cases:outside-wish": form(of_case(302), by_id("case"), empty=302),
    "cases:outside-wish-withdraw": form(of_case(200), of_case_and(wish_id="outside_wish")),
}
