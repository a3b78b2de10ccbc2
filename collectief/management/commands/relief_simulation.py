"""What the figure of relief promises, measured."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wijkteam.detection.relief_simulation import VOLUMES, WEEKS, WORLDS, simulate


class Command(BaseCommand):
    help = (
        "Prints how often the 95% interval of relief is right where nothing happened, and how often it sees that the "
        "questions were halved, on invented weeks."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--runs", type=int, default=2000, help="of each kind and volume")

    def handle(self, *args: Any, **options: Any) -> None:
        runs = max(1, options["runs"])
        self.stdout.write(f"{WEEKS} weeks before and after unless said; {runs} runs without and with a halving.")
        coverages = []
        for name, world in WORLDS.items():
            for volume in VOLUMES:
                rates = simulate(world, volume, runs=runs)
                if not rates.said:
                    continue
                coverages.append(rates.coverage)
                self.stdout.write(
                    f"CURVE world={name} questions_per_week={volume:g} said={rates.said:.2f} "
                    f"coverage={rates.coverage:.3f} found_of_10={10 * rates.found:.1f}"
                )
        self.stdout.write(f"RELIEF nominal=0.95 lowest_coverage={min(coverages):.3f}")
