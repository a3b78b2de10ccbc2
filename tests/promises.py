"""A pytest plugin (`-p tests.promises`): what each test measured of a promise, kept as the tests' own last results.

    def test_g04_many_take_it_up(measured: Measured) -> None:
        ...
        measured("G04", f"{tries} at once, {won} success", part="intake")
        measured.add("G01", "answers as declared", 96)         # added up over all tests that say so
        measured.worst("G14", "p99", 312, "ms", part="p99")    # the worst of all tests that say so

The parts of each promise stand in wijkteam/core/promises/table.py. A test is of a promise by its name
(`test_g04_...`) or by what it measures; it counts only when it passes. Results are in .results/ (git-ignored), where
`manage.py promises` reads them: a whole run begins anew, a part of it brings what ran up to date. Each says at which
commit it was found. A try at a part of the size (`measured.is_a_try()`) that passes
leaves what was found at the full one.
"""

import fcntl
import json
import os
import re
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

_PROPERTY = "promise"
_TRY = "promise-try"
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

    def is_a_try(self) -> None:
        """This time less was done than is asked: it only counts when it fails."""
        self._properties.append((_TRY, True))

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

    def __init__(self, folder: Path, *, commit: str = "") -> None:
        self._folder, self._commit = folder, commit
        self._found: dict[str, dict[str, dict[str, Any]]] = {"ci": {}, "nightly": {}}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        figures = [json.loads(str(value)) for name, value in report.user_properties if name == _PROPERTY]
        if not (figures or _NAMED.search(report.nodeid)) or report.skipped:
            return
        if report.passed and (_TRY, True) in report.user_properties:
            return
        run = self._found["nightly" if "nightly" in report.keywords else "ci"]
        test = run.setdefault(report.nodeid, {"passed": True, "seconds": 0, "figures": []})
        test["passed"] = test["passed"] and report.passed
        test["seconds"] = round(test["seconds"] + report.duration, 3)
        test["at"] = datetime.now(UTC).isoformat(timespec="seconds")
        test["commit"] = self._commit
        if report.when == "call":
            test["figures"] = figures

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        for run, tests in self._found.items():
            whole = ended and os.environ.get(WHOLE_RUN) == run
            if tests or whole:
                keep(self._folder / f"{run}.json", tests, whole=whole)


def commit_of(base: Path) -> str:
    """The short name of the commit, with a + when files were changed since; "" outside a clone."""
    try:
        name, changed = (
            subprocess.run(["git", "-C", str(base), *ask], capture_output=True, text=True, check=True).stdout.strip()
            for ask in (["rev-parse", "--short=10", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{name}+" if changed else name


def keep(path: Path, tests: dict[str, dict[str, Any]], *, whole: bool) -> None:
    """All at once or not at all: a reader never finds half a file. One at a time, so that no run loses another's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        _keep(path, tests, whole=whole)
    finally:
        os.close(folder)


def _keep(path: Path, tests: dict[str, dict[str, Any]], *, whole: bool) -> None:
    known: dict[str, Any] = {}
    if not whole:
        try:
            known = json.loads(path.read_text("utf-8"))["tests"]
        except (OSError, ValueError, KeyError):
            known = {}
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"tests": known | tests}, file, indent=1)
    Path(name).replace(path)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ.get("WIJKTEAM_PROMISES_RESULTS") or config.rootpath / ".results")
        config.pluginmanager.register(Keeper(folder, commit=commit_of(config.rootpath)), "promises-keeper")
