"""What must be handed over before somebody leaves a team. The apps above us register how it is counted."""

from collections.abc import Callable

from wijkteam.teams.models import TeamMembership

_counts: list[Callable[[TeamMembership], int]] = []


def register(count: Callable[[TeamMembership], int]) -> None:
    """Called when the program starts; `count` gives a number and tells nothing about what it counts."""
    if count not in _counts:
        _counts.append(count)


def unfinished_work(membership: TeamMembership) -> int:
    """How many things wait to be handed over; runs one query for each that registered."""
    return sum(count(membership) for count in _counts)
