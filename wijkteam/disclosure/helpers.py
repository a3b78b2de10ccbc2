"""Choose what else to hide: the fewest and cheapest numbers that make everything safe.

Hiding more never makes a number less safe. So from each choice that does not do follows a list of numbers of which at
least one must be hidden; the next choice is the cheapest that takes one of every list, and the first that does is
the best there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wijkteam.disclosure.problem import Cell
from wijkteam.disclosure.verify import Witnesses, World
from wijkteam.disclosure.worlds import SIDES, Hidden, Side, Worlds

# Counted, not timed: the same input gives the same answer on a slow machine. Beyond these the search goes step by
# step, which is as safe and may hide a little more.
_CHOICES = 150
_BRANCHES = 20_000

Price = tuple[int, int, int, int, tuple[str, ...]]


class NothingHelps(Exception):
    """With all that may be hidden hidden as helpers, `name` is still not safe."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(kw_only=True)
class Choice:
    """The search for helpers in one problem, with what it found out on the way."""

    worlds: Worlds
    anchors: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    lists: list[frozenset[str]] = field(default_factory=list)
    safe: dict[tuple[str, Side], list[tuple[frozenset[str], World]]] = field(default_factory=dict)

    def unsafe_without(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that are not safe when nothing but small numbers is hidden."""
        asked = list(names)
        for side in SIDES:
            for fixed in (self.anchors, frozenset[str]()) if self.anchors else (self.anchors,):
                left = [name for name in asked if (name, side) not in self.safe]
                for name, change in self.worlds.ask_together(left, side, anchors=fixed).items():
                    self.safe[name, side] = [(frozenset(), change)]
        return [name for name in asked if self._side_that_fails(name, frozenset()) is not None]

    def best(self, unsafe: Sequence[str]) -> frozenset[str]:
        """Helpers that make all of `unsafe` safe.

        Raises:
            NothingHelps: there are none.
        """
        for _ in range(_CHOICES):
            helpers = _cheapest(self.lists, self._cells())
            if helpers is None:
                break
            failed = self._learn(unsafe, helpers)
            if not failed:
                return helpers
        return self._step_by_step(unsafe)

    def is_safe(self, name: str, helpers: frozenset[str]) -> bool:
        return self._side_that_fails(name, helpers) is None

    def witnesses(self, name: str, helpers: frozenset[str]) -> Witnesses:
        """What was found on the way to prove that `name` is safe."""
        changes = []
        for side in SIDES:
            if self._fails(name, side, helpers):
                raise NothingHelps(name)
            changes.append(next(change for hidden, change in self.safe[name, side] if hidden <= helpers))
        return Witnesses(low=changes[0], high=changes[1])

    def _cells(self) -> Mapping[str, Cell]:
        free = (cell for cell in self.worlds.problem.choosable if cell.name not in self.withheld)
        return {cell.name: cell for cell in free}

    def _hidden(self, helpers: frozenset[str]) -> Hidden:
        return Hidden(helpers=helpers, withheld=self.withheld)

    def _fails(self, name: str, side: Side, helpers: frozenset[str]) -> frozenset[str]:
        """The cells within which it fails; none when this side is safe."""
        known = self.safe.setdefault((name, side), [])
        if any(hidden <= helpers for hidden, _change in known):
            return frozenset()
        found = self.worlds.ask(name, side, self._hidden(helpers))
        if found.change is None:
            return found.within
        known.append((self.worlds.needed_for(found.change, helpers), found.change))
        return frozenset()

    def _side_that_fails(self, name: str, helpers: frozenset[str]) -> tuple[Side, frozenset[str]] | None:
        for side in SIDES:
            if within := self._fails(name, side, helpers):
                return side, within
        return None

    def _learn(self, unsafe: Sequence[str], helpers: frozenset[str]) -> bool:
        """Whether something is still unsafe; if so, of which numbers at least one must be hidden as well."""
        cells = self._cells()
        learned = False
        for name in unsafe:
            failed = self._side_that_fails(name, helpers)
            if failed is None:
                continue
            side, within = failed
            free = sorted(within & cells.keys() - helpers, key=lambda cell: cells[cell].cost)
            needed = frozenset(free) - self._useless(name, side, within, helpers, free)
            if not needed:
                raise NothingHelps(name)
            self.lists.append(needed)
            learned = True
        return learned

    def _useless(
        self, name: str, side: Side, within: frozenset[str], helpers: frozenset[str], free: Sequence[str]
    ) -> frozenset[str]:
        """As many of `free` as can be hidden together without helping: tried in ever smaller parts."""
        hidden = helpers & within
        useless: frozenset[str] = frozenset()
        parts = [list(reversed(free))]  # the cheapest stay for last, so that they are the ones on the list
        while parts:
            part = parts.pop(0)
            wider = self._hidden(hidden | useless | frozenset(part))
            if self.worlds.fails_within(name, side, wider, within):
                useless |= frozenset(part)
            elif len(part) > 1:
                half = len(part) // 2
                parts[:0] = [part[:half], part[half:]]
        return useless

    def _step_by_step(self, unsafe: Sequence[str]) -> frozenset[str]:
        cells = self._cells()
        helpers: frozenset[str] = frozenset()
        while True:
            known = len(self.lists)
            if not self._learn(unsafe, helpers):
                break
            for one in self.lists[known:]:
                if not one & helpers:
                    helpers |= {min(one, key=lambda name: cells[name].cost)}
        for name in sorted(helpers, key=lambda name: cells[name].cost, reverse=True):
            if all(self.is_safe(one, helpers - {name}) for one in unsafe):
                helpers -= {name}
        return helpers


def price(chosen: frozenset[str], cells: Mapping[str, Cell]) -> Price:
    kinds = [cells[name].kind for name in chosen]
    return (
        len(chosen),
        kinds.count("grand"),
        kinds.count("margin"),
        sum(cells[name].count for name in chosen),
        tuple(sorted(chosen)),
    )


def _cheapest(lists: Sequence[frozenset[str]], cells: Mapping[str, Cell]) -> frozenset[str] | None:
    """The fewest cells, and of those the cheapest, with one of every list; None when that takes too long to find."""
    chosen: frozenset[str] = frozenset()
    for group in _apart(lists):
        best = _cheapest_of(group, cells)
        if best is None:
            return None
        chosen |= best
    return chosen


def _cheapest_of(lists: Sequence[frozenset[str]], cells: Mapping[str, Cell]) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    best_price: Price | None = None
    branches = 0
    waiting: list[tuple[frozenset[str], frozenset[str]]] = [(frozenset(), frozenset())]
    while waiting:
        chosen, refused = waiting.pop()
        branches += 1
        if branches > _BRANCHES:
            return None
        its_price = price(chosen, cells)
        if best_price is not None and its_price[:4] > best_price[:4]:
            continue
        open_lists = [one - refused for one in lists if not one & chosen]
        if not open_lists:
            if best_price is None or its_price < best_price:
                best, best_price = chosen, its_price
            continue
        if best_price is not None and its_price[0] + 1 > best_price[0]:
            continue
        shortest = min(open_lists, key=lambda one: (len(one), sorted(one)))
        # Each branch takes one and refuses those before it, so that no choice is looked at twice.
        ordered = sorted(shortest, key=lambda name: cells[name].cost)
        branch = [(chosen | {name}, refused | frozenset(ordered[:index])) for index, name in enumerate(ordered)]
        waiting.extend(reversed(branch))
    return best


def _apart(lists: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Lists in groups that share no cell: the best of all is the best of each."""
    found: list[tuple[set[str], list[frozenset[str]]]] = []
    for one in dict.fromkeys(lists):
        joined: tuple[set[str], list[frozenset[str]]] = (set(one), [one])
        rest = []
        for names, members in found:
            if names & one:
                joined = (joined[0] | names, [*members, *joined[1]])
            else:
                rest.append((names, members))
        found = [*rest, joined]
    return [members for _names, members in found]
