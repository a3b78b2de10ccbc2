"""The rules of redistributions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.factories import RedistributionFactory, RedistributionMoveFactory
from tests.guards.past_the_code import change

EARLY = datetime(2026, 3, 1, tzinfo=UTC)
LATE = datetime(2026, 5, 1, tzinfo=UTC)


def second_plan() -> None:
    plan = RedistributionFactory.create()
    RedistributionFactory.create(team=plan.team, giver=plan.giver)


def case_twice() -> None:
    move = RedistributionMoveFactory.create()
    RedistributionMoveFactory.create(redistribution=move.redistribution, case=move.case)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("one_redistribution_of_a_worker_at_a_time", second_plan),
    ("redistribution_carried_out_as_a_whole", lambda: change(RedistributionFactory.create(), carried_out_at=LATE)),
    ("redistribution_carried_out_as_a_whole", lambda: RedistributionFactory.create(reason="Zomaar")),
    ("redistribution_carried_out_as_a_whole", lambda: RedistributionFactory.create(carried_out=True, reason="")),
    ("redistribution_carried_out_as_a_whole", lambda: RedistributionFactory.create(carried_out=True, dropped_at=LATE)),
    (
        "redistribution_carried_out_as_a_whole",
        lambda: RedistributionFactory.create(carried_out=True, carried_out_at=EARLY),
    ),
    ("redistribution_dropped_after_it_began", lambda: RedistributionFactory.create(dropped_at=EARLY)),
    ("case_moves_once_in_a_redistribution", case_twice),
]
