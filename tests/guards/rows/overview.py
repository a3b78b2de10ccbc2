"""The overview of the team coordinator and its views, one's own figures, and those of the administrator."""

from tests.guards.access import Row, administrator, button, by_id, casework, form, only, page
from tests.guards.world import TEAM_COORDINATORS

OWN = {**only(TEAM_COORDINATORS, 404), "coordinator": 302}

ROWS: dict[str, Row] = {
    "reports:course": page(only(TEAM_COORDINATORS, 200)),
    "reports:division": page(only(TEAM_COORDINATORS, 200)),
    "reports:floor": page(only(TEAM_COORDINATORS, 200)),
    "reports:view-save": form(only(TEAM_COORDINATORS, 200)),
    "reports:view-default": button(OWN, by_id("saved_view")),
    "reports:view-remove": button(OWN, by_id("saved_view")),
    "reports:mine": page(casework(200)),
    "reports:administration": page(administrator(200)),
}
