"""Refuse migrations that would stop the work of people (core/safe_migrations.py). Needs no database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.migrations.loader import MigrationLoader

from wijkteam.core.safe_migrations import problems

# A line for each migration that some release brought: they have been run. Written at a release.
RELEASED = Path("deploy") / "released-migrations.txt"
OWN = ("wijkteam.", "cases", "collectief", "netwerk")


class Command(BaseCommand):
    help = "Look at each migration that no release has brought yet."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--released", action="store_true", help="write down that all of them are released now")

    def handle(self, *args: Any, **options: Any) -> None:
        loader = MigrationLoader(None)
        ours = {f"{app}.{name}": one for (app, name), one in loader.disk_migrations.items() if _is_ours(one)}
        file = settings.BASE_DIR / RELEASED
        if options["released"]:
            file.write_text("".join(f"{name}\n" for name in sorted(ours)), "utf-8")
            return
        if not file.exists():
            self.stdout.write("Nothing was released yet: no previous version to spare.")
            return
        released = set(file.read_text("utf-8").split())
        found = [why for name in sorted(ours.keys() - released) for why in problems(ours[name])]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(ours.keys() - released)} new migrations, nothing that stops the work.")


def _is_ours(migration: object) -> bool:
    return type(migration).__module__.startswith(OWN)
