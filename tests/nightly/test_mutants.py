"""G33: mistakes planted where access, suppression and the making of reports are decided: how many do the tests find?

WIJKTEAM_MUTANTS says how many of each module are tried (all otherwise), chosen at random but always the same.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.mutants import mistakes
from tests.promises import Measured

BASE = Path(settings.BASE_DIR)
MOST = int(os.environ.get("WIJKTEAM_MUTANTS") or 10_000)
# What decides, and the tests that should notice.
MODULES = {
    "wijkteam.disclosure.protect": ["tests/disclosure"],
    "wijkteam.disclosure.verify": ["tests/disclosure"],
    "wijkteam.disclosure.helpers": ["tests/disclosure"],
    "wijkteam.disclosure.problem": ["tests/disclosure"],
    "wijkteam.disclosure.quiet": ["tests/disclosure"],
    "cases.permissions": ["tests/cases/restricted", "tests/cases/test_households.py", "tests/cases/journal"],
    "wijkteam.reports.services.run_job": ["tests/reports/test_jobs.py"],
}
# Looked at one by one: they change nothing that anybody can notice. Module, text of the line.
EQUIVALENT: set[tuple[str, str]] = {
    ("cases.permissions", "@lru_cache(maxsize=2)"),
}


def outcome(module: str, number: int, tests: list[str]) -> int:
    """Exit code of the tests with that mistake: 0 when they did not notice."""
    name = connection.settings_dict["NAME"].removeprefix("test_")
    environment = {
        **os.environ,
        "WIJKTEAM_MUTANT": f"{module}:{number}",
        "WIJKTEAM_DB_NAME": name,
        "PYTEST_XDIST_WORKER": "gw9",  # so that it starts no servers of its own
    }
    command = [
        sys.executable, "-m", "pytest", "-p", "tests.mutants", "-p", "no:cacheprovider", "-p", "no:randomly", "-n", "0",
        "--reuse-db", "-x", "-q", "-m", "not nightly and not browser and not concurrency", *tests,
    ]  # fmt: skip
    try:
        return subprocess.run(
            command, cwd=BASE, env=environment, capture_output=True, timeout=300, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return 1  # it never ends: that is noticed


@pytest.mark.nightly
@pytest.mark.xdist_group("mutants")
def test_g33_planted_mistakes_are_found(django_db_setup: None, measured: Measured) -> None:
    tried = found = 0
    survivors = []
    for module, tests in MODULES.items():
        path = BASE / (module.replace(".", "/") + ".py")
        lines = path.read_text("utf-8").splitlines()
        planted = mistakes(path.read_text("utf-8"))
        numbers = list(range(len(planted)))
        random.Random(33).shuffle(numbers)
        for number in numbers[:MOST]:
            line, what = planted[number]
            if (module, lines[line - 1].strip()) in EQUIVALENT:
                continue
            tried += 1
            if outcome(module, number, tests):
                found += 1
            else:
                survivors.append(f"{module}:{line} {what}: {lines[line - 1].strip()}")
                print(survivors[-1], flush=True)  # noqa: T201
    score = 100 * found / tried
    print(f"{found} of {tried} found: {score:.1f} %")  # noqa: T201
    assert score >= 90, survivors
    if MOST >= 10_000:
        measured("G33", f"{found} of {tried} planted mistakes found: {score:.1f} %")


def test_mistakes_are_planted_one_at_a_time() -> None:
    source = "def f(a, b):\n    if a < b and not b:\n        raise ValueError\n    return rows.filter(x=1) + 2\n"
    kinds = [what for _, what in mistakes(source)]
    assert len(kinds) == len(set(kinds)) + 1  # two numbers
    assert {"Lt -> LtE", "and <-> or", "not left out", "does not raise", "returns nothing", "filter left out"} <= set(
        kinds
    )
