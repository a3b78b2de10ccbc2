"""Try the disclosure control on a file of cases: one line of JSON for each."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkteam.disclosure import BadCase, NotProven, problem_from_json, protect
from wijkteam.disclosure.problem import Problem

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Protect each case of FILE (docs/privacy.md has the format) and say whether the expected result came out."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        for case, problem in _read(options["file"]):
            self.stdout.write(json.dumps(_check(case, problem), ensure_ascii=False))


def _read(path: Path) -> list[tuple[dict[str, Any], Problem]]:
    """All cases, so that one that is wrong is told before any time is spent."""
    try:
        cases = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=BAD_INPUT) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is not JSON: {error}.", returncode=BAD_INPUT) from error
    found = []
    for number, case in enumerate(cases if isinstance(cases, list) else [cases], start=1):
        name = case.get("name", "without a name") if isinstance(case, dict) else "without a name"
        try:
            problem = problem_from_json(case)
            if not isinstance(case.get("expect") or {}, dict):
                raise BadCase("expect: must be an object")
        except BadCase as error:
            raise CommandError(f"Case {number} ({name}): {error}.", returncode=BAD_INPUT) from error
        found.append(({"name": str(number), **case}, problem))
    return found


def _check(case: dict[str, Any], problem: Problem) -> dict[str, Any]:
    """`equal` is null where the case does not say what is expected."""
    started = time.perf_counter()
    expected = case.get("expect") or {}
    line: dict[str, Any] = {"name": case["name"], "helpers": None, "published": None}
    primary: list[str] = sorted(problem.primary)
    try:
        result = protect(problem)
    except NotProven as error:
        line["error"] = str(error)
    else:
        hidden = {*result.helpers, *(set(result.withheld) - problem.primary)}
        line |= {"helpers": sorted(hidden), "published": dict(result.published)}
    line["seconds"] = round(time.perf_counter() - started, 3)
    line["equal"] = None if not expected else (
        line["helpers"] is not None
        and line["helpers"] == sorted(expected.get("secondary", line["helpers"]))
        and line["published"] == expected.get("published", line["published"])
        and primary == sorted(expected.get("primary", primary))
    )  # fmt: skip
    return line
