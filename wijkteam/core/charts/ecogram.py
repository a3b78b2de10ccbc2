"""The people around a household, drawn: nearer is closer, and the line says what goes to and fro."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from wijkteam.core.charts.ink import drawing, short

SIZE = 400
_MIDDLE = SIZE / 2
_CENTRE = 30
_RINGS = {1: 78.0, 2: 124.0, 3: 166.0}
_NODE = 12.5
_LETTER, _LINE = 6.9, 15.0  # how wide a letter is about, and how high a name
_LONGEST = 15
_CROWDED = 14  # from here on the numbers in the picture lead to the names in the list


@dataclass(frozen=True, kw_only=True)
class Person:
    """`ring` is 1, 2 or 3; `number` is the place in the list below the picture."""

    number: int
    name: str
    ring: int
    gives: bool
    gets: bool
    has_tension: bool


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "_Box") -> float:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0

    def outside(self) -> float:
        return max(0, 2 - self.left, self.right - SIZE + 2) + max(0, 2 - self.top, self.bottom - SIZE + 2)


@dataclass(frozen=True, kw_only=True)
class Ecogram:
    """Drawn on the server, in ink that can be told apart in grey: a line, an arrow, a zigzag, dots.

    `key` is unique on the page; `centre` is the word in the middle. The list beside it says the same in words.
    """

    key: str
    title: str
    description: str
    centre: str
    people: Sequence[Person]

    def svg(self) -> SafeString:
        places = self._places()
        parts = [
            f'<circle class="ecogram__ring" cx="{short(_MIDDLE)}" cy="{short(_MIDDLE)}" r="{short(radius)}"/>'
            for radius in _RINGS.values()
        ]
        for person, (x, y) in zip(self.people, places, strict=True):
            parts.extend(_line(person, x, y))
        parts.append(
            f'<circle class="ecogram__centre" cx="{short(_MIDDLE)}" cy="{short(_MIDDLE)}" r="{short(_CENTRE)}"/>'
        )
        parts.append(_text("ecogram__centre-text", self.centre, _MIDDLE, _MIDDLE + 5))
        for person, (x, y) in zip(self.people, places, strict=True):
            parts.append(
                f'<circle class="ecogram__node" cx="{short(x)}" cy="{short(y)}" r="{short(_NODE)}"/>'
                + _text("ecogram__number", str(person.number), x, y + 4.5)
            )
        if len(self.people) < _CROWDED:
            parts.extend(_names(self.people, places))
        return drawing(
            parts,
            key=self.key,
            title=self.title,
            description=self.description,
            width=SIZE,
            height=SIZE,
            kind="ecogram",
        )

    def _places(self) -> list[tuple[float, float]]:
        """Round the middle with the same angle between neighbours, so that no line runs over another."""
        step = 2 * math.pi / max(len(self.people), 1)
        angles = (-math.pi / 2 + step * (index + 0.5) for index in range(len(self.people)))
        return [
            (_MIDDLE + _RINGS[person.ring] * math.cos(angle), _MIDDLE + _RINGS[person.ring] * math.sin(angle))
            for person, angle in zip(self.people, angles, strict=True)
        ]


def _text(css: str, words: str, x: float, y: float) -> str:
    return f'<text class="{css}" x="{short(x)}" y="{short(y)}" text-anchor="middle">{escape(words)}</text>'


def _line(person: Person, x: float, y: float) -> Iterator[str]:
    """From the edge of the middle to the edge of the person."""
    length = math.hypot(x - _MIDDLE, y - _MIDDLE)
    across, down = (x - _MIDDLE) / length, (y - _MIDDLE) / length

    def at(distance: float, aside: float = 0) -> str:
        return (
            f"{short(_MIDDLE + across * distance - down * aside)} {short(_MIDDLE + down * distance + across * aside)}"
        )

    start, end = _CENTRE + 3, length - _NODE - 3
    if person.has_tension:
        steps = max(4, round((end - start) / 7))
        zigzag = " ".join(
            f"L{at(start + (end - start) * step / steps, 0 if step == steps else 5 * (-1) ** step)}"
            for step in range(1, steps + 1)
        )
        yield f'<path class="ecogram__line ecogram__line--tension" d="M{at(start)} {zigzag}"/>'
    elif person.gives or person.gets:
        yield f'<path class="ecogram__line ecogram__line--support" d="M{at(start)} L{at(end)}"/>'
    else:
        yield f'<path class="ecogram__line ecogram__line--thread" d="M{at(start)} L{at(end)}"/>'
    if person.gives:
        yield f'<path class="ecogram__arrow" d="M{at(start - 2)} L{at(start + 11, 7)} L{at(start + 11, -7)}z"/>'
    if person.gets:
        yield f'<path class="ecogram__arrow" d="M{at(end + 2)} L{at(end - 11, 7)} L{at(end - 11, -7)}z"/>'


def _names(people: Sequence[Person], places: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Each name below, above or beside its person: where it covers the least."""
    taken = [_Box(_MIDDLE - _CENTRE, _MIDDLE - _CENTRE, _MIDDLE + _CENTRE, _MIDDLE + _CENTRE)]
    taken += [_Box(x - _NODE, y - _NODE, x + _NODE, y + _NODE) for x, y in places]
    # the lines, as a row of small squares
    for x, y in places:
        for part in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            across, down = _MIDDLE + (x - _MIDDLE) * part, _MIDDLE + (y - _MIDDLE) * part
            taken.append(_Box(across - 5, down - 5, across + 5, down + 5))
    for person, (x, y) in zip(people, places, strict=True):
        name = person.name if len(person.name) <= _LONGEST else f"{person.name[: _LONGEST - 1].rstrip()}…"
        half = len(name) * _LETTER / 2
        middles = [
            (x, y + _NODE + 3 + _LINE / 2),
            (x, y - _NODE - 3 - _LINE / 2),
            (x + _NODE + 4 + half, y),
            (x - _NODE - 4 - half, y),
        ]
        middles = [(min(max(left, half + 2), SIZE - half - 2), top) for left, top in middles]
        boxes = [_Box(left - half, top - _LINE / 2, left + half, top + _LINE / 2) for left, top in middles]
        costs = [sum(box.overlap(other) for other in taken) + 500 * box.outside() for box in boxes]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        yield _text("ecogram__name", name, middles[best][0], middles[best][1] + 4.5)
