import argparse
import datetime as dt
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.services.make_report import (
    DraftExists,
    MonthIsNotOver,
    NotInTheMonth,
    TeamReportMissing,
    make_report,
)
from wijkteam.teams.models import Team


def month(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError("write the month as 2026-10") from None


class Command(BaseCommand):
    help = "Make the reports of a month: of every team and the municipality, or of one team. Exactly once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--month", type=month, required=True, help="for example 2026-10")
        parser.add_argument("--team", metavar="CODE", help="only the report of this team")
        parser.add_argument(
            "--new-version",
            metavar="REASON",
            default="",
            help="make the next version beside what was published; the reason is printed in it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        month, reason = options["month"], options["new_version"]
        if reason and not options["team"]:
            raise CommandError("A new version is made of one team at a time: name it with --team.")
        teams = Team.objects.filter(is_active=True).order_by("name", "pk")
        if options["team"]:
            teams = teams.filter(code=options["team"])
            if not teams:
                raise CommandError(f"There is no team in use with the code {options['team']}.")
        wanted: list[Team | None] = list(teams)
        if not options["team"]:
            wanted.append(None)
        for place, team in enumerate(wanted, 1):
            began, before = time.monotonic(), timezone.now()
            try:
                report = make_report(team=team, month=month, at=before, reason=reason)
            except MonthIsNotOver:
                raise CommandError(f"{month:%Y-%m} is not over yet.") from None
            except DraftExists:
                raise CommandError("The last version has not been published yet, so it can still be used.") from None
            except NotInTheMonth:
                self.stdout.write(f"{place}/{len(wanted)}  {team}: came after the counts of this month were taken")
                continue
            except TeamReportMissing:
                raise CommandError("The municipality waits for the report of a team.") from None
            self.stdout.write(f"{place}/{len(wanted)}  {_what(report, before)}  ({time.monotonic() - began:.1f} s)")


def _what(report: MonthlyReport, before: dt.datetime) -> str:
    made = "made" if report.created_at == before else "was there already"
    return f"{report.name} {report.month:%Y-%m} version {report.version}: {made}"
