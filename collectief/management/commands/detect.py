"""Try the detector of opportunities on anybody's weekly counts."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkteam.detection import CountsFileError, alarms, read_counts


class Command(BaseCommand):
    help = (
        "Reads weekly counts (CSV: week,area,theme,questions,residents; ISO weeks; a missing row is zero) and prints "
        "each alarm as a line of JSON: week, area, theme, expected, observed, window (weeks)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the CSV file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = sys.stdin.read() if options["file"] == "-" else Path(options["file"]).read_text("utf-8-sig")
            counts = read_counts(text.splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read: {error}") from error
        except CountsFileError as error:
            raise CommandError(f"{options['file']}, {error}. Nothing was looked at.") from error
        for alarm in alarms(counts):
            self.stdout.write(json.dumps(asdict(alarm), ensure_ascii=False))
