"""My work, and what can be done on the spot there."""

from tests.guards.access import Row, button, casework, page

ROWS: dict[str, Row] = {
    "cases:my-work": page(casework(200)),
    # An action of `colleague`: nobody ticks off what another took on.
    "cases:my-work-action": button(
        {**casework(404), "colleague": 302}, lambda world: {"action_id": world.action.public_id}
    ),
    # A contact that asks nobody to come back to it.
    "cases:my-work-follow-up": button(casework(404), lambda world: {"contact_id": world.contact.public_id}),
}
