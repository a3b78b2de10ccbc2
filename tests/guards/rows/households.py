"""Households over time, merging, and possible doubles (the world has none that waits)."""

from collections.abc import Mapping
from typing import Any

from tests.guards.access import Outcomes, Row, button, casework, form, of_case, of_case_and, page
from tests.guards.world import World


def merging(status: int) -> Outcomes:
    """Who coordinates the case, and the coordinator of its team."""
    return {**of_case(403), "colleague": status, "coordinator": status}


def _other_file(world: World) -> Any:
    case = world.emergency.case
    return case.public_id if case else None


def both_files(world: World) -> Mapping[str, Any]:
    return {"public_id": world.case.public_id, "other_id": _other_file(world)}


ROWS: dict[str, Row] = {
    "cases:household-move": form(of_case(200), of_case_and()),
    "cases:household-split": form(of_case(200), of_case_and()),
    "cases:household-merge-find": form(merging(200), of_case_and()),
    "cases:household-merge": form(merging(200), both_files),
    "cases:doubles": page(casework(200)),
    "cases:double-answer": button(casework(404), lambda world: {"public_id": "7c1f5d3e-8a63-4a94-9f2e-0c8f6d2b9a11"}),
}
