"""After a restore: destroy again what the ledger of destructions names and the restored database brought back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from wijkteam.retention.services.keep_ledger import LedgerIsBroken, ledger_path, read_ledger, replay


class Command(BaseCommand):
    help = "Destroy again what was destroyed before the backup was restored. As the owner: WIJKTEAM_DB_ROLE=owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ledger", type=Path, help="the file with the ledger, when it lies elsewhere")

    def handle(self, *, ledger: Path | None, **_: Any) -> None:
        path = ledger or ledger_path()
        if connection.settings_dict["USER"] != "wijkteam_owner":
            raise CommandError("Run this as the owner of the tables: WIJKTEAM_DB_ROLE=owner.")
        if ledger is not None and not path.exists():
            raise CommandError(f"There is no ledger at {path}.")
        try:
            lines = list(read_ledger(path))  # all of it can be read, or nothing is done
        except LedgerIsBroken as error:
            raise CommandError(f"Line {error.number} of {path} cannot be read: nothing was done.") from None
        read, back = replay(lines)
        self.stdout.write(f"REPLAY read={read} destroyed_again={back}")
