"""Volunteers are for the team that they help: nobody else knows that they stand there."""

from tests.guards.access import Row, button, by_id, casework, form, in_a_team, of_team, page

ROWS: dict[str, Row] = {
    "collectief:volunteers": page(casework(200)),
    "collectief:volunteer-new": form(in_a_team(200)),
    "collectief:volunteer": page(of_team(200), by_id("volunteer")),
    "collectief:volunteer-edit": form(of_team(200), by_id("volunteer")),
    "collectief:volunteer-stop": form(of_team(200), by_id("volunteer")),
    "collectief:volunteer-thanks": form(of_team(200), by_id("volunteer")),
    "collectief:volunteer-role": form(of_team(200), by_id("volunteer")),
    "collectief:volunteer-role-end": button(of_team(302), by_id("volunteer_role"), roles=casework(200)),
    "collectief:certificate-new": form(of_team(200), by_id("volunteer")),
    "collectief:certificate-remove": button(of_team(302), by_id("certificate"), roles=casework(200)),
}
