"""Everything that must hold before a change goes in: `python -m local.check all`.

    all        linters, types, contracts, translations, migrations, and every test that a change must pass
    fast       the same without the browser tests
    static     only what needs no test to run
    nightly    only the tests that take too long for every change, with how long each took

The cheap steps come first and all of them run; the tests run when those are well. Ends with the table of
promises (docs/promises.md), and with what was skipped and why: with CI set, anything skipped is a failure, since
nothing may be missing there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from local.browser import find_or_bring
from local.console import Failed, complain, say
from local.install import ROOT

PYTHON: Final = sys.executable
# Long and unlike any example: production refuses what looks like a default.
_FAKE: Final = "only-to-check-the-settings-of-production-0123456789"
PRODUCTION: Final[Mapping[str, str]] = {
    "DJANGO_SETTINGS_MODULE": "wijkteam.settings.production",
    "WIJKTEAM_SECRET_KEY": f"{_FAKE}-key-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "WIJKTEAM_ALLOWED_HOSTS": "wijkteam.example",
    "WIJKTEAM_BASE_URL": "https://wijkteam.example",
    "WIJKTEAM_DB_NAME": "wijkteam",
    "WIJKTEAM_DB_HOST": "/nonexistent",
    "WIJKTEAM_DB_PORT": "5432",
    "WIJKTEAM_DB_ROLE": "web",
    **{f"WIJKTEAM_DB_PASSWORD_{role}": f"{_FAKE}-{role}" for role in ("OWNER", "WEB", "WORKER", "REPORT")},
    "WIJKTEAM_MAIL_HOST": "mail.wijkteam.example",
    "WIJKTEAM_MAIL_FROM": "wijkteam@wijkteam.example",
    "WIJKTEAM_VALKEY_URL": "unix:///nonexistent/valkey.sock",
}
_TESTING: Final[Mapping[str, str]] = {"DJANGO_SETTINGS_MODULE": "wijkteam.settings.test"}


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    name: str
    ok: bool
    seconds: float


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in {"all", "fast", "static", "nightly"}:
        complain(__doc__ or "")
        return 2
    kind = arguments[0]
    outcomes = [] if kind == "nightly" else [run(step) for step in static_steps()]
    skipped: list[str] = []
    if kind != "static":
        if all(outcome.ok for outcome in outcomes):
            tests, skipped = run_tests(kind)
            outcomes.append(tests)
        else:
            say("\nThe tests were not run: first mend what is above.")
    report(outcomes, skipped, tested=kind != "static")
    return 0 if is_good(outcomes, skipped if kind == "all" else []) else 1


def static_steps() -> list[Step]:
    """The steps that need no server, cheapest first."""
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    django = [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py"]  # no database here, and Django says so
    return [
        Step(name="Style of the code", command=[PYTHON, "-m", "ruff", "check"]),
        Step(name="Layout of the code", command=[PYTHON, "-m", "ruff", "format", "--check", "--quiet"]),
        Step(
            name="Layout of the templates",
            command=[_program("djade"), "--check", "--target-version", "5.2", *templates],
        ),
        Step(
            name="Import contracts",
            command=[PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        ),
        Step(name="Translations", command=[*django, "messages", "check"], env=_TESTING),
        Step(
            name="Migrations are complete",
            command=[*django, "makemigrations", "--check", "--dry-run"],
            env=_TESTING,
        ),
        Step(name="Migrations spare who works", command=[*django, "lint_migrations"], env=_TESTING),
        Step(
            name="Settings of production",
            command=[*django, "check", "--deploy", "--fail-level", "WARNING"],
            env=PRODUCTION,
        ),
        Step(name="Types", command=[PYTHON, "-m", "mypy"]),
    ]


def run(step: Step) -> Outcome:
    """Run a step in the open, with its name before it and its duration after it."""
    say(f"\n=== {step.name}")
    start = time.monotonic()
    try:
        code = subprocess.run(
            step.command, cwd=ROOT, env={**os.environ, **step.env}, stdin=subprocess.DEVNULL, check=False
        ).returncode
    except OSError as error:
        complain(str(error))
        code = 127
    outcome = Outcome(name=step.name, ok=code == 0, seconds=time.monotonic() - start)
    say(f"--- {step.name}: {_verdict(outcome)}, {outcome.seconds:.1f} s")
    return outcome


# Which tests a kind of run takes, in the words of pytest.
_TAKES: Final[Mapping[str, str]] = {
    "all": "not nightly",
    "fast": "not nightly and not browser",
    "nightly": "nightly",
}


def run_tests(kind: str) -> tuple[Outcome, list[str]]:
    """Run the tests of `kind` over all cores. Returns what was skipped, with its reason, besides the outcome."""
    compiled = run(
        Step(name="Compiled translations", command=[PYTHON, "manage.py", "messages", "compile"], env=_TESTING)
    )
    if not compiled.ok:
        return compiled, []
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder, "results.xml")
        command = [
            PYTHON, "-m", "pytest", "-n", str(processes()), "--dist", "loadgroup", "--junitxml", str(results),
            "-m", _TAKES[kind],
        ]  # fmt: skip
        if kind == "nightly":
            command += ["--durations", "0", "--durations-min", "60"]
        env: dict[str, str] = {}
        skipped = []
        if kind == "all":
            try:
                env["WIJKTEAM_BROWSER"] = str(find_or_bring())
            except Failed as failure:
                complain(f"\n{failure}")
                return Outcome(name="Tests", ok=False, seconds=0), []
            say(f"\nBrowser: {env['WIJKTEAM_BROWSER']}")
        elif kind == "fast":
            skipped.append("the browser tests: make test-fast leaves them out")
        if kind != "fast":  # a part of the tests adds to what was measured, all of them begin anew
            env["WIJKTEAM_WHOLE_RUN"] = "nightly" if kind == "nightly" else "ci"
        outcome = run(Step(name="Tests", command=command, env=env))
        if kind == "nightly":
            run(Step(name="What the night found", command=[PYTHON, "manage.py", "promises", "--keep"], env=_TESTING))
        run(Step(name="Promises", command=[PYTHON, "manage.py", "promises", "--table"], env=_TESTING))
        return outcome, [*skipped, *skips(results)]


def processes() -> int:
    """One test process for each core that we may use, and two at least."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        cores = os.cpu_count() or 1
    return max(2, cores)


def skips(results: Path) -> list[str]:
    """What pytest's results say was skipped: each reason once, with how many tests it kept from running."""
    if not results.exists():
        return []
    reasons = Counter(
        skip.get("message") or "no reason given"
        for skip in ElementTree.parse(results).iter("skipped")  # noqa: S314  (pytest wrote it just now)
    )
    return [f"{count} x {reason}" for reason, count in sorted(reasons.items())]


def is_good(outcomes: Sequence[Outcome], skipped: Sequence[str]) -> bool:
    return all(outcome.ok for outcome in outcomes) and not (skipped and os.environ.get("CI"))


def report(outcomes: Sequence[Outcome], skipped: Sequence[str], *, tested: bool) -> None:
    say()
    for outcome in outcomes:
        say(f"{_verdict(outcome):>6} {outcome.seconds:7.1f} s  {outcome.name}")
    total = sum(outcome.seconds for outcome in outcomes)
    say(f"       {total:7.1f} s  in all")
    if tested:
        say(f"\nSkipped: {'; '.join(skipped) or 'nothing'}")


def _verdict(outcome: Outcome) -> str:
    return "ok" if outcome.ok else "FAILED"


def _program(name: str) -> str:
    return str(Path(PYTHON).with_name(name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
