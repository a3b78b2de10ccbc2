"""Read borders of areas from GeoJSON (RFC 7946), or say what is wrong and in which feature. Touches no database."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.areas.services.project import (
    EAST,
    NORTH,
    RD_EAST,
    RD_NORTH,
    RD_SOUTH,
    RD_WEST,
    SOUTH,
    WEST,
    Place,
    in_picture,
    rd_to_wgs84,
)
from wijkteam.areas.services.read_statistics import FileRefused

LARGEST_FILE = 30 * 1024 * 1024
MOST_FEATURES = 20_000
MOST_PLACES = 600_000
_PROBLEMS_SHOWN = 10
_CODE = re.compile(r"GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4}")
# Names under which CBS and PDOK give the code, smallest areas first: a file of neighbourhoods names the district too.
_CODE_FIELDS = (
    "buurtcode", "bu_code", "wijkcode", "wk_code", "gwb_code", "gwbcode", "statcode", "regiocode", "gebiedcode",
    "gemeentecode", "gm_code", "code",
)  # fmt: skip
_WATER_FIELDS = ("h2o", "water")
_GRIDS = {"28992": "rd", "7415": "rd", "crs84": "globe", "4326": "globe", "4258": "globe", "4937": "globe"}


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """`rings` in the picture, each without the place that closes it."""

    number: int
    code: str
    rings: list[list[Place]]


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    found: list[Boundary]
    code_field: str
    is_converted: bool
    without_border: int
    water: int


@dataclass(kw_only=True)
class _Problems:
    lines: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, line: str) -> None:
        if len(self.lines) < _PROBLEMS_SHOWN:
            self.lines.append(line)
        else:
            self.more += 1

    def refuse(self) -> None:
        if self.lines:
            more = ngettext("And %(number)s more.", "And %(number)s more.", self.more) % {"number": self.more}
            raise FileRefused([*self.lines, *([more] if self.more else [])])


class _Wrong(Exception):
    """One feature is wrong: why."""


def read_boundaries(content: bytes, *, code_field: str = "") -> Boundaries:
    """What `content` says about borders; `code_field` is the property with the CBS code, guessed when empty.

    Raises:
        FileRefused: no GeoJSON of areas, or a feature is wrong. At most ten problems are named.
    """
    features, named_grid = _collection(content)
    water = [feature for feature in features if _is_water(feature)]
    borders = [
        (number, feature)
        for number, feature in enumerate(features, 1)
        if feature["geometry"] is not None and not _is_water(feature)
    ]
    if not borders:
        raise FileRefused([_("No feature in this file has a border.")])
    name = _code_field([feature for _number, feature in borders], code_field)
    reader = _Reader(grid=named_grid)
    problems = _Problems()
    found: list[Boundary] = []
    for number, feature in borders:
        where = _("Feature %(number)d") % {"number": number}
        try:
            code = _code(feature["properties"], name)
            where = f"{where} ({code})"
            found.append(Boundary(number=number, code=code, rings=reader.rings(feature["geometry"])))
        except _Wrong as wrong:
            problems.add(f"{where}: {wrong}")
    for code, times in Counter(boundary.code for boundary in found).items():
        if times > 1:
            numbers = ", ".join(str(boundary.number) for boundary in found if boundary.code == code)
            problems.add(
                _("%(code)s stands in more than one feature: %(numbers)s.") % {"code": code, "numbers": numbers}
            )
    problems.refuse()
    return Boundaries(
        found=found,
        code_field=name,
        is_converted=reader.grid == "rd",
        without_border=len(features) - len(water) - len(borders),
        water=len(water),
    )


def _collection(content: bytes) -> tuple[list[dict[str, Any]], str]:
    """The features, each with a geometry (or none) and properties, and the grid that the file names."""
    if len(content) > LARGEST_FILE:
        raise FileRefused([_("This file is larger than 30 MB. Take the areas of your own municipality alone.")])
    if content.startswith((b"PK\x03\x04", b"SQLite format", b"\x00\x00\x27\x0a")):
        raise FileRefused([_("This is a zip, a GeoPackage or a shapefile. Save it as GeoJSON first, in WGS84.")])
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise FileRefused([_("This is not a text file in UTF-8.")]) from None
    except json.JSONDecodeError as error:
        said = {"line": error.lineno, "column": error.colno}
        raise FileRefused([_("This is no JSON: line %(line)d, place %(column)d.") % said]) from None
    except (ValueError, RecursionError):
        raise FileRefused([_("This is no JSON that can be read: a number or the nesting makes no sense.")]) from None
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        raise FileRefused([_("This is JSON, but no FeatureCollection: GeoJSON of areas begins with that type.")])
    features = read.get("features")
    if not isinstance(features, list) or not features:
        raise FileRefused([_("There are no features in this file.")])
    if len(features) > MOST_FEATURES:
        most = {"most": MOST_FEATURES}
        raise FileRefused([_("More than %(most)d features. Take the areas of your own municipality alone.") % most])
    problems = _Problems()
    for number, feature in enumerate(features, 1):
        if (
            not isinstance(feature, dict)
            or feature.get("type") != "Feature"
            or not isinstance(feature.get("properties"), dict)
            or not isinstance(feature.setdefault("geometry", None), dict | None)
        ):
            what = _("this is no Feature with “properties” and “geometry”.")
            problems.add(f"{_('Feature %(number)d') % {'number': number}}: {what}")
    problems.refuse()
    return features, _grid(read.get("crs"))


def _no_number(text: str) -> None:
    raise ValueError(text)


def _grid(crs: object) -> str:
    """What an older file says of its coordinates; RFC 7946 took that out, and means WGS84."""
    if crs is None:
        return ""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = str(named.get("name", "")) if isinstance(named, dict) else ""
    for end, grid in _GRIDS.items():
        if name.casefold().endswith(end):
            return grid
    raise FileRefused(
        [
            _(
                "The file says “crs”: %(name)s. Save it again in WGS84 (EPSG:4326); "
                "in QGIS: Export, then choose the CRS."
            )
            % {"name": name[:60] or "?"}
        ]
    )


def _is_water(feature: dict[str, Any]) -> bool:
    """CBS gives the open water of a municipality apart, under a code of its own or the same one."""
    said = {key.casefold(): value for key, value in feature["properties"].items() if isinstance(key, str)}
    return any(str(said.get(name, "")).casefold() in {"ja", "b"} for name in _WATER_FIELDS)


def _code_field(features: Sequence[dict[str, Any]], asked: str) -> str:
    names: set[str] = {name for feature in features for name in feature["properties"]}
    known = ", ".join(sorted(names)[:20]) or "–"
    if asked:
        if asked in names:
            return asked
        raise FileRefused(
            [_("No feature has the property “%(name)s”. There are: %(known)s.") % {"name": asked, "known": known}]
        )
    by_name = {name.casefold(): name for name in sorted(names)}
    for name in _CODE_FIELDS:
        if name in by_name:
            return by_name[name]
    for name in sorted(names):
        if all(_CODE.fullmatch(_written(feature["properties"].get(name))) for feature in features):
            return name
    raise FileRefused(
        [_("No property holds the CBS codes. There are: %(known)s. Say which one it is.") % {"known": known}]
    )


def _written(value: object) -> str:
    return value.strip().upper() if isinstance(value, str) else ""


def _code(properties: dict[str, Any], name: str) -> str:
    code = _written(properties.get(name))
    if not _CODE.fullmatch(code):
        shown = str(properties.get(name, ""))[:30]
        raise _Wrong(_("“%(field)s” is “%(value)s”, and that is no CBS code.") % {"field": name, "value": shown})
    return code


@dataclass(kw_only=True)
class _Reader:
    """Reads geometry after geometry; the first place decides in which grid they all are."""

    grid: str
    places: int = 0

    def rings(self, geometry: dict[str, Any]) -> list[list[Place]]:
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind not in {"Polygon", "MultiPolygon"}:
            said = {"kind": str(kind)[:30]}
            raise _Wrong(_("“geometry” is a %(kind)s; an area is a Polygon or a MultiPolygon.") % said)
        polygons = [coordinates] if kind == "Polygon" and coordinates else coordinates
        if not isinstance(polygons, list) or not polygons:
            raise _Wrong(_("“coordinates” is empty."))
        rings: list[list[Place]] = []
        for polygon in polygons:
            if not isinstance(polygon, list) or not polygon:
                raise _Wrong(_("“coordinates” holds a polygon without rings."))
            rings += [self._ring(ring) for ring in polygon]
        return rings

    def _ring(self, ring: object) -> list[Place]:
        if not isinstance(ring, list) or len(ring) < 4:
            raise _Wrong(_("“coordinates” holds a ring of fewer than four places."))
        self.places += len(ring)
        if self.places > MOST_PLACES:
            raise FileRefused([_("There are too many places in this file. Simplify the borders first, to ten metres.")])
        placed = [self._place(position) for position in ring]
        if ring[0][:2] != ring[-1][:2]:
            raise _Wrong(_("“coordinates” holds a ring that does not end where it begins."))
        if len(set(placed)) < 3:
            raise _Wrong(_("“coordinates” holds a ring that is no more than a line."))
        return placed[:-1]

    def _place(self, position: object) -> Place:
        if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position)):
            raise _Wrong(_("“coordinates” holds a place that is not two numbers."))
        first, second = float(position[0]), float(position[1])
        if not self.grid:
            self.grid = "rd" if _in_rd(first, second) else "globe"
        if self.grid == "rd" and _in_rd(first, second):
            return in_picture(*rd_to_wgs84(first, second))
        if self.grid == "globe" and WEST <= first <= EAST and SOUTH <= second <= NORTH:
            return in_picture(first, second)
        raise _Wrong(_outside(first, second, self.grid))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value)


def _in_rd(x: float, y: float) -> bool:
    return RD_WEST <= x <= RD_EAST and RD_SOUTH <= y <= RD_NORTH


def _outside(first: float, second: float, grid: str) -> str:
    said = {"first": f"{first:g}", "second": f"{second:g}"}
    sentences: list[tuple[Callable[[], bool], str]] = [
        (
            lambda: grid == "globe" and WEST <= second <= EAST and SOUTH <= first <= NORTH,
            _(
                "%(first)s, %(second)s: the latitude stands first. "
                "GeoJSON wants the longitude first, then the latitude."
            ),
        ),
        (
            lambda: grid == "globe" and _in_rd(first, second),
            _(
                "%(first)s, %(second)s: these are metres of the Dutch grid (RD), while other places are degrees. "
                "Save the whole file in WGS84 (EPSG:4326)."
            ),
        ),
        (
            lambda: abs(first) > 180 or abs(second) > 90,
            _("%(first)s, %(second)s: these are no degrees. Save the file in WGS84 (EPSG:4326), then try again."),
        ),
    ]
    for holds, sentence in sentences:
        if holds():
            return sentence % said
    return _("%(first)s, %(second)s: this place does not lie in the Netherlands.") % said
