"""The rules of the chapter Network in the facts of a month."""

from collections.abc import Callable
from typing import Any

from tests.factories import TeamMonthFactory

RULES: list[tuple[str, Callable[[], Any]]] = [
    ("team_month_network_fits", lambda: TeamMonthFactory.create(partners_waiting=1)),
    ("team_month_network_fits", lambda: TeamMonthFactory.create(agreements_due=1)),
    ("team_month_network_fits", lambda: TeamMonthFactory.create(principles_endorsed=1)),
]
