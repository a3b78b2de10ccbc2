"""What goes in: counts of households, how they hang together, and what was published before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

Combination = Mapping[str, int]
"""A weighted sum of cells: cell name to whole factor."""

Kind = Literal["interior", "margin", "grand"]


class Status(StrEnum):
    """What a reader of the report knows of a cell; told apart by the attacker we reckon with."""

    SHOWN = "shown"
    PRIMARY = "primary"  # hidden because it is small: 0 up to the threshold
    HELPER = "helper"  # hidden to protect another one: the threshold or more
    WITHHELD = "withheld"  # the whole report stays in: nothing is known


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
    """One number: `count` distinct households. `earlier` says what an earlier report did with it, if it had it."""

    name: str
    count: int
    kind: Kind = "interior"
    earlier: Literal["pub", "sup"] | None = None

    @property
    def cost(self) -> tuple[int, int, str]:
        """How much a reader loses with it: an inner number first, then a total; small before large."""
        return (("interior", "margin", "grand").index(self.kind), self.count, self.name)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The cells of a report and of every earlier one that a relation links to it.

    `equal_zero` holds relations such as total minus parts, `at_most_zero` inequalities, `watched` combinations that
    are not printed but can be derived, such as the difference of two areas.
    """

    cells: tuple[Cell, ...]
    equal_zero: tuple[Combination, ...] = ()
    at_most_zero: tuple[Combination, ...] = ()
    watched: Mapping[str, Combination] = field(default_factory=dict)
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
        small = {name: {name: 1} for name in sorted(self.primary)}
        watched = {
            f"watched: {name}": combination
            for name, combination in sorted(self.watched.items())
            if self.value(combination) < self.rules.threshold
        }
        return {**small, **watched}

    def value(self, combination: Combination) -> int:
        return sum(factor * self.by_name[name].count for name, factor in combination.items())

    def statuses(self, helpers: frozenset[str], *, withheld: bool = False) -> dict[str, Status]:
        """What the reader knows of each cell when `helpers` are hidden as well."""

        def status(cell: Cell) -> Status:
            if withheld and cell.earlier is None:
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


def problem_from_json(case: Mapping[str, Any]) -> Problem:
    """Read one case in the exchange format of the worked vectors.

    Raises:
        ValueError: a cell is named twice, a relation names an unknown cell, or a count is negative.
    """
    cells = tuple(
        Cell(name=cell["id"], count=int(cell["true"]), kind=cell.get("kind", "interior"), earlier=cell.get("earlier"))
        for cell in case["cells"]
    )
    names = {cell.name for cell in cells}
    if len(names) != len(cells):
        raise ValueError("a cell is named twice")
    if negative := [cell.name for cell in cells if cell.count < 0]:
        raise ValueError(f"a count is negative: {negative[0]}")
    combinations = [*case.get("equal_zero", ()), *case.get("at_most_zero", ()), *case.get("watch", {}).values()]
    if unknown := [name for combination in combinations for name in combination if name not in names]:
        raise ValueError(f"a relation names an unknown cell: {unknown[0]}")
    return Problem(
        cells=cells,
        equal_zero=tuple(case.get("equal_zero", ())),
        at_most_zero=tuple(case.get("at_most_zero", ())),
        watched=dict(case.get("watch", {})),
        rules=Rules(
            threshold=int(case.get("T", 10)),
            base=int(case.get("base", 5)),
            need_low=int(case.get("need_low", 0)),
            need_high=int(case.get("need_high", 5)),
        ),
    )
