"""A first world that fits everything published, and the links that a reader can go on believing in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from math import inf

from wijkteam.disclosure.problem import Combination, Link, Problem
from wijkteam.disclosure.verify import World
from wijkteam.disclosure.worlds import first_limits, ring, solve

# How far around the new numbers an earlier world may be changed; everything where nothing fits otherwise.
_STEPS = (0, 2, 4, None)
_SLACK = 1000.0


class NotProven(Exception):
    """Nothing may be added: what is given, or what was published earlier, is not safe or does not fit by itself.

    `name` is a number that cannot be made safe, where there is one to blame.
    """

    def __init__(self, message: str = "", *, name: str = "") -> None:
        super().__init__(message)
        self.name = name


def linked(problem: Problem, links: Iterable[Link]) -> Problem:
    """The problem of a reader who takes both ends of each link to be the same number."""
    same = tuple({first: 1, second: -1} for first, second in links)
    return replace(problem, equal_zero=(*problem.equal_zero, *same))


def first_world(problem: Problem, links: Sequence[Link], known: World) -> tuple[World, tuple[Link, ...]]:
    """A world in which nothing but the small numbers is hidden, as near as can be to what is shown.

    `known` is such a world of what was published earlier; it is changed only where it must. Late entries make a link
    untrue: one that what is shown contradicts is dropped, and of others as little as possible. Neither looks at a
    hidden number.

    Raises:
        NotProven: no world fits.
    """
    limits = first_limits(problem)
    believable = [link for link in links if _can_be_equal(limits[link[0]], limits[link[1]])]
    whole = linked(problem, believable)
    world: dict[str, int] = {name: count for name, count in known.items() if name in problem.by_name}
    dropped: set[Link] = set()
    for group in groups(whole):
        new = [name for name in group if name not in world]
        if new:
            of_group = [link for link in believable if link[0] in group]
            found, broken = _extend(problem, whole, limits, new=new, links=of_group, world=world)
            world |= found
            dropped |= broken
    return world, tuple(link for link in believable if link not in dropped)


def _can_be_equal(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return max(first[0], second[0]) <= min(first[1], second[1])


def _extend(
    problem: Problem,
    whole: Problem,
    limits: dict[str, tuple[float, float]],
    *,
    new: Sequence[str],
    links: Sequence[Link],
    world: World,
) -> tuple[World, set[Link]]:
    best: tuple[World, set[Link]] | None = None
    for steps in _STEPS:
        if steps is None and best is not None:
            break
        around, _ = ring(whole, new, len(problem.cells) if steps is None else steps)
        cells = sorted(new if steps == 0 else {*new, *around})
        touched = {index for name in cells for index in problem.touching[name]}
        asked = [problem.relations[index] for index in sorted(touched)]
        bounds: dict[str, tuple[float, float]] = {name: limits[name] for name in cells}
        costs: dict[str, float] = {}
        for link in links:
            if bounds.keys() & set(link):
                more, less = f"more {link}", f"less {link}"
                bounds |= {more: (0, inf), less: (0, inf)}
                costs |= {more: _SLACK, less: _SLACK}
                asked.append(({link[0]: 1, link[1]: -1, more: 1, less: -1}, 0, 0))
        for name in cells:
            if name in world:
                _near(name, world[name], bounds, costs, asked)
            elif limits[name][1] < inf:
                _near(name, (limits[name][0] + limits[name][1]) // 2, bounds, costs, asked)
        answer = solve(costs, bounds=bounds, relations=asked, fixed=world)
        if answer.world:
            broken = {link for link in links if answer.world.get(f"more {link}") or answer.world.get(f"less {link}")}
            best = {name: answer.world[name] for name in cells}, broken
            if not broken:
                break
    if best is None:
        raise NotProven("no counts fit what is shown")
    return best  # of those tried the widest, so that no more links are broken than must be


def _near(
    name: str,
    count: float,
    bounds: dict[str, tuple[float, float]],
    costs: dict[str, float],
    asked: list[tuple[Combination, float, float]],
) -> None:
    """Near what it was before; and in the middle at first, from where most can move both ways: quick answers later."""
    above, below = f"above {name}", f"below {name}"
    bounds |= {above: (0, inf), below: (0, inf)}
    costs |= {above: 1.0, below: 1.0}
    asked.append(({name: 1, above: -1, below: 1}, count, count))


def groups(problem: Problem, names: Collection[str] | None = None) -> list[frozenset[str]]:
    """The cells in groups that hang together through relations, in a fixed order."""
    left = dict.fromkeys(cell.name for cell in problem.cells if names is None or cell.name in names)
    found = []
    while left:
        cells, _ = ring(problem, [next(iter(left))], len(problem.cells))
        for name in cells:
            left.pop(name, None)
        found.append(cells)
    return found
