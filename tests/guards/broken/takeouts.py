"""The rules of what a team takes along."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.factories import TakeoutFactory, TeamFactory, UserFactory
from tests.factories.retention import AT

OTHER = "takeout_is_decided_by_somebody_else"
FIRST = "takeout_is_allowed_before_it_is_made"
REFUSED = "takeout_is_refused_with_a_reason"
HELD = "takeout_is_held_while_it_runs"
KEY = "takeout_key_goes_with_the_file"
WEEK = "takeout_is_gone_within_a_week"
ENDS = "takeout_ends_in_one_way"


def a(**fields: Any) -> Callable[[], Any]:
    return lambda: TakeoutFactory.create(**fields)


def two_at_once() -> None:
    team = TeamFactory.create()
    TakeoutFactory.create(team=team)
    TakeoutFactory.create(team=team, allowed=True)


def allowed_by_who_asked() -> None:
    who = UserFactory.create()
    TakeoutFactory.create(allowed=True, asked_by=who, decided_by=who)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("takeout_one_at_a_time", two_at_once),
    ("takeout_says_why", a(reason="")),
    (OTHER, allowed_by_who_asked),
    (OTHER, a(allowed=True, decided_by=None)),
    (FIRST, a(allowed=True, decided_by=None, decided_at=None)),
    (FIRST, a(allowed=True, state="asked")),
    (REFUSED, a(refused=True, refused_because="")),
    (REFUSED, a(refused_because="Zomaar")),
    (HELD, a(allowed=True, state="running", runs=1)),
    (HELD, a(allowed=True, state="running", leased_until=AT)),
    (HELD, a(allowed=True, leased_until=AT)),
    (KEY, a(ready=True, key=None)),
    (KEY, a(ready=True, sha256="")),
    (KEY, a(ready=True, size=None)),
    (KEY, a(key=b"closed")),
    (WEEK, a(ready=True, erase_at=AT + timedelta(days=10))),
    (WEEK, a(allowed=True, erase_at=AT)),
    (ENDS, a(ended_at=AT)),
    (ENDS, a(problem="broken")),
    (ENDS, a(allowed=True, state="failed", ended_at=AT)),
    (ENDS, a(state="gone")),
]
