"""`make test`: what counts as good, and what it says of what it left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.check import PRODUCTION, Outcome, Step, is_good, main, report, run, skips, static_steps
from local.install import ROOT

GOOD = Outcome(name="good", ok=True, seconds=1)
BAD = Outcome(name="bad", ok=False, seconds=1)


def test_a_step_that_fails_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    fails = Step(name="Breaks", command=[sys.executable, "-c", "print('because'); raise SystemExit(4)"])
    assert not run(fails).ok
    said = capfd.readouterr().out
    assert "because" in said
    assert "Breaks: FAILED" in said


def test_a_program_that_is_not_there_is_a_failure() -> None:
    assert not run(Step(name="Missing", command=["/nonexistent/program"])).ok


def test_one_failure_is_a_failure() -> None:
    assert is_good([GOOD, GOOD], [])
    assert not is_good([GOOD, BAD, GOOD], [])


def test_in_ci_nothing_may_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert is_good([GOOD], ["1 x no browser"])
    monkeypatch.setenv("CI", "true")
    assert not is_good([GOOD], ["1 x no browser"])
    assert is_good([GOOD], [])


def test_skips_are_counted_by_reason(tmp_path: Path) -> None:
    results = tmp_path / "results.xml"
    results.write_text(
        "<testsuites><testsuite>"
        "<testcase name='a'><skipped type='pytest.skip' message='no browser'/></testcase>"
        "<testcase name='b'><skipped type='pytest.skip' message='no browser'/></testcase>"
        "<testcase name='c'><skipped type='pytest.xfail' message='not yet'/></testcase>"
        "<testcase name='d'/>"
        "</testsuite></testsuites>"
    )
    assert skips(results) == ["2 x no browser", "1 x not yet"]


@pytest.mark.parametrize(
    ("skipped", "line"), [([], "Skipped: nothing"), (["2 x no browser"], "Skipped: 2 x no browser")]
)
def test_the_end_says_what_was_skipped(capsys: pytest.CaptureFixture[str], skipped: list[str], line: str) -> None:
    report([GOOD], skipped, tested=True)
    assert capsys.readouterr().out.splitlines()[-1] == line


def test_the_tests_wait_until_the_cheap_steps_are_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_tests(kind: str) -> tuple[Outcome, list[str]]:
        raise AssertionError("the tests ran")

    monkeypatch.setattr("local.check.run_tests", no_tests)
    monkeypatch.setattr("local.check.static_steps", lambda: [Step(name="Breaks", command=["/bin/false"])] * 2)
    assert main(["all"]) == 1
    said = capsys.readouterr().out
    assert said.count("=== Breaks") == 2, "every cheap step runs, also after a failure"
    assert "first mend" in said


def test_the_static_half_is_complete() -> None:
    named = " ".join(" ".join(step.command) for step in static_steps())
    for tool in ("ruff check", "ruff format --check", "djade --check", "lint_imports", "messages check",
                 "makemigrations --check", "check --deploy", "mypy"):  # fmt: skip
        assert tool in named, tool


def test_the_settings_of_production_are_checked_with_invented_secrets() -> None:
    deploy = next(step for step in static_steps() if "--deploy" in step.command)
    assert deploy.env == PRODUCTION
    assert PRODUCTION["DJANGO_SETTINGS_MODULE"] == "wijkteam.settings.production"
    assert os.environ.get("WIJKTEAM_SECRET_KEY") != PRODUCTION["WIJKTEAM_SECRET_KEY"]


def test_ci_runs_what_everybody_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "CI=true exec make test </dev/null" in script.splitlines()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_help_names_every_command() -> None:
    """Each target that a person may type has its line; `make` alone shows them."""
    said = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in (
        "demo",
        "demo-reset",
        "test",
        "test-fast",
        "test-nightly",
        "lint",
        "bench",
        "messages",
        "manage",
        "help",
    ):
        assert f"  make {command} " in said
