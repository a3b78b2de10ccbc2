"""Use case: take the areas and figures of a statistics file into the database, all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.utils.text import slugify

from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area, AreaFigure, FigureKind
from wijkteam.areas.services.read_statistics import AreaRow, FileRefused, Statistics

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
AreaKey = tuple[str, int]

_BATCH = 5000
_ORPHANS_SHOWN = 10
_LOCK = 0x61726561  # "area": two imports at once would both find the same rows missing


@dataclass(frozen=True, kw_only=True)
class Renamed:
    code: str
    year: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ChangedFigure:
    """`old` None: there was none. `new` None: the file has it no more."""

    code: str
    year: int
    figure: str
    old: Decimal | None
    new: Decimal | None


@dataclass(kw_only=True)
class Changes:
    """What an import changes, or would change."""

    new_areas: dict[AreaKind, int] = field(default_factory=lambda: dict.fromkeys(AreaKind, 0))
    unchanged_areas: int = 0
    renamed: list[Renamed] = field(default_factory=list)
    new_figure_kinds: list[str] = field(default_factory=list)
    relabelled_figure_kinds: list[tuple[str, str]] = field(default_factory=list)
    new_figures: int = 0
    changed_figures: list[ChangedFigure] = field(default_factory=list)
    removed_figures: list[ChangedFigure] = field(default_factory=list)
    unchanged_figures: int = 0
    # In the database, of the same municipality and year, but not in the file: they stay.
    absent_areas: int = 0

    @property
    def are_none(self) -> bool:
        return not (
            any(self.new_areas.values())
            or self.renamed
            or self.new_figure_kinds
            or self.relabelled_figure_kinds
            or self.new_figures
            or self.changed_figures
            or self.removed_figures
        )


def _no_progress(what: str, done: int, total: int) -> None:
    return None


@transaction.atomic
def import_areas(*, statistics: Statistics, dry_run: bool = False, progress: Progress = _no_progress) -> Changes:
    """Bring areas and figures in line with `statistics` and say what that changed; with `dry_run`, would change.

    Rows that are the same already are left alone, so a second run changes nothing. A figure that the file now calls
    missing is removed; an area that the file does not have stays. A few bulk statements, whatever the size.

    Raises:
        FileRefused: a district or neighbourhood lies in one that neither the file nor the database has.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    _refuse_orphans(statistics.rows)
    changes = Changes()
    known = _known_areas(statistics.rows)
    _compare_areas(statistics.rows, known, changes)
    kinds = _figure_kinds(statistics.figures, changes, write=not dry_run)
    if not dry_run:
        _write_areas(statistics.rows, known, progress)
    _figures(statistics, known, kinds, changes, write=not dry_run, progress=progress)
    return changes


def _known_areas(rows: Sequence[AreaRow]) -> dict[AreaKey, Area]:
    """What the database has of these municipalities in these years, by code and year."""
    municipalities = {row.code[2:6] for row in rows}
    found = Area.objects.filter(year__in={row.year for row in rows})
    if len(municipalities) == 1:
        found = found.filter(code__regex=f"^..{municipalities.pop()}")
    return {(area.code, area.year): area for area in found}


def _refuse_orphans(rows: Sequence[AreaRow]) -> None:
    present = {(row.code, row.year) for row in rows}
    needed = [(row, row.parent_code) for row in rows if row.parent_code]
    missing = {(parent, row.year) for row, parent in needed} - present
    if missing:
        stored = Area.objects.filter(code__in={code for code, _ in missing}, year__in={year for _, year in missing})
        missing -= set(stored.values_list("code", "year"))
    problems = [
        f"Line {row.line}: {row.code} (“{row.name}”) lies in {parent}, and that is not in the file for {row.year}."
        for row, parent in needed
        if (parent, row.year) in missing
    ]
    if problems:
        more = len(problems) - _ORPHANS_SHOWN
        raise FileRefused([*problems[:_ORPHANS_SHOWN], *([f"And {more} more."] if more > 0 else [])])


def _compare_areas(rows: Sequence[AreaRow], known: dict[AreaKey, Area], changes: Changes) -> None:
    for row in rows:
        area = known.get((row.code, row.year))
        if area is None:
            changes.new_areas[row.kind] += 1
        elif area.name != row.name:
            changes.renamed.append(Renamed(code=row.code, year=row.year, old=area.name, new=row.name))
        else:
            changes.unchanged_areas += 1
    municipalities = {(row.code[2:6], row.year) for row in rows}
    absent = set(known) - {(row.code, row.year) for row in rows}
    changes.absent_areas = sum((code[2:6], year) in municipalities for code, year in absent)


def _write_areas(rows: Sequence[AreaRow], known: dict[AreaKey, Area], progress: Progress) -> None:
    """One statement per level, from large to small, so that each finds what it lies in; `known` then has them all."""
    done = 0
    for kind in (AreaKind.MUNICIPALITY, AreaKind.DISTRICT, AreaKind.NEIGHBOURHOOD):
        level = [row for row in rows if row.kind == kind]
        due = [row for row in level if (area := known.get((row.code, row.year))) is None or area.name != row.name]
        areas = [
            Area(
                code=row.code,
                year=row.year,
                kind=row.kind,
                name=row.name,
                parent=known[row.parent_code, row.year] if row.parent_code else None,
            )
            for row in due
        ]
        for batch in _batches(areas):
            Area.objects.bulk_create(
                batch, update_conflicts=True, unique_fields=["code", "year"], update_fields=["name", "parent"]
            )
        known.update({(area.code, area.year): area for area in areas})
        done += len(level)
        progress("areas", done, len(rows))


def _figure_kinds(headers: Sequence[str], changes: Changes, *, write: bool) -> list[FigureKind]:
    """The kind of each header, in that order; one that is new and not written has no primary key."""
    keys = _keys(headers)
    known = {kind.key: kind for kind in FigureKind.objects.filter(key__in=keys)}
    kinds: list[FigureKind] = []
    due: list[FigureKind] = []
    for key, header in zip(keys, headers, strict=True):
        label = header[:200]
        kind = known.get(key)
        if kind is None:
            changes.new_figure_kinds.append(label)
            due.append(kind := FigureKind(key=key, label=label))
        elif kind.label != label:
            changes.relabelled_figure_kinds.append((kind.label, label))
            kind.label = label
            due.append(kind)
        kinds.append(kind)
    if write and due:
        FigureKind.objects.bulk_create(
            [FigureKind(key=kind.key, label=kind.label) for kind in due],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["label"],
        )
        stored = {kind.key: kind for kind in FigureKind.objects.filter(key__in=keys)}
        return [stored[key] for key in keys]
    return kinds


def _keys(headers: Sequence[str]) -> list[str]:
    """The key of a figure says its header in plain signs; two headers that only differ in others keep apart."""
    plain = [slugify(header)[:180] for header in headers]
    return [
        key if key and plain.count(key) == 1 else f"{key}-{sha256(header.encode()).hexdigest()[:8]}".lstrip("-")
        for key, header in zip(plain, headers, strict=True)
    ]


def _figures(
    statistics: Statistics,
    known: dict[AreaKey, Area],
    kinds: list[FigureKind],
    changes: Changes,
    *,
    write: bool,
    progress: Progress,
) -> None:
    areas = [known[key] for row in statistics.rows if (key := (row.code, row.year)) in known]
    stored = {
        (area_id, kind_id): (pk, value)
        for pk, area_id, kind_id, value in AreaFigure.objects.filter(
            area__in=[area.pk for area in areas], kind__in=[kind.pk for kind in kinds if kind.pk]
        ).values_list("pk", "area_id", "kind_id", "value")
    }
    due: list[AreaFigure] = []
    gone: list[int] = []
    for row in statistics.rows:
        area = known.get((row.code, row.year))
        for kind, value in zip(kinds, row.values, strict=True):
            pk, old = stored.get((area.pk, kind.pk), (None, None)) if area else (None, None)
            if old == value:
                changes.unchanged_figures += value is not None
                continue
            if old is None:
                changes.new_figures += 1
            else:
                changed = ChangedFigure(code=row.code, year=row.year, figure=kind.label, old=old, new=value)
                (changes.removed_figures if value is None else changes.changed_figures).append(changed)
            if value is None:
                gone.extend([] if pk is None else [pk])
            elif area and write:
                due.append(AreaFigure(area=area, kind=kind, value=value))
    if not write:
        return
    done = 0
    for batch in _batches(due):
        AreaFigure.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["area", "kind"], update_fields=["value"]
        )
        done += len(batch)
        progress("figures", done, len(due))
    if gone:
        AreaFigure.objects.filter(pk__in=gone).delete()


def _batches(items: Iterable[T]) -> Iterable[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
