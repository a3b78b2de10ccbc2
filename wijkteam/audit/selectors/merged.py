"""Household numbers that became another one. Who merges households stands above us, and says it itself."""

from collections.abc import Callable

# number -> every number that this household had, and the one it has now
Lookup = Callable[[int], tuple[set[int], int]]
_lookups: list[Lookup] = []


def register(lookup: Lookup) -> None:
    if lookup not in _lookups:
        _lookups.append(lookup)


def numbers_of(household: int) -> tuple[set[int], int]:
    """All numbers under which this household was read, and its number now."""
    for lookup in _lookups:
        return lookup(household)
    return {household}, household
