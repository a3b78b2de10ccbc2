"""Invented people and their year, in an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wijkteam.demo.accounts import ACCOUNTS
from wijkteam.demo.bulk import seed_bulk
from wijkteam.demo.seeding import is_seeded, seed


class Command(BaseCommand):
    help = "Fill an empty database with invented data; does nothing where there are data already."
    requires_system_checks = ()  # none of them is about data, and they would take longer than the accounts

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="only print the accounts that can sign in")
        parser.add_argument("--cases", type=int, metavar="N", help="instead of the stories: N cases, to measure with")
        parser.add_argument("--years", type=int, metavar="Y", help="with --cases: spread over Y years")
        parser.add_argument(
            "--i-know-this-is-not-production",
            action="store_true",
            dest="sure",
            help="also under other settings than those of the demo",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            for account in ACCOUNTS:
                self.stdout.write(account.line)
            return
        if not (settings.DEMO or options["sure"]):
            raise CommandError("Invented people do not belong in a municipality's own installation.")
        if is_seeded():
            self.stderr.write("There are data already: nothing was changed.")
            return
        if options["cases"] is None:
            seed(today=timezone.localdate())
            return
        if options["cases"] < 1 or (options["years"] or 1) < 1:
            raise CommandError("At least one case, and one year.")
        seed_bulk(today=timezone.localdate(), cases=options["cases"], years=options["years"])
