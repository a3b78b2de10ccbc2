"""manage.py promises: each promise, the figures asked, the figures measured, from the tests' own last results."""

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localtime
from django.utils.translation import override

from wijkteam.core.promises.document import document
from wijkteam.core.promises.results import Proof, keep_nights, proofs


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'").replace("\n", " ") + '"'


def _asked(proof: Proof) -> str:
    return "; ".join(str(part) for part in proof.promise.parts.values())


def _measured(proof: Proof) -> str:
    """Part by part; what was not measured is said as well."""
    if not proof.measured:
        return "nothing"
    told = [
        f"{part}: {proof.measured.get(part, 'not measured')}" if part else proof.measured[part]
        for part in proof.promise.parts
    ]
    return "; ".join(told)


class Command(BaseCommand):
    help = "Say of each promise what was asked and what the tests measured last."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--table", action="store_true", help="for people to read")
        parser.add_argument("--document", action="store_true", help="print docs/promises.md")
        parser.add_argument(
            "--keep", action="store_true", help="keep what nightly tests found here (docs/nightly.json)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            if options["keep"]:
                self.stdout.write(f"{keep_nights()} nightly tests kept.")
            elif options["document"]:
                self.stdout.write(document(), ending="")
            elif options["table"]:
                self._table(proofs())
            else:
                self._lines(proofs())

    def _lines(self, found: list[Proof]) -> None:
        for proof in found:
            self.stdout.write(
                f"PROMISE {proof.promise.number} asked={_quoted(_asked(proof))} measured={_quoted(_measured(proof))} "
                f"state={proof.state} test={proof.test or '-'}"
            )

    def _table(self, found: list[Proof]) -> None:
        for proof in found:
            self.stdout.write(f"{proof.promise.number} {proof.state:<8} {proof.promise.title}")
            for part, asked in proof.promise.parts.items():
                self.stdout.write(f"      asked     {asked}")
                self.stdout.write(f"      measured  {proof.measured.get(part, '-')}")
            for test in proof.failed:
                self.stdout.write(f"      FAILED    {test.name}")
            if proof.nightly_at:
                took = timedelta(seconds=round(proof.nightly_seconds))
                of = " ".join(["", "at", *proof.nightly_commits]) if proof.nightly_commits else ""
                self.stdout.write(f"      nightly   {localtime(proof.nightly_at):%Y-%m-%d %H:%M}, {took}{of}")
        count = Counter(proof.state for proof in found)
        self.stdout.write(", ".join(f"{count[state]} {state}" for state in ("proven", "document", "open")))
