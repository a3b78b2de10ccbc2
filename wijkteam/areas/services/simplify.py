"""Borders with fewer places, so that a map is light: Douglas and Peucker's method; what neighbours share stays shared.

Rings are cut where three of them meet. Each piece between two such places is simplified once, in one direction,
whichever ring it is read from: two neighbours get the same line, and no gap opens between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from wijkteam.areas.services.project import Place

Ring = list[Place]
# A piece is looked at in parts of so many places: a border that was drawn to be slow stays quick.
_PART = 400


def simplify(rings: Sequence[Sequence[Place]], *, tolerance: float) -> list[Ring]:
    """The same rings, each without places that lie closer than `tolerance` to the line; empty where nothing is left.

    A ring is given and returned without the place that closes it.
    """
    clean = [_without_repeats(ring) for ring in rings]
    corners = _corners(clean)
    return [_simplified(ring, corners, tolerance) if len(ring) >= 3 else [] for ring in clean]


def area_of(ring: Sequence[Place]) -> float:
    """In square metres, whichever way round."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring))) / 2


def _sides(ring: Sequence[Place]) -> Iterable[tuple[Place, Place]]:
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def _without_repeats(ring: Sequence[Place]) -> Ring:
    kept: Ring = []
    for place in ring:
        if not kept or kept[-1] != place:
            kept.append(place)
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _corners(rings: Sequence[Ring]) -> set[Place]:
    """Places from which lines go in three or more directions."""
    beside: defaultdict[Place, set[Place]] = defaultdict(set)
    for ring in rings:
        for one, other in _sides(ring):
            beside[one].add(other)
            beside[other].add(one)
    return {place for place, others in beside.items() if len(others) > 2}


def _simplified(ring: Ring, corners: set[Place], tolerance: float) -> Ring:
    start = next((place for place in ring if place in corners), min(ring))
    at = ring.index(start)
    turned = [*ring[at:], *ring[:at]]
    cuts = [index for index, place in enumerate(turned) if place in corners]
    if len(cuts) < 2:
        far = max(range(len(turned)), key=lambda index: (_between(turned[0], turned[index]), turned[index]))
        cuts = sorted({0, far})
    closed = [*turned, turned[0]]
    kept: Ring = []
    for first, last in zip(cuts, [*cuts[1:], len(turned)], strict=True):
        kept += _piece(closed[first : last + 1], tolerance)[:-1]
    kept = _without_repeats(kept)
    return kept if len(kept) >= 3 and area_of(kept) > 0 else []


def _piece(places: Ring, tolerance: float) -> Ring:
    """Always in the same direction, so that both neighbours get the same."""
    backward = places[::-1]
    if backward < places:
        return _piece_forward(backward, tolerance)[::-1]
    return _piece_forward(places, tolerance)


def _piece_forward(places: Ring, tolerance: float) -> Ring:
    kept = [places[0]]
    for start in range(0, len(places) - 1, _PART):
        kept += _douglas_peucker(places[start : start + _PART + 1], tolerance)[1:]
    return kept


def _douglas_peucker(places: Ring, tolerance: float) -> Ring:
    keep = {0, len(places) - 1}
    todo = [(0, len(places) - 1)]
    while todo:
        first, last = todo.pop()
        furthest, distance = 0, tolerance * tolerance
        for index in range(first + 1, last):
            away = _from_line(places[index], places[first], places[last])
            if away > distance:
                furthest, distance = index, away
        if furthest:
            keep.add(furthest)
            todo += [(first, furthest), (furthest, last)]
    return [places[index] for index in sorted(keep)]


def _between(one: Place, other: Place) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _from_line(place: Place, start: Place, end: Place) -> float:
    """The square of the distance to the line from `start` to `end`, or to that place where they are one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if not length:
        return _between(place, start)
    along = max(0.0, min(1.0, ((place[0] - start[0]) * dx + (place[1] - start[1]) * dy) / length))
    return (place[0] - start[0] - along * dx) ** 2 + (place[1] - start[1] - along * dy) ** 2
