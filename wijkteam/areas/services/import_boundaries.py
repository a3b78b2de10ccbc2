"""Use case: take the borders of areas from a GeoJSON file into the database, all or nothing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wijkteam.areas.models import Area, AreaShape
from wijkteam.areas.services.project import Place
from wijkteam.areas.services.read_boundaries import Boundaries, Boundary
from wijkteam.areas.services.read_statistics import FileRefused
from wijkteam.areas.services.simplify import Ring, area_of, simplify

TOLERANCE = 8  # metres: half the width of a line on a map of a whole city
SMALLEST_PART = 900  # square metres: a jetty, not a part of a neighbourhood
_BATCH = 500
_LOCK = 0x73686170  # "shap": two imports at once would both find the same borders missing


@dataclass(kw_only=True)
class BoundaryChanges:
    """What an import of borders changes, or would change. Names of areas, for who looks first."""

    year: int
    code_field: str
    is_converted: bool
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    # In the file, but no area of ours: of another municipality or another year.
    unknown: list[str] = field(default_factory=list)
    # Areas of the same kind that have no border, and get none.
    absent: int = 0
    without_border: int = 0
    water: int = 0
    places: int = 0

    @property
    def are_none(self) -> bool:
        return not (self.new or self.changed)

    @property
    def digest(self) -> str:
        """The same as long as the same would change."""
        told = [self.year, self.code_field, self.new, self.changed, self.unchanged, len(self.unknown), self.places]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@transaction.atomic
def import_boundaries(
    *, boundaries: Boundaries, source: str, at: datetime, year: int | None = None, dry_run: bool = False
) -> BoundaryChanges:
    """Give the areas the borders of `boundaries` and say what that changed; with `dry_run`, would change.

    The areas are those of `year`, or else of the newest year that has any of the codes. Borders that are the same
    already are left alone; an area that the file does not have keeps its own.

    Raises:
        FileRefused: none of the codes is an area here.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    known = _areas([boundary.code for boundary in boundaries.found], year)
    changes = BoundaryChanges(
        year=next(iter(known.values())).year,
        code_field=boundaries.code_field,
        is_converted=boundaries.is_converted,
        without_border=boundaries.without_border,
        water=boundaries.water,
        unknown=[boundary.code for boundary in boundaries.found if boundary.code not in known],
    )
    stored = dict(AreaShape.objects.filter(area__in=known.values()).values_list("area", "rings"))
    due: list[AreaShape] = []
    for boundary, rings in _simplified([one for one in boundaries.found if one.code in known]):
        area = known[boundary.code]
        changes.places += sum(len(ring) for ring in rings)
        packed = [_packed(ring) for ring in rings]
        if stored.get(area.pk) == packed:
            changes.unchanged += 1
            continue
        (changes.changed if area.pk in stored else changes.new).append(area.name)
        due.append(_shape(area, rings, packed, source=source, at=at))
    kinds = {area.kind for area in known.values()}
    others = Area.objects.filter(year=changes.year, kind__in=kinds, shape=None)
    changes.absent = others.exclude(pk__in=[area.pk for area in known.values()]).count()
    if not dry_run and due:
        AreaShape.objects.bulk_create(
            due,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["area"],
            update_fields=[
                "rings", "west", "north", "east", "south", "label_x", "label_y", "label_width", "source", "imported_at",
            ],
        )  # fmt: skip
    return changes


def _areas(codes: Sequence[str], year: int | None) -> dict[str, Area]:
    found = Area.objects.filter(code__in=codes).order_by("-year")
    rows = list(found.filter(year=year) if year else found)
    if not rows:
        example = ", ".join(codes[:3])
        raise FileRefused(
            [
                _(
                    "None of the codes (%(example)s, …) is an area here. "
                    "Take in the areas of CBS first, of the same year."
                )
                % {"example": example}
            ]
        )
    return {area.code: area for area in rows if area.year == rows[0].year}


def _simplified(found: Sequence[Boundary]) -> list[tuple[Boundary, list[Ring]]]:
    """All together, so that neighbours keep the same line between them."""
    flat = simplify([ring for boundary in found for ring in boundary.rings], tolerance=TOLERANCE)
    result, at = [], 0
    for boundary in found:
        rings = [ring for ring in flat[at : at + len(boundary.rings)] if ring]
        at += len(boundary.rings)
        kept = [ring for ring in rings if area_of(ring) >= SMALLEST_PART]
        if not kept and rings:
            kept = [max(rings, key=area_of)]
        if not kept:
            where = {"number": boundary.number, "code": boundary.code}
            raise FileRefused([_("Feature %(number)d (%(code)s): the border holds no surface.") % where])
        result.append((boundary, kept))
    return result


def _packed(ring: Ring) -> list[int]:
    """Its first place, and then steps."""
    packed = [*ring[0]]
    for (x1, y1), (x2, y2) in pairwise(ring):
        packed += [x2 - x1, y2 - y1]
    return packed


def _shape(area: Area, rings: list[Ring], packed: list[list[int]], *, source: str, at: datetime) -> AreaShape:
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    (x, y), width = _place_of_name(rings, min(ys), max(ys))
    return AreaShape(
        area=area,
        rings=packed,
        west=min(xs),
        north=min(ys),
        east=max(xs),
        south=max(ys),
        label_x=x,
        label_y=y,
        label_width=width,
        source=source,
        imported_at=at,
    )


def _place_of_name(rings: Sequence[Ring], north: int, south: int) -> tuple[Place, int]:
    """The middle of the widest stretch inside, rather near the middle than at the top or the bottom."""
    best, found = -1.0, ((rings[0][0]), 1)
    for step in range(1, 16):
        y = north + (south - north) * step / 16
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for ring in rings
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
            if (y1 <= y) != (y2 <= y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            score = (right - left) * (1 - abs(step - 8) / 16)
            if score > best:
                best, found = score, ((round((left + right) / 2), round(y)), max(1, round(right - left)))
    return found
