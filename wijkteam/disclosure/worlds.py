"""What an attacker can still believe: possible worlds that fit everything published, found by an integer solver.

Most questions are answered close to the number they are about. A world that fits is known; around the number some
cells may change and all others stay as they are in that world: what is found so is a world that fits (safe). The
same cells with only the relations among them, and nothing else asked, allow more than there is: what is not even
possible so is not possible at all (unsafe). Where neither decides the circle grows, in the end to everything that
hangs together, and there both are exact.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, nan
from typing import Literal

from wijkteam.disclosure.problem import Combination, Problem
from wijkteam.disclosure.quiet import solver_is_quiet
from wijkteam.disclosure.verify import World

Side = Literal["low", "high"]
SIDES: tuple[Side, Side] = ("low", "high")

# A question that the solver cannot answer within so many branches counts as "not proven", never as safe. Counted,
# not timed: the same input gives the same answer on a slow machine.
_BRANCHES = 20_000
# Asked together as long as one question answers this many, and with so much around them.
_WORTH_WHILE = 3
_STEPS_TOGETHER = 1
_OPTIMAL, _UNBOUNDED, _INFEASIBLE = 0, 3, 2


@dataclass(frozen=True, kw_only=True)
class Range:
    """The smallest and largest value that fit; `inf` without a limit, nan where the solver could not tell."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What is hidden beside the small numbers: helpers, and cells of tables that are withheld."""

    helpers: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()

    def and_helpers(self, names: Iterable[str]) -> "Hidden":
        return replace(self, helpers=self.helpers | frozenset(names))


NOTHING = Hidden()


@dataclass(frozen=True, kw_only=True)
class Found:
    """Safe on one side, with the `change` that shows it; or not, and then only `within` these cells can that change."""

    change: World | None = None
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class _Answer:
    status: int
    value: float
    world: dict[str, int]


class Worlds:
    """Answers questions about one problem of which `world` is known to fit, whatever more is hidden."""

    def __init__(self, problem: Problem, world: World) -> None:
        self.problem = problem
        self.world = world
        self.questions = 0
        self._limits = first_limits(problem)
        self._rings: dict[tuple[tuple[str, ...], int], tuple[frozenset[str], frozenset[int]]] = {}

    def ask(self, name: str, side: Side, hidden: Hidden) -> Found:
        """Whether the sensitive number `name` can be as low (or as high) as it must."""
        rules, what = self.problem.rules, self.problem.sensitive[name]
        value = sum(factor * self.world[cell] for cell, factor in what.items())
        if value <= rules.need_low if side == "low" else value >= rules.need_high:
            return Found(change={})
        for steps in range(1, len(self.problem.cells) + 1):
            cells, within = self.ring(what, steps)
            around = {index for cell in cells for index in self.problem.touching[cell]}
            if not self._could(what, side, hidden, cells=cells, relations=within):
                return Found(within=cells)
            if steps > 1 or around == within:
                change = self._reach(what, side, hidden, cells=cells, relations=around)
                if change is not None:
                    return Found(change=change)
            if around == within:
                return Found(within=cells)  # possible as far as the solver got, and no world found: not proven
        raise AssertionError("a circle that grows ends with everything that hangs together")

    def needed_for(self, change: World, helpers: frozenset[str]) -> frozenset[str]:
        """Which of these helpers must be hidden for a changed world to fit."""
        limits = self._limits
        beyond = (name for name in change.keys() & helpers if not limits[name][0] <= change[name] <= limits[name][1])
        return frozenset(beyond)

    def ask_together(
        self, names: Collection[str], side: Side, *, anchors: frozenset[str] = frozenset()
    ) -> dict[str, World]:
        """Changes that show several numbers to be safe on one side, each for as many of them as it can.

        A few questions for a whole month; who is not in the answer may still be safe. With `anchors` in their place
        what was found goes on to hold when a later report is linked to them.
        """
        found: dict[str, World] = {}
        left = sorted(names)
        while left:
            change = self._all_at_once(left, side, anchors)
            done = [name for name in left if change is not None and self._is_reached(name, side, change)]
            found |= dict.fromkeys(done, change or {})
            left = [name for name in left if name not in found]
            if len(done) < _WORTH_WHILE:
                break
        return found

    def _all_at_once(self, names: Sequence[str], side: Side, anchors: frozenset[str]) -> World | None:
        rules, problem = self.problem.rules, self.problem
        about = {cell for name in names for cell in problem.sensitive[name]}
        cells = (ring(problem, about, _STEPS_TOGETHER)[0] - anchors) | about
        touched = sorted({index for cell in cells for index in problem.touching[cell]})
        asked: list[tuple[Mapping[str, float], float, float]] = [problem.relations[index] for index in touched]
        bounds = {name: self._limits[name] for name in sorted(cells)}
        objective: dict[str, float] = {}
        for name in names:
            what = problem.sensitive[name]
            if side == "low":
                for cell, factor in what.items():
                    objective[cell] = objective.get(cell, 0) + factor
                continue
            enough = f"enough {name}"  # counts up to what is needed and no further
            bounds[enough] = (0, rules.need_high)
            objective[enough] = -1
            asked.append(({enough: 1, **_negative(what)}, -inf, 0))
        self.questions += 1
        answer = solve(objective, bounds=bounds, relations=asked, fixed=self.world)
        if not answer.world:
            return None
        return {name: answer.world[name] for name in cells if answer.world[name] != self.world[name]}

    def _is_reached(self, name: str, side: Side, change: World) -> bool:
        rules = self.problem.rules
        what = self.problem.sensitive[name].items()
        value = sum(factor * change.get(cell, self.world[cell]) for cell, factor in what)
        return value <= rules.need_low if side == "low" else value >= rules.need_high

    def fails_within(self, name: str, side: Side, hidden: Hidden, cells: frozenset[str]) -> bool:
        """Whether the relations among these cells alone make this side impossible."""
        relations = {
            index
            for cell in cells
            for index in self.problem.touching[cell]
            if self.problem.relations[index][0].keys() <= cells
        }
        return not self._could(self.problem.sensitive[name], side, hidden, cells=cells, relations=relations)

    def range_of(self, what: Combination, hidden: Hidden = NOTHING) -> Range:
        """Exactly what a reader can conclude about a combination: asks the solver about all that hangs together."""
        cells, relations = self.ring(what, len(self.problem.cells))
        low = self._solve(what, hidden, cells=cells, relations=relations)
        high = self._solve(_negative(what), hidden, cells=cells, relations=relations)
        return Range(low=_value(low), high=-_value(high))

    def ring(self, what: Combination, steps: int) -> tuple[frozenset[str], frozenset[int]]:
        """The cells within so many relations of `what`, and the relations that lead there."""
        key = (tuple(what), steps)
        if key not in self._rings:
            self._rings[key] = ring(self.problem, what, steps)
        return self._rings[key]

    def _reach(
        self, what: Combination, side: Side, hidden: Hidden, *, cells: frozenset[str], relations: Collection[int]
    ) -> World | None:
        """A world where only `cells` are different from the known one; None when there is none."""
        rules = self.problem.rules
        # As low as it gets; or as high as it gets, but no higher than a small number can be.
        objective = what if side == "low" else _negative(what)
        most = (-inf, inf) if side == "low" else (-inf, max(rules.need_high, rules.threshold - 1))
        answer = self._solve(objective, hidden, cells=cells, relations=relations, fixed=self.world, extra=(what, *most))
        if answer.status != _OPTIMAL:
            return None
        reached = answer.value if side == "low" else -answer.value
        if reached > rules.need_low if side == "low" else reached < rules.need_high:
            return None
        return {name: count for name, count in answer.world.items() if count != self.world[name]}

    def _could(
        self, what: Combination, side: Side, hidden: Hidden, *, cells: frozenset[str], relations: Collection[int]
    ) -> bool:
        """Whether this side is possible as far as these relations say."""
        rules = self.problem.rules
        objective = what if side == "low" else _negative(what)
        answer = self._solve(objective, hidden, cells=cells, relations=relations)
        if answer.status == _UNBOUNDED:
            return True
        if answer.status != _OPTIMAL:
            return answer.status != _INFEASIBLE
        return answer.value <= rules.need_low if side == "low" else -answer.value >= rules.need_high

    def _bounds(self, name: str, hidden: Hidden) -> tuple[float, float]:
        if name in hidden.withheld:
            return 0, inf
        return (self.problem.rules.threshold, inf) if name in hidden.helpers else self._limits[name]

    def _solve(
        self,
        objective: Combination,
        hidden: Hidden,
        *,
        cells: Collection[str],
        relations: Collection[int],
        fixed: World | None = None,
        extra: tuple[Combination, float, float] | None = None,
    ) -> _Answer:
        self.questions += 1
        asked = [self.problem.relations[index] for index in sorted(relations)]
        if extra is not None and extra[2] < inf:
            asked.append(extra)
        return solve(
            objective,
            bounds={name: self._bounds(name, hidden) for name in sorted(cells)},
            relations=asked,
            fixed=fixed,
        )


def first_limits(problem: Problem) -> dict[str, tuple[float, float]]:
    """What is known of each cell when nothing but the small ones is hidden."""
    statuses = problem.statuses()
    found = {}
    for cell in problem.cells:
        low, high = problem.bounds(cell.name, statuses[cell.name])
        found[cell.name] = (float(low), inf if high is None else float(high))
    return found


def ring(problem: Problem, names: Iterable[str], steps: int) -> tuple[frozenset[str], frozenset[int]]:
    """The cells within so many relations of `names`, and the relations that lead there."""
    cells = set(names)
    relations: set[int] = set()
    newest = set(cells)
    for _step in range(steps):
        led = {index for name in newest for index in problem.touching[name]} - relations
        if not led:
            break
        relations |= led
        newest = {name for index in led for name in problem.relations[index][0]} - cells
        cells |= newest
    return frozenset(cells), frozenset(relations)


def solve(
    objective: Mapping[str, float],
    *,
    bounds: Mapping[str, tuple[float, float]],
    relations: Sequence[tuple[Mapping[str, float], float, float]],
    fixed: World | None = None,
    whole: bool = True,
) -> _Answer:
    """The least value of `objective` over whole numbers in `bounds`; cells outside them are as in `fixed`."""
    # Here, since only a worker comes here: a web process without SciPy is 75 MB smaller.
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    place = {name: index for index, name in enumerate(bounds)}
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    lows: list[float] = []
    highs: list[float] = []
    for combination, low, high in relations:
        rest = 0.0
        for name, factor in combination.items():
            index = place.get(name)
            if index is None:
                rest += factor * (fixed or {})[name]
            else:
                data.append(factor)
                columns.append(index)
        starts.append(len(data))
        lows.append(low - rest)
        highs.append(high - rest)
    costs = np.zeros(len(place))
    for name, factor in objective.items():
        costs[place[name]] = factor
    constraints = []
    if relations:
        rows = csr_array((data, columns, starts), shape=(len(relations), len(place)))
        constraints.append(LinearConstraint(rows, lows, highs))
    with solver_is_quiet():
        answer = milp(
            costs,
            constraints=constraints,
            bounds=Bounds([low for low, _ in bounds.values()], [high for _, high in bounds.values()]),
            integrality=np.ones(len(place)) if whole else None,
            options={"node_limit": _BRANCHES},
        )
    if answer.status != _OPTIMAL:
        return _Answer(status=int(answer.status), value=nan, world={})
    world = {name: round(float(answer.x[index])) for name, index in place.items()}
    return _Answer(status=_OPTIMAL, value=sum(factor * world[name] for name, factor in objective.items()), world=world)


def _value(answer: _Answer) -> float:
    return -inf if answer.status == _UNBOUNDED else answer.value


def _negative(what: Combination) -> Combination:
    return {name: -factor for name, factor in what.items()}
