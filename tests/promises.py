"""A pytest plugin (`-p tests.promises`): what each test measured of a promise, kept as the tests' own last results.

    def test_g04_many_take_it_up(measured: Measured) -> None:
        ...
        measured("G04", f"{tries} at once, {won} success", part="intake")
        measured.add("G01", "answers as declared", 96)         # added up over all tests that say so
        measured.worst("G14", "p99", 312, "ms", part="p99")    # the worst of all tests that say so

The parts of each promise stand in wijkteam/core/promises/table.py. A test is of a promise by its name
(`test_g04_...`) or by what it measures; it counts only when it passes. Results are in .results/ (git-ignored), where
`manage.py promises` reads them: a whole run begins anew, a part of it brings what ran up to date.
"""

import json
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

_PROPERTY = "promise"
_NAMED = re.compile(r"\btest_g\d\d_")
# `make test` says so with the kind of its run; then nothing of earlier runs is kept.
WHOLE_RUN = "WIJKTEAM_WHOLE_RUN"


class Measured:
    """Says what a test found out about a promise."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self._properties = properties

    def __call__(self, number: str, found: str, *, part: str = "") -> None:
        self._keep(number=number, part=part, kind="said", label=found)

    def add(self, number: str, label: str, value: float, unit: str = "", *, part: str = "") -> None:
        self._keep(number=number, part=part, kind="sum", label=label, value=value, unit=unit)

    def worst(self, number: str, label: str, value: float, unit: str = "", *, part: str = "") -> None:
        self._keep(number=number, part=part, kind="worst", label=label, value=round(value, 3), unit=unit)

    def _keep(self, **figure: Any) -> None:
        from wijkteam.core.promises.table import BY_NUMBER

        promise = BY_NUMBER.get(figure["number"])
        assert promise, f"there is no promise {figure['number']}"
        assert figure["part"] in promise.parts, f"{promise.number} has the parts {list(promise.parts)}"
        self._properties.append((_PROPERTY, json.dumps(figure)))


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    return Measured(request.node.user_properties)


class Keeper:
    """Listens to the results of all processes, in the one that started them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, dict[str, dict[str, Any]]] = {"ci": {}, "nightly": {}}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        figures = [json.loads(str(value)) for name, value in report.user_properties if name == _PROPERTY]
        if not (figures or _NAMED.search(report.nodeid)) or report.skipped:
            return
        run = self._found["nightly" if "nightly" in report.keywords else "ci"]
        test = run.setdefault(report.nodeid, {"passed": True, "seconds": 0, "figures": []})
        test["passed"] = test["passed"] and report.passed
        test["seconds"] = round(test["seconds"] + report.duration, 3)
        test["at"] = datetime.now(UTC).isoformat(timespec="seconds")
        if report.when == "call":
            test["figures"] = figures

    def pytest_sessionfinish(self) -> None:
        for run, tests in self._found.items():
            whole = os.environ.get(WHOLE_RUN) == run
            if tests or whole:
                keep(self._folder / f"{run}.json", tests, whole=whole)


def keep(path: Path, tests: dict[str, dict[str, Any]], *, whole: bool) -> None:
    """All at once or not at all: a reader never finds half a file."""
    known: dict[str, Any] = {}
    if not whole:
        try:
            known = json.loads(path.read_text("utf-8"))["tests"]
        except (OSError, ValueError, KeyError):
            known = {}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"tests": known | tests}, file, indent=1)
    Path(name).replace(path)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ.get("WIJKTEAM_PROMISES_RESULTS") or config.rootpath / ".results")
        config.pluginmanager.register(Keeper(folder), "promises-keeper")
