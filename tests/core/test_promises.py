"""The table of promises: one source, judged by what the tests said last."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from tests.factories import sign_in
from tests.promises import WHOLE_RUN, Keeper, Measured, keep
from wijkteam.accounts.models import User
from wijkteam.core.promises.document import document
from wijkteam.core.promises.results import Figure, Result, files_of_tests, judge, proofs, results
from wijkteam.core.promises.table import BY_NUMBER, PROMISES

GENUINE = "tests/core/test_promises.py::test_each_promise_is_there_once"


def result(number: str, part: str, label: str = "0", *, passed: bool = True, **figure: Any) -> Result:
    found = Figure(number=number, part=part, kind=figure.pop("kind", "said"), label=label, **figure)
    return Result(
        name=f"t.py::{part}{label}", passed=passed, at=datetime.now(UTC), seconds=1, run="ci", figures=(found,)
    )


def test_each_promise_is_there_once() -> None:
    assert [promise.number for promise in PROMISES] == [f"G{number:02d}" for number in range(1, 35)]
    assert len(BY_NUMBER) == len(PROMISES)


def test_every_number_of_a_test_is_a_promise() -> None:
    found = list(files_of_tests())
    assert len(found) > 20, "the tests were not read"
    assert {number for number, _path in found} <= set(BY_NUMBER)


def test_every_document_is_there() -> None:
    for promise in PROMISES:
        assert not promise.document or (Path(settings.BASE_DIR) / promise.document).is_file(), promise.number


def test_the_public_page_is_made_of_the_same_table() -> None:
    """Word for word, but for the links: a new test may be named there later, and one that is named must be there."""
    with override("en"):
        made = document().splitlines()
    kept = (Path(settings.BASE_DIR) / "docs" / "promises.md").read_text("utf-8").splitlines()
    how_to = "run: manage.py promises --document > docs/promises.md"
    assert [line.rpartition(" | ")[0] for line in kept] == [line.rpartition(" | ")[0] for line in made], how_to
    for line in kept:
        for path in re.findall(r"\]\(\.\./([^)]+)\)", line):
            assert (Path(settings.BASE_DIR) / path).is_file(), how_to


# -- judging ---------------------------------------------------------------------------------------


def test_without_a_test_a_promise_is_open() -> None:
    assert judge(BY_NUMBER["G05"], []).state == "open"


def test_all_parts_make_it_proven_and_one_missing_part_opens_it() -> None:
    promise = BY_NUMBER["G13"]
    both = [result("G13", "time", "1.2 s"), result("G13", "memory", "3 MB")]
    assert judge(promise, both).state == "proven"
    half = judge(promise, both[:1])
    assert (half.state, half.missing) == ("open", ("memory",))


def test_a_test_that_failed_opens_it_and_its_figure_does_not_count() -> None:
    promise = BY_NUMBER["G13"]
    tests = [result("G13", "time"), result("G13", "memory"), result("G13", "time", "99 s", passed=False)]
    proof = judge(promise, tests)
    assert proof.state == "open"
    assert "99 s" not in proof.measured["time"]
    assert proof.test == "t.py::time99 s"


def test_a_test_that_passed_without_a_figure_proves_nothing() -> None:
    plain = Result(name="t.py::test_g05_x", passed=True, at=datetime.now(UTC), seconds=1, run="ci")
    assert judge(BY_NUMBER["G05"], [plain]).state == "open"


def test_sums_are_added_and_of_what_is_worst_the_worst_is_told() -> None:
    tests = [result("G14", "p99", "p99", kind="worst", value=value, unit="ms") for value in (12, 310.5, 80)]
    tests += [result("G14", "errors", "requests", kind="sum", value=value) for value in (600, 650)]
    measured = judge(BY_NUMBER["G14"], tests).measured
    assert measured == {"p99": "p99: 310.5 ms", "errors": "requests: 1,250"}


# -- what is kept ----------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    settings.PROMISES_RESULTS = tmp_path
    settings.PROMISES_KEPT = tmp_path_factory.mktemp("with-the-code") / "nightly.json"
    return tmp_path


def row(**changes: Any) -> dict[str, Any]:
    return {
        "passed": True,
        "seconds": 1.5,
        "at": "2026-11-22T12:00:00+00:00",
        "figures": [],
        "commit": "abc",
        **changes,
    }


def test_a_test_that_is_gone_proves_nothing_any_more(kept: Path) -> None:
    keep(kept / "ci.json", {GENUINE: row(), "tests/core/test_promises.py::test_g05_gone": row()}, whole=True)
    assert [one.name for one in results()] == [GENUINE]


def test_a_whole_run_begins_anew_and_a_part_adds(kept: Path) -> None:
    path = kept / "ci.json"
    keep(path, {"a": row()}, whole=True)
    keep(path, {"b": row(passed=False)}, whole=False)
    assert set(json.loads(path.read_text())["tests"]) == {"a", "b"}
    keep(path, {"c": row()}, whole=True)
    assert set(json.loads(path.read_text())["tests"]) == {"c"}
    assert list(kept.iterdir()) == [path], "nothing half is left"


def reported(
    name: str, *properties: tuple[str, object], nightly: bool = True, passed: bool = True
) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=name, location=("", 0, ""), keywords={"nightly": 1} if nightly else {}, when="call",
        outcome="passed" if passed else "failed", longrepr=None, user_properties=list(properties),
    )  # fmt: skip


FOUND = ("promise", json.dumps({"number": "G06", "part": "", "kind": "said", "label": "100 kills"}))


def run_of(folder: Path, *reports: pytest.TestReport, exitstatus: int = 0) -> dict[str, Any]:
    keeper = Keeper(folder, commit="0123456789")
    for report in reports:
        keeper.pytest_runtest_logreport(report)
    keeper.pytest_sessionfinish(exitstatus)
    path = folder / "nightly.json"
    tests: dict[str, Any] = json.loads(path.read_text())["tests"] if path.exists() else {}
    return tests


def test_a_whole_ordinary_run_leaves_what_the_night_found(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_of(kept, reported("t.py::test_g06_x", FOUND))
    monkeypatch.setenv(WHOLE_RUN, "ci")
    left = run_of(kept, reported("t.py::test_g05_y", nightly=False))
    assert left["t.py::test_g06_x"]["commit"] == "0123456789"


def test_a_try_at_a_part_of_the_size_leaves_what_the_whole_found(kept: Path) -> None:
    run_of(kept, reported("t.py::test_g06_x", FOUND))
    assert run_of(kept, reported("t.py::test_g06_x", ("promise-try", True)))["t.py::test_g06_x"]["figures"]
    failed = run_of(kept, reported("t.py::test_g06_x", ("promise-try", True), passed=False))
    assert not failed["t.py::test_g06_x"]["passed"], "but one that fails is told"


def test_a_night_that_was_interrupted_throws_nothing_away(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WHOLE_RUN, "nightly")
    run_of(kept, reported("t.py::test_g06_x", FOUND))
    other = reported("t.py::test_g07_x", FOUND)
    assert set(run_of(kept, other, exitstatus=pytest.ExitCode.INTERRUPTED)) == {"t.py::test_g06_x", "t.py::test_g07_x"}
    assert set(run_of(kept, other)) == {"t.py::test_g07_x"}


def test_what_a_night_found_at_a_commit_goes_along_with_the_code(kept: Path, settings: Settings) -> None:
    figure = {"number": "G05", "part": "", "kind": "said", "label": "1,000 pairs, 0 lost", "value": 0, "unit": ""}
    changed = {"t.py::test_g06_x": row() | {"commit": "0123456789+"}}
    keep(kept / "nightly.json", {GENUINE: row(figures=[figure])} | changed, whole=True)
    call_command("promises", "--keep")
    assert set(json.loads(settings.PROMISES_KEPT.read_text())["tests"]) == {GENUINE}
    (kept / "nightly.json").unlink()
    assert {proof.promise.number: proof.state for proof in proofs()}["G05"] == "proven", "in another clone"
    keep(kept / "nightly.json", {GENUINE: row(passed=False)}, whole=True)
    assert {proof.promise.number: proof.state for proof in proofs()}["G05"] == "open", "what was found here counts"


def test_what_cannot_be_read_is_no_result(kept: Path) -> None:
    (kept / "ci.json").write_text("{half")
    assert {proof.state for proof in proofs()} <= {"open", "document"}


def test_the_command_prints_a_line_for_each(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure = {"number": "G05", "part": "", "kind": "said", "label": "1,000 pairs, 0 lost", "value": 0, "unit": ""}
    keep(kept / "nightly.json", {GENUINE: row(figures=[figure])}, whole=True)
    call_command("promises")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [promise.number for promise in PROMISES]
    assert lines[4] == (
        f'PROMISE G05 asked="1,000 pairs of changes: 0 lost" measured="1,000 pairs, 0 lost" state=proven test={GENUINE}'
    )
    call_command("promises", "--table")
    told = capsys.readouterr().out
    assert "2026-11-22 13:00, 0:00:02 at abc" in told, "when the nightly run was, how long it took, and of what"
    assert told.splitlines()[-1].startswith("1 proven")


# -- the page --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_tells_staff_what_is_proven_and_what_is_open(kept: Path, client: Client, colleague: User) -> None:
    figure = {"number": "G05", "part": "", "kind": "said", "label": "1.000 paren", "value": 0, "unit": ""}
    keep(kept / "ci.json", {GENUINE: row(figures=[figure])}, whole=True)
    page = sign_in(client, colleague).get("/beloften/")
    assert page.context["overview"].proven == 1
    assert "1.000 paren" in page.text
    assert page.text.count("<h2") == 34
    assert 'href="/beloften/"' in client.get("/mijn-account/").text


@pytest.mark.parametrize(("number", "part"), [("G99", ""), ("G13", "colour")])
def test_measuring_what_was_never_promised_is_refused(measured: Measured, number: str, part: str) -> None:
    with pytest.raises(AssertionError):
        measured(number, "x", part=part)
