"""Check witnesses with sums and comparisons only, so that the solver need not be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from wijkteam.disclosure.problem import Combination, Problem, Status


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Two worlds that fit everything published: one where a sensitive number is at its lowest, one where it is high."""

    low: Mapping[str, int]
    high: Mapping[str, int]


def fits(problem: Problem, statuses: Mapping[str, Status], world: Mapping[str, int]) -> bool:
    """Whether this world agrees with every published number, every hidden one's known limits and every relation."""
    for cell in problem.cells:
        low, high = problem.bounds(cell.name, statuses[cell.name])
        count = world.get(cell.name)
        if not isinstance(count, int) or count < low or (high is not None and count > high):
            return False

    def total(combination: Combination) -> int:
        return sum(factor * world[name] for name, factor in combination.items())

    return (
        all(total(combination) == 0 for combination in problem.equal_zero)
        and all(total(combination) <= 0 for combination in problem.at_most_zero)
        and all(total(combination) >= 0 for combination in problem.watched.values())
    )


def verify(problem: Problem, statuses: Mapping[str, Status], witnesses: Mapping[str, Witnesses]) -> list[str]:
    """The sensitive numbers that are not proven safe by these witnesses; empty when all are."""
    unproven = []
    for name, combination in problem.sensitive.items():
        found = witnesses.get(name)
        if found is None or not (fits(problem, statuses, found.low) and fits(problem, statuses, found.high)):
            unproven.append(name)
            continue
        low = sum(factor * found.low[cell] for cell, factor in combination.items())
        high = sum(factor * found.high[cell] for cell, factor in combination.items())
        if low > problem.rules.need_low or high < problem.rules.need_high:
            unproven.append(name)
    return unproven
