"""manage.py export_hsds PATH [--csv]: the directory as a file of the open standard HSDS 3."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from netwerk.services.hsds.problems import FileRefused
from netwerk.services.hsds.schema import TABLES
from netwerk.services.hsds.stored import directory, here
from netwerk.services.hsds.write import as_json, as_tables, as_zip


class Command(BaseCommand):
    help = (
        "Write the directory in the open standard HSDS 3 (Open Referral): as one JSON file, or with --csv as a folder "
        "(or PATH.zip) with the tabular data package. It is checked against the published schema first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="FILE.json; with --csv a folder, or FILE.zip")
        parser.add_argument("--csv", action="store_true", help="the tabular data package instead of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        content = directory(local=here(today=timezone.localdate())).content
        try:
            files = as_tables(content) if options["csv"] else {path.name: as_json(content)}
        except FileRefused as refusal:
            told = "\n".join(f"  {problem}" for problem in refusal.problems)
            raise CommandError(f"Nothing was written: this is not valid.\n{told}") from None
        try:
            self._write(path, files, is_tables=options["csv"])
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in content.objects.items())
        self.stdout.write(self.style.SUCCESS(f"Written to {path}: {counts}."))

    def _write(self, path: Path, files: dict[str, bytes], *, is_tables: bool) -> None:
        if not is_tables:
            _replace(path, files[path.name])
        elif path.suffix == ".zip":
            _replace(path, as_zip(files))
        else:
            path.mkdir(parents=True, exist_ok=True)
            for table in TABLES.values():
                if table.path not in files:
                    (path / table.path).unlink(missing_ok=True)
            for name, data in files.items():
                _replace(path / name, data)


def _replace(path: Path, data: bytes) -> None:
    """All of it or nothing: whoever reads the old file meanwhile, reads the old one."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
