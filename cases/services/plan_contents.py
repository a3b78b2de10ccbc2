"""What a plan says, as one short mark: whoever throws words away has read them."""

import hashlib
from uuid import UUID

from cases.models import Goal


def contents_of(plan_id: UUID, *, goal_id: UUID | None = None) -> str:
    """The same as long as no goal or action of the plan (or of the one goal) changes, comes or goes. One statement."""
    goals = Goal.objects.filter(plan__public_id=plan_id)
    if goal_id is not None:
        goals = goals.filter(public_id=goal_id)
    said = goals.order_by("pk", "actions__pk").values_list(
        "public_id",
        "text",
        "life_domain",
        "start_score",
        "target_score",
        "actions__public_id",
        "actions__text",
        "actions__owner",
        "actions__owner_name",
        "actions__due_on",
        "actions__done_on",
    )
    return hashlib.sha256(repr([tuple(map(str, row)) for row in said]).encode()).hexdigest()[:32]
