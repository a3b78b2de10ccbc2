import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wijkteam.core.periods import month_of, next_month
from wijkteam.reports.management.commands.make_report import month
from wijkteam.reports.services.refresh_facts import refresh_facts


class Command(BaseCommand):
    help = "Count months again for every team, from a month up to and including the running one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=month, help="for example 2026-01; else the last twelve months")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        this = month_of(today)
        first: dt.date = options["first"] or next_month(this, step=-12)
        months = []
        while first <= this:
            months.append(first)
            first = next_month(first)
        written = refresh_facts(
            months=months,
            at=timezone.now(),
            today=today,
            progress=lambda done: self.stdout.write(f"{months.index(done) + 1}/{len(months)}  {done:%Y-%m}"),
        )
        self.stdout.write(f"{written} months of teams counted.")
