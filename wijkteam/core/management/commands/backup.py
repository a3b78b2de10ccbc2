"""Backups: docs/operating.md says how they hang together."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wijkteam.core.backups import age, state
from wijkteam.core.backups.put_away import Store
from wijkteam.core.backups.restore import NoBackup, restore


class Command(BaseCommand):
    help = "Put away what the database hands over, closed; look whether it was done; put it back."
    requires_system_checks = ()  # a restore begins where there is no database

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("key", help="make a key: the private half to keep elsewhere, and its public half")
        once = parts.add_parser("put-away", help="take in what lies ready, and throw away what is too old")
        once.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever")
        parts.add_parser("check", help="exit code 1 when the last whole backup is older than 26 hours")
        back = parts.add_parser("restore", help="fill empty folders from the store; the private key on standard input")
        back.add_argument("--data", type=Path, required=True)
        back.add_argument("--attachments", type=Path, required=True)
        back.add_argument("--until", type=datetime.fromisoformat, help="just before this moment, with its time zone")

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        {"key": self.key, "put-away": self.put_away, "check": self.check_age, "restore": self.restore}[part](options)

    def key(self, options: dict[str, Any]) -> None:
        private, public = age.make_key()
        self.stdout.write(
            f"{private}\n# Keep the line above elsewhere, twice. This one goes in WIJKTEAM_BACKUP_KEY:\n{public}"
        )

    def put_away(self, options: dict[str, Any]) -> None:
        try:
            store = Store(folder=self._store(), public=settings.BACKUP_KEY)
            age.close_nothing(store.public)
        except ValueError as error:
            raise CommandError(f"WIJKTEAM_BACKUP_KEY: {error}") from None
        while True:
            taken = store.put_away(settings.BACKUP_HANDED_OVER, settings.ATTACHMENTS_ROOT)
            gone = store.expire(now=datetime.now(UTC))
            if taken or gone:
                self.stdout.write(f"{taken} put away, {len(gone)} thrown away")
            if not options["every"]:
                return
            time.sleep(options["every"])

    def check_age(self, options: dict[str, Any]) -> None:
        hours = state.whole_age() / 3600
        if state.is_late():
            raise CommandError(
                f"The last whole backup is {hours:.1f} hours old." if hours < 1e6 else "There is no backup."
            )
        self.stdout.write(f"The last whole backup is {hours:.1f} hours old, the log {state.log_age():.0f} seconds.")

    def restore(self, options: dict[str, Any]) -> None:
        until = options["until"]
        if until is not None and until.tzinfo is None:
            raise CommandError("--until needs a time zone: 2026-11-22T14:05:00+01:00")
        try:
            began = restore(
                self._store(), private=sys.stdin.readline(), data=options["data"],
                attachments=options["attachments"], until=until,
            )  # fmt: skip
        except (NoBackup, age.NotOurs, ValueError) as error:
            raise CommandError(str(error) or "This key does not open it, or somebody changed it.") from None
        self.stdout.write(f"The backup of {began.isoformat()} stands ready. Start PostgreSQL on it; then migrate.")

    def _store(self) -> Path:
        if not settings.BACKUP_STORE:
            raise CommandError("WIJKTEAM_BACKUP_STORE says where backups go.")
        return Path(settings.BACKUP_STORE)
