"""Compare the read log with its seals; the exit code is 1 when something differs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wijkteam.audit.services.check_log import check_log


class Command(BaseCommand):
    help = "Compare the read log, hour by hour, with its seals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seals", type=Path, metavar="FILE", help="a copy of the seals that was kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["seals"]
        if path is not None and not path.is_file():
            raise CommandError(f"There is no file {path}.")
        check = check_log(at=timezone.now(), path=path)
        for finding in check.findings:
            self.stdout.write(
                f"DIFFERS hour={finding.hour or '?'} kind={finding.kind} sealed={finding.sealed} found={finding.found}"
            )
        self.stdout.write(f"CHECKED hours={check.hours} lines={check.lines} findings={len(check.findings)}")
        if check.findings:
            raise CommandError("The read log is not as it was sealed.")
