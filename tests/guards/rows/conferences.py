"""Case conferences of a team; which items one reads depends on the case."""

from tests.guards.access import Row, by_id, casework, form, in_a_team, of_team, page
from tests.guards.world import World


def _item(world: World) -> dict[str, object]:
    return {"public_id": world.conference.public_id, "item_id": world.conference_item.public_id}


def _guest(world: World) -> dict[str, object]:
    return {"public_id": world.conference.public_id, "participant_id": world.conference_guest.public_id}


ROWS: dict[str, Row] = {
    "cases:conferences": page(casework(200)),
    "cases:conference-add": form(in_a_team(200)),
    "cases:conference": page(of_team(200), by_id("conference")),
    "cases:conference-edit": form(of_team(200), by_id("conference")),
    "cases:conference-cancel": form(of_team(200), by_id("conference")),
    "cases:conference-calendar": page(of_team(200), by_id("conference")),
    "cases:conference-invite": form(of_team(200), by_id("conference")),
    "cases:conference-drop": form(of_team(200), _guest, empty=302),
    "cases:conference-item-add": form(of_team(200), by_id("conference")),
    "cases:conference-item": form(of_team(200), _item),
    "cases:conference-decide": form(of_team(200), _item),
    "cases:conference-close": form(of_team(200), by_id("conference")),
}
