"""A map of areas, coloured in at most five steps. A table with the same figures stands beside it, and says no less.

Steps differ in lightness, so that they hold in grey and for who sees colours otherwise; what may not be shown is
hatched.
Each area carries its name where that fits, else the number under which it stands in the table, and is a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from wijkteam.core.charts.ink import number

STEPS = 5
_WIDTH = 1000
_HIGHEST = 1100
_MARGIN = 12
_LETTER = 12.5  # width of a letter of a name, and of a number on a phone, in units of the picture
_DIGIT = 22


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """`rings` and the box are in metres, x to the east and y to the south; a ring is its first place and then steps.

    `value` None: it may not be shown, or is not known; `text` says which.
    """

    name: str
    place: int
    value: float | None
    text: str
    href: str
    rings: Sequence[Sequence[int]]
    west: int
    north: int
    east: int
    south: int
    label_x: int
    label_y: int
    label_width: int
    is_own: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """A colour and what it stands for."""

    level: int
    text: str


def steps_of(values: Sequence[float]) -> list[float]:
    """The lowest value of each step: about as many areas in each, and equal values never apart.

    >>> steps_of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [1, 3, 5, 7, 9]
    >>> steps_of([4, 4, 4])
    [4]
    """
    ordered = sorted(values)
    starts = [ordered[len(ordered) * step // STEPS] for step in range(min(STEPS, len(ordered)))]
    return sorted(set(starts))


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """`key` is unique on the page; `description` says the finding."""

    key: str
    title: str
    description: str
    areas: Sequence[MapArea]
    hidden: str
    decimals: int = 0

    @property
    def _starts(self) -> list[float]:
        return steps_of([area.value for area in self.areas if area.value is not None])

    def level_of(self, value: float) -> int:
        """Spread over the five colours, so that two steps are light and dark."""
        starts = self._starts
        step = max(at for at, start in enumerate(starts) if value >= start)
        return step if len(starts) == STEPS else round(step * (STEPS - 1) / max(1, len(starts) - 1))

    @property
    def legend(self) -> list[Step]:
        starts = self._starts
        values = sorted(area.value for area in self.areas if area.value is not None)
        steps = []
        for at, start in enumerate(starts):
            end = max(value for value in values if at + 1 == len(starts) or value < starts[at + 1])
            low, high = number(start, self.decimals), number(end, self.decimals)
            steps.append(Step(level=self.level_of(start), text=low if low == high else f"{low} – {high}"))
        return steps

    @property
    def has_hidden(self) -> bool:
        return any(area.value is None for area in self.areas)

    def svg(self) -> SafeString:
        """Without areas there is no picture."""
        if not self.areas:
            return SafeString("")
        west, north = min(area.west for area in self.areas), min(area.north for area in self.areas)
        wide, high = max(area.east for area in self.areas) - west, max(area.south for area in self.areas) - north
        scale = min((_WIDTH - 2 * _MARGIN) / wide, (_HIGHEST - 2 * _MARGIN) / high)
        grid = _Grid(west=west, north=north, scale=scale)
        own_last = sorted(self.areas, key=lambda area: area.is_own)
        shapes = "".join(self._area(area, grid) for area in own_last)
        names = "".join(_names(area, grid) for area in self.areas)
        width, height = round(wide * scale) + 2 * _MARGIN, round(high * scale) + 2 * _MARGIN
        key = escape(self.key)
        return SafeString(
            f'<svg class="map" viewBox="0 0 {width} {height}" role="group" aria-labelledby="{key}-title {key}-text">'
            f'<title id="{key}-title">{escape(self.title)}</title>'
            f'<desc id="{key}-text">{escape(self.description)}</desc>'
            f'<defs><pattern id="{key}-hatch" width="14" height="14" patternUnits="userSpaceOnUse">'
            f'<path class="map__hatch" d="M0 14L14 0"/></pattern></defs>{shapes}'
            f'<g aria-hidden="true">{names}</g></svg>'
        )

    def _area(self, area: MapArea, grid: "_Grid") -> str:
        own = " map__area--own" if area.is_own else ""
        fill = (
            f'class="map__area{own}" fill="url(#{escape(self.key)}-hatch)"'
            if area.value is None
            else f'class="map__area map__area--{self.level_of(area.value)}{own}"'
        )
        path = "".join(grid.path(ring) for ring in area.rings)
        words = escape(f"{area.name}: {area.text}")
        return f'<a href="{escape(area.href)}"><title>{words}</title><path {fill} fill-rule="evenodd" d="{path}"/></a>'


@dataclass(frozen=True, kw_only=True)
class _Grid:
    west: int
    north: int
    scale: float

    def at(self, x: int, y: int) -> tuple[int, int]:
        return round((x - self.west) * self.scale) + _MARGIN, round((y - self.north) * self.scale) + _MARGIN

    def path(self, ring: Sequence[int]) -> str:
        """Each place is rounded by itself, so that neighbours meet; steps of nothing are left out."""
        x, y = ring[0], ring[1]
        before = self.at(x, y)
        parts = [f"M{before[0]} {before[1]}l"]
        for index in range(2, len(ring), 2):
            x, y = x + ring[index], y + ring[index + 1]
            here = self.at(x, y)
            if here != before:
                step = f"{here[0] - before[0]} {here[1] - before[1]}"
                parts.append(step if len(parts) == 1 or step.startswith("-") else f" {step}")
                before = here
        return "".join(parts) + "z" if len(parts) > 1 else f"M{before[0]} {before[1]}h1v1z"


def _names(area: MapArea, grid: _Grid) -> str:
    """The name where it fits on a wide screen, else the number; on a narrow one the number where that fits."""
    room = area.label_width * grid.scale
    tall = (area.south - area.north) * grid.scale
    x, y = grid.at(area.label_x, area.label_y)
    place = str(area.place)
    has_name = len(area.name) * _LETTER <= room * 1.1 and tall > 30
    has_place = len(place) * _DIGIT <= room and tall > 34
    texts = ""
    if has_name:
        texts += f'<text class="map__text map__text--name" x="{x}" y="{y + 8}">{escape(area.name)}</text>'
    if has_place:
        only = " map__text--narrow" if has_name else ""
        texts += f'<text class="map__text{only}" x="{x}" y="{y + 11}">{place}</text>'
    return texts
