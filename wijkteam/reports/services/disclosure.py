"""First disclosure control: which counts of people a report may show, and as what. Pure: no database, no clock.

Promised: a count below the threshold is never shown, every shown count is a multiple of the base, and from the
published figures of one table no hidden small count can be bounded away from zero or kept below five by following
the totals, however often they are followed. Who reads knows this method and knows which cells were hidden as
helpers. Not promised yet: the same over several tables, several months or several teams together, nor against
somebody who solves the whole table as one system. docs/figures.md says so too; the full method comes on top.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

HIDDEN: Final = "hidden"
Shown = int | Literal["hidden"]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What is safe. `threshold` households, rounded to the nearest `base` (odd, so that there are no ties)."""

    threshold: int = 10
    base: int = 5
    must_reach: int = 5


@dataclass(frozen=True, kw_only=True)
class Sum:
    """`total` equals the sum of `plus` minus the sum of `minus`: keys of cells."""

    total: str
    plus: Sequence[str]
    minus: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Protected:
    """Each cell as it may be shown; `small` are hidden for themselves, `helpers` to protect those."""

    cells: dict[str, Shown]
    small: frozenset[str]
    helpers: frozenset[str]
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """A cell decided on before: it takes part in the sums and keeps its protection, but cannot be hidden any more."""

    count: int
    state: Literal["shown", "small", "helper"]


@dataclass(kw_only=True)
class _Table:
    counts: Mapping[str, int]
    sums: Sequence[Sum]
    rules: Rules
    own: frozenset[str]
    small: set[str]
    helpers: set[str]

    def shown(self, key: str) -> int:
        return rounded(self.counts[key], base=self.rules.base)

    def start(self, key: str) -> list[float]:
        """What a reader believes of a cell at first sight."""
        if key in self.small:
            return [0, self.rules.threshold - 1]
        if key in self.helpers:
            return [self.rules.threshold, float("inf")]
        half = self.rules.base // 2
        return [max(self.rules.threshold, self.shown(key) - half), self.shown(key) + half]

    def bounds(self) -> dict[str, list[float]]:
        """What a reader can believe of each cell, after following every sum until nothing narrows any more."""
        ranges = {key: self.start(key) for key in self.counts}
        changed = True
        while changed:
            # total - plus + minus = 0, so each term lies between what the others leave for it
            changed = sum(_narrow(ranges, terms) for terms in self.terms) > 0
        return ranges

    @cached_property
    def terms(self) -> list[list[tuple[str, int]]]:
        return [
            [(one.total, 1), *((key, -1) for key in one.plus), *((key, 1) for key in one.minus)] for one in self.sums
        ]

    def unsafe(self) -> list[str]:
        """Small cells of which a reader could tell that there is somebody, or that there are only a few."""
        ranges = self.bounds()
        return sorted(key for key in self.small if ranges[key][0] > 0 or ranges[key][1] < self.rules.must_reach)

    def helper_for(self, key: str) -> str | None:
        """The cheapest cell whose hiding makes `key` safe; if none does alone, the cheapest that shares a sum with it.

        A part costs less than a total, then what shows less, then by name. By what is shown, never by the true
        count: the choice itself must not tell anything.
        """
        totals = {one.total for one in self.sums}
        free = self.own - self.small - self.helpers
        near = {other for terms in self.terms if any(key == name for name, _ in terms) for other, _ in terms} & free
        for candidates in (near, free - near):
            by_cost = sorted(candidates, key=lambda other: (other in totals, self.shown(other), other))
            for other in by_cost:
                self.helpers.add(other)
                safe = key not in self.unsafe()
                self.helpers.discard(other)
                if safe:
                    return other
            if by_cost:
                return by_cost[0]
        return None

    def drop_needless(self, added: Sequence[str]) -> None:
        """Show helpers again that turned out not to be needed, the last one first."""
        for key in reversed(added):
            self.helpers.discard(key)
            if self.unsafe():
                self.helpers.add(key)


def _narrow(ranges: dict[str, list[float]], terms: Sequence[tuple[str, int]]) -> bool:
    """Follow one sum: each term is at most and at least what the others leave. Whether anything became narrower."""
    changed = False
    for key, sign in terms:
        low = sum(ranges[other][0] if side > 0 else -ranges[other][1] for other, side in terms if other != key)
        high = sum(ranges[other][1] if side > 0 else -ranges[other][0] for other, side in terms if other != key)
        least, most = (-high, -low) if sign > 0 else (low, high)
        if least > ranges[key][0] or most < ranges[key][1]:
            ranges[key] = [max(least, ranges[key][0]), min(most, ranges[key][1])]
            changed = True
    return changed


def rounded(count: int, *, base: int = Rules.base) -> int:
    """The nearest multiple of `base`."""
    return base * ((count + base // 2) // base)


def protect(
    counts: Mapping[str, int],
    *,
    sums: Iterable[Sum] = (),
    known: Mapping[str, Known] | None = None,
    rules: Rules | None = None,
) -> Protected:
    """Decide what of `counts` may be shown. The same counts give the same answer; 0 and 1 give the same answer too.

    `known` are cells of other reports that the sums mention. Whatever cannot be made safe is withheld as a whole.
    """
    rules, known = rules or Rules(), known or {}
    table = _Table(
        counts={**{key: cell.count for key, cell in known.items()}, **counts},
        sums=tuple(sums),
        rules=rules,
        own=frozenset(counts),
        small={key for key, count in counts.items() if count < rules.threshold}
        | {key for key, cell in known.items() if cell.state == "small"},
        helpers={key for key, cell in known.items() if cell.state == "helper"},
    )
    added: list[str] = []
    withheld = False
    while unsafe := table.unsafe():
        helper = table.helper_for(unsafe[0])
        if helper is None:
            withheld = True
            break
        table.helpers.add(helper)
        added.append(helper)
    if not withheld:
        table.drop_needless(added)
    hidden = set(counts) if withheld else table.small | table.helpers
    small = frozenset(table.small & set(counts))
    return Protected(
        cells={key: HIDDEN if key in hidden else table.shown(key) for key in counts},
        small=small,
        helpers=frozenset(key for key in counts if key in hidden) - small,
        withheld=withheld,
    )


def percentage(part: Shown, whole: Shown) -> Shown:
    """A share from two published counts, in per cent; in steps of five where the whole is under a hundred."""
    if part == HIDDEN or whole == HIDDEN or not whole:
        return HIDDEN
    share = 100 * int(part) / int(whole)
    return min(100, rounded(round(share)) if int(whole) < 100 else round(share))
