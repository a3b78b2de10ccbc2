"""Check a proof with sums and comparisons only, so that the solver need not be trusted."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from wijkteam.disclosure.problem import Combination, Problem, Status

World = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Two worlds that fit everything published: one where a sensitive number is at its lowest, one where it is high.

    Each is written as what is different from the world of the proof it belongs to.
    """

    low: World
    high: World


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One world that fits everything published, and for each sensitive number the two that make it safe."""

    world: World = field(default_factory=dict)
    witnesses: Mapping[str, Witnesses] = field(default_factory=dict)

    def worlds_of(self, name: str) -> tuple[World, World]:
        """Both worlds of one sensitive number, written out."""
        found = self.witnesses[name]
        return {**self.world, **found.low}, {**self.world, **found.high}


def total(combination: Combination, world: World) -> int:
    return sum(factor * world[name] for name, factor in combination.items())


def fits(problem: Problem, statuses: Mapping[str, Status], world: World, *, only: Iterable[str] | None = None) -> bool:
    """Whether this world agrees with every published number, every hidden one's known limits and every relation.

    With `only` the cells that are different from a world that fits: nothing else can have gone wrong.
    """
    cells = [cell.name for cell in problem.cells] if only is None else list(only)
    for name in cells:
        if name not in problem.by_name:
            return False
        low, high = problem.bounds(name, statuses[name])
        count = world.get(name)
        if not isinstance(count, int) or count < low or (high is not None and count > high):
            return False
    for index in {index for name in cells for index in problem.touching[name]}:
        combination, least, most = problem.relations[index]
        if not least <= total(combination, world) <= most:
            return False
    return True


def verify(problem: Problem, statuses: Mapping[str, Status], proof: Proof) -> list[str]:
    """The sensitive numbers that are not proven safe by this proof; empty when all are."""
    if not fits(problem, statuses, proof.world):
        return list(problem.sensitive)
    fitting = Fitting(problem, statuses, proof)
    return [name for name in problem.sensitive if not fitting.proves(name)]


class Fitting:
    """Checks the witnesses of a proof of which the world itself fits; a change that several share is checked once."""

    def __init__(self, problem: Problem, statuses: Mapping[str, Status], proof: Proof) -> None:
        self._problem, self._statuses, self._proof = problem, statuses, proof
        self._checked: dict[int, bool] = {}

    def proves(self, name: str) -> bool:
        """Whether both witnesses of one number hold."""
        found = self._proof.witnesses.get(name)
        if found is None:
            return False
        what, rules = self._problem.sensitive[name], self._problem.rules
        return (
            total(what, self._changed(found.low)) <= rules.need_low
            and total(what, self._changed(found.high)) >= rules.need_high
            and self._fits(found.low)
            and self._fits(found.high)
        )

    def _changed(self, change: World) -> World:
        return ChainMap(cast("dict[str, int]", change), cast("dict[str, int]", self._proof.world))

    def _fits(self, change: World) -> bool:
        if id(change) not in self._checked:  # the proof holds on to every change, so none takes another's place
            self._checked[id(change)] = fits(self._problem, self._statuses, self._changed(change), only=change)
        return self._checked[id(change)]
