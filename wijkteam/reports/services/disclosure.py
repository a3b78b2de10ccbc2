"""First disclosure control: which counts of people a report may show, and as what. Pure: no database, no clock.

Promised: a count below the threshold is never shown, every shown count is a multiple of the base, and from the
published figures no hidden small count can be bounded away from zero or kept below five by following the sums,
however often they are followed. Who reads knows this method and knows which cells were hidden as helpers. All tables
of a month, of every team and of the municipality, are decided on together. Not promised yet: the same over several
months, nor against somebody who solves all sums as one system. docs/figures.md says so too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isinf
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
    withheld: frozenset[str] = frozenset()


@dataclass(kw_only=True)
class _Table:
    """Cells that hang together through sums: what happens to one can only tell something of another of them."""

    counts: Mapping[str, int]
    terms: Sequence[Sequence[tuple[str, int]]]
    totals: frozenset[str]
    rules: Rules
    small: set[str]
    helpers: set[str] = field(default_factory=set)

    def shown(self, key: str) -> int:
        return rounded(self.counts[key], base=self.rules.base)

    def start(self, key: str) -> list[float]:
        """What a reader believes of a cell at first sight."""
        if key in self.small:
            return [0, self.rules.threshold - 1]
        if key in self.helpers:
            return [self.rules.threshold, inf]
        half = self.rules.base // 2
        return [max(self.rules.threshold, self.shown(key) - half), self.shown(key) + half]

    @cached_property
    def mentions(self) -> dict[str, list[int]]:
        """In which sums a cell stands."""
        found: dict[str, list[int]] = {key: [] for key in self.counts}
        for index, terms in enumerate(self.terms):
            for key, _sign in terms:
                found[key].append(index)
        return found

    def unsafe(self) -> list[str]:
        """Small cells of which a reader could tell that there is somebody, or that there are only a few.

        The reader follows every sum until nothing narrows any more.
        """
        ranges = {key: self.start(key) for key in self.counts}
        waiting = dict.fromkeys(range(len(self.terms)))
        while waiting:
            index = next(iter(waiting))
            del waiting[index]
            for key in _narrow(ranges, self.terms[index]):
                waiting.update(dict.fromkeys(self.mentions[key]))
        return sorted(key for key in self.small if ranges[key][0] > 0 or ranges[key][1] < self.rules.must_reach)

    def helper_for(self, key: str) -> str | None:
        """The cheapest cell whose hiding makes `key` safe; if none of the cheapest does, the very cheapest.

        A part costs less than a total, then what shows less, then by name. By what is shown, never by the true
        count: the choice itself must not tell anything.
        """
        free = self.counts.keys() - self.small - self.helpers
        near = {other for index in self.mentions[key] for other, _sign in self.terms[index]} & free
        for candidates in (near, free - near):
            by_cost = sorted(candidates, key=lambda other: (other in self.totals, self.shown(other), other))
            for other in by_cost[:_TRIES]:
                self.helpers.add(other)
                safe = key not in self.unsafe()
                self.helpers.discard(other)
                if safe:
                    return other
            if by_cost:
                return by_cost[0]
        return None

    def protect(self) -> bool:
        """Add helpers until everything small is safe; False where that cannot be."""
        added: list[str] = []
        while unsafe := self.unsafe():
            helper = self.helper_for(unsafe[0])
            if helper is None:
                return False
            self.helpers.add(helper)
            added.append(helper)
        for key in reversed(added):  # some turn out not to be needed once others are there
            self.helpers.discard(key)
            if self.unsafe():
                self.helpers.add(key)
        return True


_TRIES = 12  # a table of a whole municipality has hundreds of cells, and each try follows all of its sums


def _narrow(ranges: dict[str, list[float]], terms: Sequence[tuple[str, int]]) -> list[str]:
    """Follow one sum: each term is at most and at least what the others leave. Gives what became narrower."""
    lows = {key: ranges[key][0] if sign > 0 else -ranges[key][1] for key, sign in terms}
    highs = {key: ranges[key][1] if sign > 0 else -ranges[key][0] for key, sign in terms}
    low, open_below = _total(lows.values())
    high, open_above = _total(highs.values())
    narrower = []
    for key, sign in terms:
        others_low = -inf if open_below - isinf(lows[key]) else low - (0 if isinf(lows[key]) else lows[key])
        others_high = inf if open_above - isinf(highs[key]) else high - (0 if isinf(highs[key]) else highs[key])
        least, most = (-others_high, -others_low) if sign > 0 else (others_low, others_high)
        if least > ranges[key][0] or most < ranges[key][1]:
            ranges[key] = [max(least, ranges[key][0]), min(most, ranges[key][1])]
            narrower.append(key)
    return narrower


def _total(values: Iterable[float]) -> tuple[float, int]:
    """The sum of what is finite, and how many are not."""
    total, unbounded = 0.0, 0
    for value in values:
        if isinf(value):
            unbounded += 1
        else:
            total += value
    return total, unbounded


def rounded(count: int, *, base: int = Rules.base) -> int:
    """The nearest multiple of `base`."""
    return base * ((count + base // 2) // base)


def protect(counts: Mapping[str, int], *, sums: Iterable[Sum] = (), rules: Rules | None = None) -> Protected:
    """Decide what of `counts` may be shown. The same counts give the same answer; 0 and 1 give the same answer too.

    Cells that no sum connects are decided on apart. Where cells cannot be made safe all that hang together with
    them are withheld.
    """
    rules = rules or Rules()
    every = [[(one.total, 1), *((key, -1) for key in one.plus), *((key, 1) for key in one.minus)] for one in sums]
    totals = frozenset(terms[0][0] for terms in every)
    small: set[str] = set()
    helpers: set[str] = set()
    withheld: set[str] = set()
    for keys in _connected(counts, every):
        table = _Table(
            counts={key: counts[key] for key in keys},
            terms=[terms for terms in every if terms[0][0] in keys],
            totals=totals,
            rules=rules,
            small={key for key in keys if counts[key] < rules.threshold},
        )
        safe = not table.small or table.protect()
        small |= table.small
        helpers |= table.helpers if safe else keys - table.small
        withheld |= set() if safe else keys
    hidden = small | helpers
    return Protected(
        cells={key: HIDDEN if key in hidden else rounded(count, base=rules.base) for key, count in counts.items()},
        small=frozenset(small),
        helpers=frozenset(helpers),
        withheld=frozenset(withheld),
    )


def _connected(keys: Iterable[str], every: Sequence[Sequence[tuple[str, int]]]) -> list[set[str]]:
    """The cells in groups that hang together through sums."""
    group = {key: {key} for key in keys}
    for terms in every:
        joined = set().union(*(group[key] for key, _sign in terms))
        for key in joined:
            group[key] = joined
    seen: set[int] = set()
    groups = []
    for one in group.values():
        if id(one) not in seen:
            seen.add(id(one))
            groups.append(one)
    return groups


def percentage(part: Shown, whole: Shown) -> Shown:
    """A share from two published counts, in per cent; in steps of five where the whole is under a hundred."""
    if part == HIDDEN or whole == HIDDEN or not whole:
        return HIDDEN
    share = 100 * int(part) / int(whole)
    return min(100, rounded(round(share)) if int(whole) < 100 else round(share))
