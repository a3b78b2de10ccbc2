"""manage.py import_hsds FILE.json|FOLDER: the directory from a file of the open standard HSDS 3."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from netwerk.services.hsds.problems import FileRefused, with_more
from netwerk.services.hsds.read import read_path
from netwerk.services.hsds.stored import known_ids
from netwerk.services.hsds.take_in import Changes, import_hsds

_SHOWN = 20
_KINDS = {
    "organization": "organisations",
    "service": "services",
    "location": "locations",
    "contact": "professionals",
    "rest": "other rows",
}


class Command(BaseCommand):
    help = (
        "Take organisations, services, locations and people from a file of the open standard HSDS 3 (Open Referral): "
        "a JSON file, a zip or a folder with tables. Safe to run again: what is the same already stays as it is. "
        "With a mistake in the file nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="FILE.json, FILE.zip, or a folder with the tables as CSV")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content, findings = read_path(path, known=known_ids())
            changes = import_hsds(
                content=content, findings=findings, today=timezone.localdate(), dry_run=options["dry_run"]
            )
        except FileRefused as refusal:
            told = "\n".join(f"  {problem}" for problem in refusal.problems)
            raise CommandError(f"{path.name} was not imported, nothing was written.\n{told}") from None
        self._tell(changes, dry_run=options["dry_run"])

    def _tell(self, changes: Changes, *, dry_run: bool) -> None:
        if changes.remarks:
            self.stdout.write("To look at; this does not stop the import:")
            for remark in with_more(changes.remarks[:_SHOWN], len(changes.remarks[_SHOWN:]) + changes.more_remarks):
                self.stdout.write(f"  {remark}")
        for name, kind in changes.kinds.items():
            if kind.new or kind.changed or kind.unchanged:
                self.stdout.write(
                    f"{_KINDS[name]}: {len(kind.new)} new, {len(kind.changed)} changed, {kind.unchanged} the same"
                )
            for one in kind.changed[:_SHOWN]:
                self.stdout.write(f"  {one.name}: {', '.join(one.fields)}")
            if len(kind.changed) > _SHOWN:
                self.stdout.write(f"  and {len(kind.changed) - _SHOWN} more")
            if kind.absent:
                self.stdout.write(f"  {kind.absent} {_KINDS[name]} in the directory are not in this file; they stay")
        if changes.are_none:
            self.stdout.write(self.style.SUCCESS("Nothing changes: the directory has all of this already."))
        elif dry_run:
            self.stdout.write(self.style.WARNING("A trial: nothing was written."))
        else:
            self.stdout.write(self.style.SUCCESS("Written."))
