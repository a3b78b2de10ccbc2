"""Choose what else to hide, publish the rest, and prove that it is safe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

from wijkteam.disclosure.problem import Cell, Combination, Problem, Status
from wijkteam.disclosure.verify import Witnesses, verify
from wijkteam.disclosure.worlds import Range, Worlds

# The best set of helpers is searched for with at most so many sets of one size and questions to the solver (counted,
# not timed: the same input gives the same answer on a slow machine); after that it goes step by step.
_SETS_TO_TRY = 4000
_QUESTIONS = 1200
SYMBOL = "x"


@dataclass(frozen=True, kw_only=True)
class Protected:
    """What may be published, and the proof. `published` holds rounded numbers and `x`, for zero and helper alike."""

    published: Mapping[str, int | str]
    primary: tuple[str, ...]
    helpers: tuple[str, ...]
    ranges: Mapping[str, Range]
    witnesses: Mapping[str, Witnesses]
    is_withheld: bool


class NotProven(Exception):
    """Not even withholding this report is safe: something published earlier already tells too much."""


def protect(problem: Problem) -> Protected:
    """Protect one report against a reader who keeps everything, knows this method, and knows helper from primary.

    The same input gives the same output. Counts of hidden cells are never looked at: any other count under the
    threshold gives the same answer.

    Raises:
        NotProven: what was published earlier is not safe by itself; nothing may be added to it.
    """
    worlds = Worlds(problem)
    helpers = _smallest_set(worlds)
    if helpers is None:
        helpers = _step_by_step(worlds)
    withheld = helpers is None
    hidden = frozenset(helpers or ())
    statuses = problem.statuses(hidden, withheld=withheld)
    witnesses = _witnesses(worlds, statuses)
    if unproven := verify(problem, statuses, witnesses):
        raise NotProven(f"{len(unproven)} numbers are not proven safe")
    return Protected(
        published={
            cell.name: problem.rules.rounded(cell.count) if statuses[cell.name] is Status.SHOWN else SYMBOL
            for cell in problem.cells
        },
        primary=tuple(sorted(problem.primary)),
        helpers=tuple(sorted(cell.name for cell in problem.choosable) if withheld else sorted(hidden)),
        ranges={} if withheld else {
            name: worlds.range_of(combination, helpers=hidden) for name, combination in problem.sensitive.items()
        },
        witnesses=witnesses,
        is_withheld=withheld,
    )  # fmt: skip


def _unsafe(worlds: Worlds, helpers: frozenset[str]) -> dict[str, Combination]:
    return {
        name: combination
        for name, combination in worlds.problem.sensitive.items()
        if not worlds.is_safe(combination, helpers=helpers)
    }


def _smallest_set(worlds: Worlds) -> frozenset[str] | None:
    """The fewest helpers, and among those the cheapest; None when there are too many sets to try."""
    first = _unsafe(worlds, frozenset())
    if not first:
        return frozenset()
    choosable = worlds.problem.choosable
    for size in range(1, len(choosable) + 1):
        if comb(len(choosable), size) > _SETS_TO_TRY:
            return None
        for cells in sorted(combinations(choosable, size), key=_price):
            if worlds.questions > _QUESTIONS:
                return None
            helpers = frozenset(cell.name for cell in cells)
            # What was unsafe without helpers is asked first: it is the likeliest to stay so.
            if all(worlds.is_safe(combination, helpers=helpers) for combination in first.values()) and not _unsafe(
                worlds, helpers
            ):
                return helpers
    return None


def _price(cells: Iterable[Cell]) -> tuple[int, int, int, tuple[str, ...]]:
    chosen = tuple(cells)
    kinds = [cell.kind for cell in chosen]
    return (
        kinds.count("grand"),
        kinds.count("margin"),
        sum(cell.count for cell in chosen),
        tuple(sorted(cell.name for cell in chosen)),
    )


def _step_by_step(worlds: Worlds) -> frozenset[str] | None:
    """Hide the neighbour that helps the narrowest number most, until all is safe; then show again what can be shown."""
    helpers: frozenset[str] = frozenset()
    while unsafe := _unsafe(worlds, helpers):
        name = min(unsafe, key=lambda name: (worlds.range_of(unsafe[name], helpers=helpers).width, name))
        chosen = _best_helper(worlds, unsafe[name], helpers)
        if chosen is None:
            return None
        helpers |= {chosen}
    by_name = worlds.problem.by_name
    for name in sorted(helpers, key=lambda name: by_name[name].cost, reverse=True):
        if not _unsafe(worlds, helpers - {name}):
            helpers -= {name}
    return helpers


def _best_helper(worlds: Worlds, combination: Combination, helpers: frozenset[str]) -> str | None:
    best: tuple[float, str] | None = None
    for pool in _pools(worlds.problem, combination, helpers):
        for cell in pool:
            wider = helpers | {cell.name}
            if worlds.is_safe(combination, helpers=wider):
                return cell.name
            width = worlds.range_of(combination, helpers=wider).width
            if best is None or width > best[0]:
                best = (width, cell.name)
    return best[1] if best else None


def _pools(problem: Problem, combination: Combination, helpers: frozenset[str]) -> list[list[Cell]]:
    """Cells that share a relation with `combination`, then those one step further, then the rest; cheapest first."""
    relations = (*problem.equal_zero, *problem.at_most_zero, *problem.watched.values())
    reached = set(combination)
    pools: list[list[Cell]] = []
    seen: set[str] = set()
    free = [cell for cell in problem.choosable if cell.name not in helpers]
    for _step in range(2):
        reached |= {name for relation in relations if reached & relation.keys() for name in relation}
        pools.append(sorted((c for c in free if c.name in reached and c.name not in seen), key=lambda c: c.cost))
        seen |= reached
    pools.append(sorted((c for c in free if c.name not in seen), key=lambda c: c.cost))
    return pools


def _witnesses(worlds: Worlds, statuses: Mapping[str, Status]) -> dict[str, Witnesses]:
    found: dict[str, Witnesses] = {}
    for name, combination in worlds.problem.sensitive.items():
        low = worlds.witness(combination, statuses=statuses)
        high = worlds.witness(combination, statuses=statuses, at_least=worlds.problem.rules.need_high)
        if low is not None and high is not None:
            found[name] = Witnesses(low=low, high=high)
    return found
