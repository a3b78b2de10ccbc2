"""manage.py import_boundaries FILE.geojson: the borders of areas, for maps."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wijkteam.areas.services.import_boundaries import BoundaryChanges, import_boundaries
from wijkteam.areas.services.read_boundaries import LARGEST_FILE, read_boundaries
from wijkteam.areas.services.read_statistics import FileRefused

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Take borders of areas from a GeoJSON file (FeatureCollection of polygons, in WGS84 or in the Dutch grid) into "
        "the database. Safe to run again: what is the same already stays as it is. With a mistake in the file "
        "nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the GeoJSON file")
        parser.add_argument("--property", default="", help="the property with the CBS code; guessed without this")
        parser.add_argument("--year", type=int, help="the year of the areas; the newest that has them without this")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            changes = import_boundaries(
                boundaries=read_boundaries(content, code_field=options["property"]),
                source=path.name[:200],
                at=timezone.now(),
                year=options["year"],
                dry_run=options["dry_run"],
            )
        except FileRefused as refusal:
            told = "\n".join(f"  {problem}" for problem in refusal.problems)
            raise CommandError(f"{path.name} was not taken in, nothing was written.\n{told}") from None
        self._tell(path, changes, dry_run=options["dry_run"])

    def _tell(self, path: Path, changes: BoundaryChanges, *, dry_run: bool) -> None:
        self.stdout.write(f"{path.name}: codes from “{changes.code_field}”, areas of {changes.year}")
        if changes.is_converted:
            self.stdout.write("  turned from the Dutch grid (RD) into WGS84, to about a quarter of a metre")
        for number, what in (
            (len(changes.unknown), "in the file, but no area here; left out"),
            (changes.without_border, "features without a border; left out"),
            (changes.water, "features of open water; left out"),
            (changes.absent, "areas of the same kind are still without a border"),
            (changes.unchanged, "the same already"),
        ):
            if number:
                self.stdout.write(f"  {number} {what}")
        for what, names in (("new borders", changes.new), ("other borders", changes.changed)):
            if names:
                more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
                self.stdout.write(f"  {what}: {len(names)} ({', '.join(names[:_SHOWN])}{more})")
        if changes.are_none:
            self.stdout.write(self.style.SUCCESS("Nothing changes: the database has all of this already."))
        elif dry_run:
            self.stdout.write(self.style.WARNING("A trial: nothing was written."))
        else:
            self.stdout.write(self.style.SUCCESS(f"Written, {changes.places} places in all."))
