"""The network: every caseworker reads the directory, who works in a team now keeps it."""

from tests.guards.access import Row, by_id, casework, form, in_a_team, page

ROWS: dict[str, Row] = {
    "netwerk:directory": page(casework(200)),
    "netwerk:organisation-new": form(in_a_team(200)),
    "netwerk:organisation": page(casework(200), by_id("partner")),
    "netwerk:organisation-edit": form(in_a_team(200), by_id("partner")),
    "netwerk:service-new": form(in_a_team(200), by_id("partner")),
    "netwerk:location-new": form(in_a_team(200), by_id("partner")),
    "netwerk:professional-new": form(in_a_team(200), by_id("partner")),
    "netwerk:service-edit": form(in_a_team(200), by_id("partner_service")),
    "netwerk:location-edit": form(in_a_team(200), by_id("partner_location")),
    "netwerk:location-remove": Row(get=casework(405), post=in_a_team(302), at=by_id("partner_location")),
    "netwerk:professional-edit": form(in_a_team(200), by_id("partner_professional")),
}
