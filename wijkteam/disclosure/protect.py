"""Choose what else to hide, publish the rest, and prove that it is safe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wijkteam.disclosure.first_world import NotProven, first_world, groups, linked
from wijkteam.disclosure.helpers import Choice, NothingHelps
from wijkteam.disclosure.problem import Cell, Link, Problem, Status
from wijkteam.disclosure.verify import Fitting, Proof, Witnesses, World, fits, verify
from wijkteam.disclosure.worlds import Hidden, Range, Worlds, ring

SYMBOL = "x"
# Goes up whenever another output can come from the same input; stored with every audit.
METHOD_VERSION = "3"


@dataclass(frozen=True, kw_only=True)
class Protected:
    """What may be published, and the proof. `published` holds rounded numbers and `x`, for zero and helper alike."""

    problem: Problem
    statuses: Mapping[str, Status]
    published: Mapping[str, int | str]
    primary: tuple[str, ...]
    helpers: tuple[str, ...]
    withheld: tuple[str, ...]
    links: tuple[Link, ...]
    proof: Proof

    @property
    def is_withheld(self) -> bool:
        return bool(self.withheld)

    @cached_property
    def ranges(self) -> dict[str, Range]:
        """Exactly what a reader can conclude of each sensitive number. Asks the solver: for a few tables at a time."""
        worlds = Worlds(self.problem, self.proof.world)
        hidden = Hidden(helpers=frozenset(self.helpers), withheld=frozenset(self.withheld))
        return {name: worlds.range_of(what, hidden) for name, what in self.problem.sensitive.items()}

    def proven_range(self, name: str) -> Range:
        """What the witnesses show that a reader must reckon with; the exact range is as wide or wider."""
        what, found, world = self.problem.sensitive[name], self.proof.witnesses[name], self.proof.world

        def value(change: World) -> int:
            return sum(factor * change.get(cell, world[cell]) for cell, factor in what.items())

        return Range(low=value(found.low), high=value(found.high))


def protect(
    problem: Problem,
    *,
    links: Sequence[Link] = (),
    known: Proof | None = None,
    anchors: frozenset[str] = frozenset(),
) -> Protected:
    """Protect one report against a reader who keeps everything, knows this method, and knows helper from primary.

    `links` are numbers that this reader takes to be the same unless what is shown contradicts it; `known` is the proof
    of what was published earlier, from which this one goes on; `anchors` are what later reports will be linked to (they
    matter for speed alone). The same input gives the same output. Counts of hidden
    cells are never looked at: any other count under the threshold gives the same answer.

    Raises:
        NotProven: what was published earlier is not safe by itself; nothing may be added to it.
    """
    known = known or Proof()
    world, kept = first_world(problem, links, known.world)
    problem = linked(problem, kept)
    worlds = Worlds(problem, world)
    standing = _standing(problem, Proof(world=world, witnesses=known.witnesses))
    choice = Choice(worlds=worlds, anchors=anchors)
    unsafe = choice.unsafe_without(name for name in problem.sensitive if name not in standing)
    helpers: frozenset[str] = frozenset()
    while True:
        try:
            helpers = choice.best(unsafe) if unsafe else frozenset()
            break
        except NothingHelps as error:
            more = _next_to_withhold(problem, error.name, choice.withheld)
            if not more:
                raise NotProven(f"{len(unsafe)} numbers are not proven safe", name=error.name) from error
            # What is withheld can be anything: what was safe stays so, and all that follows is asked anew.
            choice = Choice(worlds=worlds, withheld=choice.withheld | more, safe=choice.safe)
    statuses = problem.statuses(helpers, withheld=choice.withheld)
    witnesses = {
        name: standing[name] if name in standing else choice.witnesses(name, helpers) for name in problem.sensitive
    }
    proof = Proof(world=world, witnesses=witnesses)
    if unproven := verify(problem, statuses, proof):
        raise NotProven(f"{len(unproven)} numbers are not proven safe")
    return Protected(
        problem=problem,
        statuses=statuses,
        published={
            cell.name: problem.rules.rounded(cell.count) if statuses[cell.name] is Status.SHOWN else SYMBOL
            for cell in problem.cells
        },
        primary=tuple(sorted(problem.primary)),
        helpers=tuple(sorted(helpers)),
        withheld=tuple(sorted(choice.withheld)),
        links=kept,
        proof=proof,
    )


def _standing(problem: Problem, proof: Proof) -> dict[str, Witnesses]:
    """The earlier witnesses that still hold, so that only what changed is asked."""
    statuses = problem.statuses()
    if not proof.witnesses or not fits(problem, statuses, proof.world):
        return {}
    names = problem.sensitive.keys() & proof.witnesses.keys()
    fitting = Fitting(problem, statuses, proof)
    return {name: proof.witnesses[name] for name in names if fitting.proves(name)}


def _next_to_withhold(problem: Problem, name: str, withheld: frozenset[str]) -> frozenset[str]:
    """The table of this report nearest to `name` that is not withheld yet; of a problem without tables all of it."""
    what = problem.sensitive[name]
    free: dict[str, Cell] = {
        cell.name: cell for cell in problem.cells if cell.earlier is None and cell.name not in withheld
    }
    [group] = [group for group in groups(problem, list(what)) if group & what.keys()][:1]
    steps = 0
    while True:
        near, _ = ring(problem, what, steps)
        found = sorted(free[cell].table for cell in near if cell in free)
        if found:
            return frozenset(cell.name for cell in free.values() if cell.table == found[0] and cell.name in group)
        if near >= group:
            return frozenset()
        steps += 1
