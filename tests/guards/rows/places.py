"""The map and the pages of areas: nothing of a household is on them. What a team alone sees: tests/collectief."""

from tests.guards.access import Row, casework, page

ROWS: dict[str, Row] = {
    "collectief:places": page(casework(200)),
    "collectief:place": page(casework(200), lambda world: {"code": world.team_area.area.code}),
}
