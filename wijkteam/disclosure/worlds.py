"""What an attacker can still believe: possible worlds that fit everything published, found by an integer solver."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from wijkteam.disclosure.problem import Combination, Problem, Status

World = dict[str, int]

_OPTIMAL, _UNBOUNDED = 0, 3
# A question that the solver cannot answer in this time counts as "not proven", never as safe.
_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Range:
    """The smallest and largest value that fit; `inf` without a limit, nan where the solver could not tell."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


class Worlds:
    """Answers questions about one problem; asks the solver each question once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._place = {cell.name: index for index, cell in enumerate(problem.cells)}
        rows = [
            *((combination, 0.0, 0.0) for combination in problem.equal_zero),
            *((combination, -inf, 0.0) for combination in problem.at_most_zero),
            # A watched combination is a number of households: never under zero.
            *((combination, 0.0, inf) for combination in problem.watched.values()),
        ]
        self._rows = np.array([self._row(combination) for combination, _, _ in rows]).reshape(
            len(rows), len(self._place)
        )
        self._low = np.array([low for _, low, _ in rows])
        self._high = np.array([high for _, _, high in rows])
        self.questions = 0
        self._ranges: dict[tuple[frozenset[str], tuple[tuple[str, int], ...]], Range] = {}

    def range_of(self, combination: Combination, *, helpers: frozenset[str]) -> Range:
        """What a reader can conclude about `combination` when `helpers` are hidden too."""
        key = (helpers, tuple(sorted(combination.items())))
        if key not in self._ranges:
            statuses = self.problem.statuses(helpers)
            row = self._row(combination)
            self._ranges[key] = Range(
                low=self._least(row, statuses, otherwise=-inf), high=-self._least(-row, statuses, otherwise=-inf)
            )
        return self._ranges[key]

    def is_safe(self, combination: Combination, *, helpers: frozenset[str]) -> bool:
        rules, found = self.problem.rules, self.range_of(combination, helpers=helpers)
        return found.low <= rules.need_low and found.high >= rules.need_high

    def witness(
        self, combination: Combination, *, statuses: Mapping[str, Status], at_least: int | None = None
    ) -> World | None:
        """A world with the smallest value of `combination` (not under `at_least`); None when there is none."""
        row = self._row(combination)
        extra = (row, float(at_least), inf) if at_least is not None else None
        answer = self._solve(row, statuses, extra)
        if answer.status != _OPTIMAL:
            return None
        return {name: round(float(answer.x[index])) for name, index in self._place.items()}

    def _least(
        self, row: "np.ndarray[tuple[int], np.dtype[np.float64]]", statuses: Mapping[str, Status], *, otherwise: float
    ) -> float:
        answer = self._solve(row, statuses, None)
        if answer.status == _OPTIMAL:
            return float(round(answer.fun))
        return otherwise if answer.status == _UNBOUNDED else float("nan")

    def _solve(
        self,
        row: "np.ndarray[tuple[int], np.dtype[np.float64]]",
        statuses: Mapping[str, Status],
        extra: "tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float, float] | None",
    ) -> "_Answer":
        limits = [self.problem.bounds(name, statuses[name]) for name in self._place]
        bounds = Bounds([low for low, _ in limits], [inf if high is None else high for _, high in limits])
        constraints = [LinearConstraint(self._rows, self._low, self._high)] if len(self._rows) else []
        if extra is not None:
            constraints.append(LinearConstraint(extra[0].reshape(1, -1), extra[1], extra[2]))
        self.questions += 1
        answer = milp(
            row,
            constraints=constraints,
            bounds=bounds,
            integrality=np.ones(len(row)),
            options={"time_limit": _SECONDS},
        )
        return _Answer(status=answer.status, fun=answer.fun, x=answer.x)

    def _row(self, combination: Combination) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        row = np.zeros(len(self._place))
        for name, factor in combination.items():
            row[self._place[name]] = factor
        return row


@dataclass(frozen=True, kw_only=True)
class _Answer:
    status: int
    fun: float
    x: "np.ndarray[tuple[int], np.dtype[np.float64]]"
