"""G33: mistakes planted where access, suppression and the making of reports are decided: how many do the tests find?

WIJKTEAM_MUTANTS says how many of each module are tried (all otherwise), chosen at random but always the same.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

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
    "cases.permissions": [
        "tests/cases/restricted",
        "tests/cases/test_households.py",
        "tests/cases/test_offering.py",
        "tests/cases/test_coordinating.py",
        "tests/cases/journal/test_safety.py",
        "tests/cases/households",
    ],
    "wijkteam.reports.services.run_job": ["tests/reports/test_jobs.py"],
}
# Looked at one by one: they change nothing that anybody can notice. Module, text of the line.
EQUIVALENT: set[tuple[str, str]] = {
    ("cases.permissions", "@lru_cache(maxsize=2)"),
}


def environment(**more: str) -> dict[str, str]:
    name = connection.settings_dict["NAME"].removeprefix("test_")
    # The name of a process of xdist, so that it starts no servers of its own.
    return {**os.environ, "WIJKTEAM_DB_NAME": name, "PYTEST_XDIST_WORKER": "gw9", **more}


def pytest_with(plugin: str, tests: list[str]) -> list[str]:
    return [
        sys.executable, "-m", "pytest", "-p", plugin, "-p", "no:cacheprovider", "-p", "no:randomly", "-n", "0",
        "--reuse-db", "-x", "-q", "-m", "not nightly and not browser and not concurrency", *tests,
    ]  # fmt: skip


def tried_in_children(folder: Path) -> list[dict[str, Any]]:
    """All mistakes in functions; see the plugin."""
    to = folder / "found.json"
    more = {"WIJKTEAM_MUTATE": ",".join(MODULES), "WIJKTEAM_MUTATE_TO": str(to), "WIJKTEAM_MUTANTS": str(MOST)}
    tests = sorted({one for several in MODULES.values() for one in several})
    answer = subprocess.run(
        pytest_with("tests.forked_mutants", tests), cwd=BASE, env=environment(**more), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert to.exists(), answer.stdout[-5000:]
    found: list[dict[str, Any]] = json.loads(to.read_text())
    assert {one["module"] for one in found} == set(MODULES), answer.stdout[-5000:]
    return found


def is_found_from_the_start(one: dict[str, Any]) -> bool:
    """A mistake outside any function: the tests begin with it. Whatever goes wrong then is noticed."""
    more = {"WIJKTEAM_MUTANT": f"{one['module']}:{one['number']}"}
    command = pytest_with("tests.mutants", MODULES[one["module"]])
    try:
        code = subprocess.run(
            command, cwd=BASE, env=environment(**more), capture_output=True, timeout=600, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return True
    return code != 0


@pytest.mark.nightly
@pytest.mark.xdist_group("mutants")
def test_g33_planted_mistakes_are_found(django_db_setup: None, tmp_path: Path, measured: Measured) -> None:
    if MOST < 10_000:
        measured.is_a_try()
    tried = [one for one in tried_in_children(tmp_path) if (one["module"], one["text"]) not in EQUIVALENT]
    survivors = [one for one in tried if not (is_found_from_the_start(one) if one["found"] is None else one["found"])]
    for one in survivors:
        print(f"not found: {one['module']}:{one['line']} {one['what']}: {one['text']}")  # noqa: T201  (a figure)
    found = len(tried) - len(survivors)
    score = 100 * found / len(tried)
    assert score >= 90, survivors
    measured("G33", f"{found} of {len(tried)} planted mistakes found: {score:.1f} %")


def test_mistakes_are_planted_one_at_a_time() -> None:
    source = "def f(a, b):\n    if a < b and not b:\n        raise ValueError\n    return rows.filter(x=1) + 2\n"
    kinds = [what for _, what in mistakes(source)]
    assert len(kinds) == len(set(kinds)) + 1  # two numbers
    assert {"Lt -> LtE", "and <-> or", "not left out", "does not raise", "returns nothing", "filter left out"} <= set(
        kinds
    )
