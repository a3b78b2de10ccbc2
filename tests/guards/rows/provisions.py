"""Provisions of the case of the world, and what ends soon in one's teams."""

from tests.guards.access import Row, by_id, casework, form, of_case, of_case_and, page

ROWS: dict[str, Row] = {
    "cases:provisions": page(of_case(200), by_id("case")),
    "cases:provision-new": form(of_case(200), by_id("case")),
    "cases:provision-end": form(of_case(200), of_case_and(provision_id="provision")),
    "cases:provision-renew": form(of_case(200), of_case_and(provision_id="provision")),
    "cases:renewals": page(casework(200)),
}
