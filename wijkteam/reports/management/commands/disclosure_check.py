"""Try the disclosure control on a file of cases: one line of JSON for each."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkteam.disclosure import NotProven, problem_from_json, protect


class Command(BaseCommand):
    help = "Protect each case of FILE (docs/privacy.md has the format) and say whether the expected result came out."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            cases = json.loads(path.read_text("utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise CommandError(f"{path} is not JSON: {error}.") from error
        for number, case in enumerate(cases if isinstance(cases, list) else [cases], start=1):
            self.stdout.write(json.dumps(self._check(case, number), ensure_ascii=False))

    def _check(self, case: dict[str, Any], number: int) -> dict[str, Any]:
        started = time.perf_counter()
        try:
            problem = problem_from_json(case)
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(f"Case {number} ({case.get('name', 'without a name')}): {error}.") from error
        line: dict[str, Any] = {"name": case.get("name", str(number))}
        try:
            result = protect(problem)
        except NotProven as error:
            return line | {
                "helpers": None,
                "published": None,
                "seconds": _since(started),
                "equal": False,
                "error": str(error),
            }
        line |= {
            "helpers": list(result.helpers),
            "published": dict(result.published),
            "seconds": _since(started),
        }
        if expected := case.get("expect"):
            line["equal"] = (
                line["helpers"] == sorted(expected.get("secondary", line["helpers"]))
                and line["published"] == expected.get("published", line["published"])
                and list(result.primary) == sorted(expected.get("primary", result.primary))
            )
        return line


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
