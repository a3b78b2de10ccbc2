"""What is known of the households and the people of one day in the log. The app that knows cases fills it in."""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

Pair = tuple[int, int]  # (account, household)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Numbers of accounts and households only; names and postcodes are compared where they are, and go no further."""

    # Who does something for which household: nothing of what they read there is strange.
    involved: AbstractSet[Pair] = frozenset()
    # An exception that was given on purpose.
    granted: AbstractSet[Pair] = frozenset()
    # Works in a team that has (or had) the household.
    same_team: AbstractSet[Pair] = frozenset()
    # Somebody in the household has the family name of the account.
    same_name: AbstractSet[Pair] = frozenset()
    # The postcode that the account told.
    same_street: AbstractSet[Pair] = frozenset()
    # The family name and the postcode of a colleague in the same team.
    of_colleague: AbstractSet[Pair] = frozenset()
    # When the last case of a household ended; not there while one is open or asked for.
    ended: Mapping[int, date] = field(default_factory=dict)
    # Accounts with a day off.
    away: AbstractSet[int] = frozenset()


Source = Callable[[Collection[Pair], date], Facts]
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def facts_about(pairs: Collection[Pair], day: date) -> Facts:
    """Without a source nothing is known, and only what the log itself says is noticed."""
    for source in _sources:
        return source(pairs, day)
    return Facts()
