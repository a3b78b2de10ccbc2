"""What goes in: counts of households, how they hang together, and what was published before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

Combination = Mapping[str, int]
"""A weighted sum of cells: cell name to whole factor."""

Link = tuple[str, str]
"""Two cells that a reader takes to be the same number, such as the end of one month and the start of the next."""

Kind = Literal["interior", "margin", "grand"]
KINDS: tuple[Kind, ...] = ("interior", "margin", "grand")

Earlier = Literal["pub", "sup", "withheld"]
EARLIER: tuple[Earlier, ...] = ("pub", "sup", "withheld")


class Status(StrEnum):
    """What a reader of the report knows of a cell; told apart by the attacker we reckon with."""

    SHOWN = "shown"
    PRIMARY = "primary"  # hidden because it is small: 0 up to the threshold
    HELPER = "helper"  # hidden to protect another one: the threshold or more
    WITHHELD = "withheld"  # its whole table stays in: nothing is known


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The parameters of privacy.md. A number is safe when it may still be `need_low` and still reach `need_high`."""

    threshold: int = 10
    base: int = 5
    need_low: int = 0
    need_high: int = 5

    def rounded(self, count: int) -> int:
        """To the nearest multiple of the base; half way goes up (with an odd base there is no half way)."""
        return (2 * count + self.base) // (2 * self.base) * self.base

    def possible_counts(self, count: int) -> tuple[int, int]:
        """The smallest and largest count that a reader must reckon with when `count` was shown, rounded."""
        shown = self.rounded(count)
        low, high = shown - self.base // 2, shown + (self.base - 1) // 2
        return (max(low, self.threshold), high) if count >= self.threshold else (max(low, 0), high)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number: `count` distinct households. `earlier` says what an earlier report did with it, if it had it.

    Of an earlier number what was shown will do for `count`, and of a hidden one whether it is under the threshold.
    `table` names the table that is withheld as a whole when nothing else helps.
    """

    name: str
    count: int
    kind: Kind = "interior"
    earlier: Earlier | None = None
    table: str = ""

    @property
    def cost(self) -> tuple[int, int, str]:
        """How much a reader loses with it: an inner number first, then a total; small before large."""
        return (KINDS.index(self.kind), self.count, self.name)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The cells of a report and of every earlier one that a relation links to it.

    `equal_zero` holds relations such as total minus parts, `at_most_zero` inequalities, `watched` combinations that
    are not printed but can be derived, such as the difference of two areas. Those of `watched_before` were small in
    an earlier report and stay protected, whatever the counts here say.
    """

    cells: tuple[Cell, ...]
    equal_zero: tuple[Combination, ...] = ()
    at_most_zero: tuple[Combination, ...] = ()
    watched: Mapping[str, Combination] = field(default_factory=dict)
    watched_before: frozenset[str] = frozenset()
    rules: Rules = Rules()

    @cached_property
    def by_name(self) -> dict[str, Cell]:
        return {cell.name: cell for cell in self.cells}

    @cached_property
    def primary(self) -> frozenset[str]:
        """Hidden because they are small, now or in an earlier report."""
        return frozenset(
            cell.name for cell in self.cells if cell.count < self.rules.threshold and cell.earlier != "pub"
        )

    @cached_property
    def choosable(self) -> tuple[Cell, ...]:
        """Numbers of this report that may still be hidden: what was published stays published."""
        return tuple(cell for cell in self.cells if cell.earlier is None and cell.name not in self.primary)

    @cached_property
    def sensitive(self) -> dict[str, Combination]:
        """Everything that must stay safe: small cells and small watched combinations, in a fixed order."""
        small: dict[str, Combination] = {name: {name: 1} for name in sorted(self.primary)}
        watched = {
            f"watched: {name}": combination
            for name, combination in sorted(self.watched.items())
            if name in self.watched_before or self.value(combination) < self.rules.threshold
        }
        return {**small, **watched}

    def value(self, combination: Combination) -> int:
        return sum(factor * self.by_name[name].count for name, factor in combination.items())

    def statuses(
        self, helpers: frozenset[str] = frozenset(), *, withheld: frozenset[str] = frozenset()
    ) -> dict[str, Status]:
        """What the reader knows of each cell when `helpers` are hidden as well and `withheld` are kept in."""

        def status(cell: Cell) -> Status:
            if cell.name in withheld or cell.earlier == "withheld":
                return Status.WITHHELD
            if cell.name in self.primary:
                return Status.PRIMARY
            return Status.HELPER if cell.name in helpers or cell.earlier == "sup" else Status.SHOWN

        return {cell.name: status(cell) for cell in self.cells}

    def bounds(self, name: str, status: Status) -> tuple[int, int | None]:
        """Smallest and largest count (None: no limit) that fit what is known of this cell."""
        if status is Status.SHOWN:
            return self.rules.possible_counts(self.by_name[name].count)
        if status is Status.PRIMARY:
            return 0, self.rules.threshold - 1
        return (self.rules.threshold, None) if status is Status.HELPER else (0, None)

    @cached_property
    def relations(self) -> tuple[tuple[Combination, float, float], ...]:
        """Every combination with the least and the most that it can be."""
        nothing = float("inf")
        return (
            *((combination, 0, 0) for combination in self.equal_zero),
            *((combination, -nothing, 0) for combination in self.at_most_zero),
            # A watched combination is a number of households: never under zero.
            *((combination, 0, nothing) for combination in self.watched.values()),
        )

    @cached_property
    def touching(self) -> dict[str, list[int]]:
        """In which relations a cell stands, by their place in `relations`."""
        found: dict[str, list[int]] = {cell.name: [] for cell in self.cells}
        for index, (combination, _low, _high) in enumerate(self.relations):
            for name in combination:
                found[name].append(index)
        return found
