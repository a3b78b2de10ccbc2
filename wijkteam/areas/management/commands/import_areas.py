"""manage.py import_areas FILE: districts, neighbourhoods and their figures from a CBS file."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkteam.areas.enums import AreaKind
from wijkteam.areas.services.import_areas import ChangedFigure, Changes, import_areas
from wijkteam.areas.services.read_statistics import FileRefused, read_statistics

_SHOWN = 20
_BAR = 30


def _municipality(text: str) -> str:
    if not re.fullmatch(r"GM[0-9]{4}", text.upper()):
        raise ArgumentTypeError("the code of a municipality is GM and four figures, for example GM0363")
    return text.upper()


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise ArgumentTypeError("a year has four figures, for example 2025")
    return int(text)


class Command(BaseCommand):
    help = (
        "Take areas and figures from a CBS file (StatLine export as CSV) into the database. Safe to run again: what is "
        "the same already stays as it is. With a mistake in the file nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file, as StatLine gave it")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
        parser.add_argument("--year", type=_year, help="the year, for a file without a column for the period")
        parser.add_argument(
            "--municipality", type=_municipality, help="take this municipality alone from a larger file, e.g. GM0363"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            statistics = read_statistics(content, year=options["year"], municipality=options["municipality"])
            changes = import_areas(statistics=statistics, dry_run=options["dry_run"], progress=self._progress)
        except FileRefused as refusal:
            told = "\n".join(f"  {problem}" for problem in refusal.problems)
            raise CommandError(f"{path.name} was not imported, nothing was written.\n{told}") from None
        years = ", ".join(str(year) for year in sorted({row.year for row in statistics.rows}))
        self.stdout.write(f"{path.name}: {len(statistics.rows)} areas, {len(statistics.figures)} figures each, {years}")
        if statistics.left_out_rows:
            self.stdout.write(f"  left out: {statistics.left_out_rows} lines about other or larger areas")
        if statistics.left_out_columns:
            self.stdout.write(f"  left out, no figures: {', '.join(statistics.left_out_columns)}")
        self._tell(changes, dry_run=options["dry_run"])

    def _progress(self, what: str, done: int, total: int) -> None:
        """A bar on a terminal, a line per step elsewhere."""
        if not total:
            return
        if not sys.stderr.isatty():
            self.stderr.write(f"{what}: {done} of {total}", self.style.NOTICE)
            return
        filled = _BAR * done // total
        self.stderr.write(
            f"\r{what:<8} {'█' * filled}{'░' * (_BAR - filled)} {done} of {total}",
            ending="\n" if done >= total else "",
        )

    def _tell(self, changes: Changes, *, dry_run: bool) -> None:
        if changes.absent_areas:
            self.stdout.write(f"  {changes.absent_areas} areas in the database are not in this file; they stay")
        if changes.are_none:
            self.stdout.write(self.style.SUCCESS("Nothing changes: the database has all of this already."))
            return
        new = changes.new_areas
        if any(new.values()):
            self.stdout.write(
                f"  new areas: {new[AreaKind.MUNICIPALITY]} municipality, {new[AreaKind.DISTRICT]} districts, "
                f"{new[AreaKind.NEIGHBOURHOOD]} neighbourhoods"
            )
        self._list("areas with another name", [f"{r.code} {r.year}: {r.old} → {r.new}" for r in changes.renamed])
        self._list("new kinds of figures", changes.new_figure_kinds)
        self._list("kinds of figures with another name", [f"{a} → {b}" for a, b in changes.relabelled_figure_kinds])
        if changes.new_figures:
            self.stdout.write(f"  new figures: {changes.new_figures}")
        self._list("other figures", [_difference(change) for change in changes.changed_figures])
        self._list("figures that are now missing", [_difference(change) for change in changes.removed_figures])
        self.stdout.write(f"  the same: {changes.unchanged_areas} areas, {changes.unchanged_figures} figures")
        if dry_run:
            self.stdout.write(self.style.WARNING("A trial: nothing was written."))
        else:
            self.stdout.write(self.style.SUCCESS("Written."))

    def _list(self, what: str, lines: list[str]) -> None:
        if not lines:
            return
        self.stdout.write(f"  {what}: {len(lines)}")
        for line in lines[:_SHOWN]:
            self.stdout.write(f"    {line}")
        if len(lines) > _SHOWN:
            self.stdout.write(f"    and {len(lines) - _SHOWN} more")


def _difference(change: ChangedFigure) -> str:
    new = "none" if change.new is None else f"{change.new.normalize():f}"
    old = "none" if change.old is None else f"{change.old.normalize():f}"
    return f"{change.code} {change.year}, {change.figure}: {old} → {new}"
