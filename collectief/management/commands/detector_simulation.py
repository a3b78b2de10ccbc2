"""What the detector of opportunities promises, measured."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wijkteam.detection.simulation import AREAS, FOUND_WITHIN, THEMES, Rates, simulate

PROMISED_AT = 3.0
CURVE = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0)


class Command(BaseCommand):
    help = "Prints how often the detector calls in vain and how soon it finds a planted doubling, on invented weeks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", type=int, default=200, help="without a cluster, for the false alarms")
        parser.add_argument("--plantings", type=int, default=600, help="doublings to find")

    def handle(self, *args: Any, **options: Any) -> None:
        years, plantings = max(1, options["years"]), max(1, options["plantings"])
        self.stdout.write(
            f"{AREAS} areas, {THEMES} themes: {years} years without a cluster, and {plantings} doublings to find "
            f"within {FOUND_WITHIN} weeks."
        )
        for volume in CURVE:
            rates = simulate(volume, years=years, plantings=plantings)
            self.stdout.write(f"CURVE questions_per_week={volume:g} {_said(rates)}")
            if volume == PROMISED_AT:
                promised = rates
        self.stdout.write(f"DETECTOR {_said(promised)}")


def _said(rates: Rates) -> str:
    weeks = "none" if rates.weeks is None else f"{rates.weeks:g}"
    return (
        f"false_alarms_per_year={rates.false_alarms_per_year:.2f} found_of_10={rates.found_of_10:.1f} "
        f"median_weeks={weeks}"
    )
