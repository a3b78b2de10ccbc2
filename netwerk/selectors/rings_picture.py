"""The rings as a drawing: partners evenly along their ring, and names only where they get in nobody's way.

Who has no name in the drawing has a number; the tables beneath say the same for everybody.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Protocol

from netwerk.enums import Ring


class Partner(Protocol):
    """What a drawing needs to know of somebody."""

    @property
    def number(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def ring(self) -> int: ...
    @property
    def contacts(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Where pictures draw a ring, in units of their view box: middle, radii, how large a partner and a letter may be.

    `named` are the rings whose partners get their name in the drawing.
    """

    width: int
    height: int
    first: tuple[int, int]
    second: tuple[int, int]
    smallest: int
    largest: int
    named: tuple[int, ...]
    letter: int


WIDE = Shape(
    width=1180, height=900, first=(215, 190), second=(400, 370), smallest=20, largest=44, named=(1, 2), letter=18
)
NARROW = Shape(
    width=680, height=1040, first=(150, 300), second=(285, 465), smallest=25, largest=44, named=(1,), letter=26
)
TEAM = 58
# A letter is on average so wide, as a share of its height; a line so high.
_LETTER, _LINE = 0.54, 1.22
_ROOM = 6
_FINEST = 16
_MOST_TRACKS = 3


@dataclass(frozen=True, kw_only=True)
class Node:
    """A partner in a picture. Numbers are text already: nothing may write them in Dutch."""

    number: int
    url: str
    ring: int
    x: str
    y: str
    r: str
    is_small: bool
    label_x: str
    anchor: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    width: str
    height: str
    middle_x: str
    middle_y: str
    ellipses: tuple[tuple[str, str, str], ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, kw_only=True)
class _Place:
    partner: Partner
    x: float
    y: float
    r: int
    angle: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.r - 2, self.y - self.r - 2, self.x + self.r + 2, self.y + self.r + 2)


@dataclass(frozen=True, kw_only=True)
class _Label:
    x: float
    anchor: str
    lines: tuple[tuple[str, float], ...]
    box: Box


def picture(partners: Sequence[Partner], shape: Shape) -> Picture:
    """Larger with more contact; smaller when it is crowded."""
    places = [
        *_around(partners, shape.first, Ring.FIRST, shape),
        *_around(partners, shape.second, Ring.SECOND, shape),
    ]
    middle = Box(*(_middle(shape, -TEAM)), *(_middle(shape, TEAM)))
    taken = [middle, *(place.box for place in places)]
    nodes = []
    for place in places:
        label = _label(place, shape, taken) if place.partner.ring in shape.named else None
        if label is not None:
            taken.append(label.box)
        nodes.append(_node(place, label))
    return Picture(
        width=str(shape.width),
        height=str(shape.height),
        middle_x=str(shape.width // 2),
        middle_y=str(shape.height // 2),
        ellipses=tuple(
            (str(number), str(radii[0]), str(radii[1])) for number, radii in ((2, shape.second), (1, shape.first))
        ),
        nodes=tuple(nodes),
    )


def _middle(shape: Shape, away: int) -> tuple[float, float]:
    return shape.width / 2 + away, shape.height / 2 + away


def _around(partners: Sequence[Partner], radii: tuple[int, int], ring: int, shape: Shape) -> Iterator[_Place]:
    """With more than fit beside each other, every other one stands a little further in or out."""
    inside = [one for one in partners if one.ring == ring]
    if not inside:
        return
    tracks = 1
    while tracks < _MOST_TRACKS and _length(radii) * tracks / len(inside) < 2 * (_FINEST + _ROOM):
        tracks += 1
    largest = min(shape.largest, int(_length(radii) * tracks / len(inside) * 0.5) - _ROOM)
    largest = min(largest, 30) if tracks > 1 else largest
    smallest = min(shape.smallest, max(largest - 6, _FINEST - 4))
    # The second ring begins half a step further, so that its partners stay clear of those of the first.
    turn = 0.5 if ring == Ring.SECOND and tracks == 1 else 0.0
    for at, one in enumerate(inside):
        shift = (at % tracks - (tracks - 1) / 2) * (2 * largest + 4)
        x, y, angle = _point((radii[0] + shift, radii[1] + shift), (at + turn) / len(inside))
        r = radius(one.contacts, smallest=smallest, largest=max(smallest, largest))
        yield _Place(partner=one, x=shape.width / 2 + x, y=shape.height / 2 + y, r=r, angle=angle)


def _length(radii: tuple[float, float]) -> float:
    """Of an ellipse, after Ramanujan."""
    a, b = radii
    return math.pi * (3 * (a + b) - math.sqrt((3 * a + b) * (a + 3 * b)))


def _point(radii: tuple[float, float], share: float) -> tuple[float, float, float]:
    """This share of the way round, beginning at the top: steps along the line, not in angle."""
    wanted = (share % 1) * _length(radii)
    walked, angle, step = 0.0, -math.pi / 2, 2 * math.pi / 720
    while walked < wanted:
        walked += step * math.hypot(radii[0] * math.sin(angle), radii[1] * math.cos(angle))
        angle += step
    return radii[0] * math.cos(angle), radii[1] * math.sin(angle), angle


def radius(contacts: int, *, smallest: int, largest: int) -> int:
    """The area grows with the contacts, up to twelve in half a year."""
    share = math.sqrt(min(contacts, 12) / 12)
    return round(smallest + (largest - smallest) * share)


def _label(place: _Place, shape: Shape, taken: Sequence[Box]) -> _Label | None:
    """The first of some places where it touches nothing; none when there is none."""
    page = Box(2, 2, shape.width - 2, shape.height - 2)
    for letters in (20, 14):
        for label in _candidates(place, shape, letters):
            box = label.box
            inside = box.left > page.left and box.right < page.right and box.top > page.top and box.bottom < page.bottom
            if inside and not any(box.touches(other) for other in taken):
                return label
    return None


def _candidates(place: _Place, shape: Shape, letters: int) -> Iterator[_Label]:
    """Outward for the second ring, below for the first; then the other sides."""
    lines = wrap(place.partner.name, letters, max_lines=2, placeholder="…", break_long_words=True)
    width = max(len(line) for line in lines) * shape.letter * _LETTER
    line = shape.letter * _LINE
    height = line * len(lines)
    side = math.cos(place.angle)
    above = (place.x, "middle", place.y - place.r - 4 - height)
    below = (place.x, "middle", place.y + place.r + 4)
    right = (place.x + place.r + 6, "start", place.y - height / 2)
    left = (place.x - place.r - 6, "end", place.y - height / 2)
    if place.partner.ring == Ring.FIRST:
        order = (below, above, right, left)
    elif abs(side) > 0.35:
        order = (right, below, above, left) if side > 0 else (left, below, above, right)
    else:
        order = (above, right, left, below) if math.sin(place.angle) < 0 else (below, right, left, above)
    for x, anchor, top in order:
        start = {"middle": x - width / 2, "start": x, "end": x - width}[anchor]
        yield _Label(
            x=x,
            anchor=anchor,
            lines=tuple((text, top + line * (at + 0.78)) for at, text in enumerate(lines)),
            box=Box(start, top, start + width, top + height),
        )


def _node(place: _Place, label: _Label | None) -> Node:
    return Node(
        number=place.partner.number,
        url=place.partner.url,
        ring=place.partner.ring,
        x=str(round(place.x)),
        y=str(round(place.y)),
        r=str(place.r),
        is_small=place.r < 20,
        label_x=str(round(label.x)) if label else "",
        anchor=label.anchor if label else "",
        lines=tuple((text, str(round(y))) for text, y in label.lines) if label else (),
    )
