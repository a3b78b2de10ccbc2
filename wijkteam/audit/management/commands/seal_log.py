"""Seal the hours of the read log that are over; beat does so every hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wijkteam.audit.services.seal_log import seal_log
from wijkteam.audit.services.seals import BrokenSeals


class Command(BaseCommand):
    help = "Add a seal for each hour of the read log that is over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew", default="", metavar="WHY", help="begin anew, after a restore for example; the reason is kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = seal_log(at=timezone.now(), anew=options["anew"])
        except BrokenSeals as broken:
            raise CommandError(
                f"The file with seals is not as it was written, from {broken.hour or 'line 1'} on."
            ) from None
        self.stdout.write(f"SEALED hours={added}")
