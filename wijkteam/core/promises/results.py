"""What the tests said last about each promise. They write it (tests/promises.py); nobody keeps a list by hand."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from wijkteam.core.promises.table import PROMISES, Promise

State = Literal["proven", "document", "open"]
RUNS = ("ci", "nightly")
_NUMBER = re.compile(r"\btest_g(\d\d)_")
_USED = re.compile(r"""measured(?:\.\w+)?\(\s*["'](G\d\d)["']""")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing that a test measured: a sentence, or numbers that are added up or of which the worst counts."""

    number: str
    part: str
    kind: Literal["said", "sum", "worst"]
    label: str
    value: float = 0
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """The last time that one test ran; `name` is path::name[parameters]."""

    name: str
    passed: bool
    at: datetime
    seconds: float
    run: str
    figures: tuple[Figure, ...] = ()
    commit: str = ""

    @property
    def function(self) -> str:
        return self.name.split("[")[0]

    @property
    def numbers(self) -> set[str]:
        """The promises that this test is about: by its name, and by what it measured."""
        return {f"G{number}" for number in _NUMBER.findall(self.function)} | {one.number for one in self.figures}


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A promise beside what was measured of it."""

    promise: Promise
    state: State
    measured: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    tests: tuple[Result, ...] = ()

    @property
    def failed(self) -> tuple[Result, ...]:
        return tuple(test for test in self.tests if not test.passed)

    @property
    def at(self) -> datetime | None:
        """When its oldest result was found: no older than this is what we know."""
        return min((test.at for test in self.tests), default=None)

    @property
    def nightly_commits(self) -> list[str]:
        """Of which versions its nightly tests tell, the latest last."""
        nightly = sorted(
            (test for test in self.tests if test.run == "nightly" and test.commit), key=lambda test: test.at
        )
        return list(dict.fromkeys(test.commit for test in nightly))

    @property
    def nightly_at(self) -> datetime | None:
        return min((test.at for test in self.tests if test.run == "nightly"), default=None)

    @property
    def nightly_seconds(self) -> float:
        """How long its nightly tests took together."""
        return sum(test.seconds for test in self.tests if test.run == "nightly")

    @property
    def test(self) -> str:
        """The test to begin with: one that measured, and else any; or the document."""
        if self.state == "document":
            return self.promise.document
        measuring = [test for test in self.tests if any(one.number == self.promise.number for one in test.figures)]
        return next((test.function for test in (*self.failed, *measuring, *self.tests)), "")


# -- where results are kept ------------------------------------------------------------------------


def folder() -> Path:
    return Path(settings.PROMISES_RESULTS)


def read_results(run: str) -> dict[str, Result]:
    """What this kind of run wrote last; of a night also what is kept with the code, where this clone has none."""
    found = _read(folder() / f"{run}.json", run)
    return _read(Path(settings.PROMISES_KEPT), run) | found if run == "nightly" else found


def keep_nights() -> int:
    """Keep with the code what nightly tests found here, at a commit that others can have. How many tests."""
    path = Path(settings.PROMISES_KEPT)
    known, here = _rows(path), _rows(folder() / "nightly.json")
    clean = {name: row for name, row in here.items() if re.fullmatch(r"[0-9a-f]+", row.get("commit", ""))}
    tests = {name: row for name, row in sorted((known | clean).items()) if _exists(name.split("[")[0])}
    path.write_text(json.dumps({"tests": tests}, indent=1) + "\n", "utf-8")
    return len(clean)


def _rows(path: Path) -> dict[str, Any]:
    try:
        rows: dict[str, Any] = json.loads(path.read_text("utf-8"))["tests"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return rows


def _read(path: Path, run: str) -> dict[str, Result]:
    """Empty when there was none, or when it cannot be read."""
    try:
        return {
            name: Result(
                name=name,
                passed=row["passed"],
                at=datetime.fromisoformat(row["at"]),
                seconds=row["seconds"],
                run=run,
                figures=tuple(Figure(**one) for one in row["figures"]),
                commit=row.get("commit", ""),
            )
            for name, row in _rows(path).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def results() -> list[Result]:
    """The last result of each test that still exists; where the tests are not at hand, of all."""
    found = [result for run in RUNS for result in read_results(run).values()]
    return [result for result in found if _exists(result.function)]


def _exists(function: str) -> bool:
    path, name = function.split("::")[0], function.split("::")[-1]
    return not (Path(settings.BASE_DIR) / "tests").is_dir() or name in _functions(path)


@lru_cache(maxsize=512)
def _functions(path: str) -> frozenset[str]:
    try:
        text = (Path(settings.BASE_DIR) / path).read_text("utf-8")
    except OSError:
        return frozenset()
    return frozenset(re.findall(r"^\s*(?:async )?def (test_\w+)", text, re.MULTILINE))


# -- judging ---------------------------------------------------------------------------------------


def proofs() -> list[Proof]:
    """Each promise in order, judged by the last results."""
    tests: dict[str, list[Result]] = defaultdict(list)
    for result in results():
        for number in result.numbers:
            tests[number].append(result)
    return [judge(promise, tests[promise.number]) for promise in PROMISES]


def judge(promise: Promise, tests: Iterable[Result]) -> Proof:
    """Proven when each part was measured and no test of it failed. That a test passed does not say how far it went."""
    known = tuple(sorted(tests, key=lambda test: test.name))
    passed = [test for test in known if test.passed]
    measured = {}
    for part in promise.parts:
        said = _said(one for test in passed for one in test.figures if (one.number, one.part) == (promise.number, part))
        if said:
            measured[part] = said
    missing = tuple(part for part in promise.parts if part not in measured)
    state: State = "open"
    if passed and not missing and len(passed) == len(known):
        state = "proven"
    elif promise.document and (Path(settings.BASE_DIR) / promise.document).is_file() and len(passed) == len(known):
        state = "document"
    return Proof(promise=promise, state=state, measured=measured, missing=missing, tests=known)


def _said(figures: Iterable[Figure]) -> str:
    """Sentences one after the other, sums added up, and of what is worst the worst."""
    numbers: dict[tuple[str, str, str], float] = {}
    said: dict[str, None] = {}
    for one in figures:
        if one.kind == "said":
            said[one.label] = None
            continue
        key = (one.kind, one.label, one.unit)
        known = numbers.get(key)
        if known is None:
            numbers[key] = one.value
        else:
            numbers[key] = known + one.value if one.kind == "sum" else max(known, one.value)
    told = [f"{label}: {value:,.10g}{f' {unit}' if unit else ''}" for (_kind, label, unit), value in numbers.items()]
    return ", ".join([*told, *said])


# -- which tests carry a number --------------------------------------------------------------------


def files_of_tests() -> Iterator[tuple[str, str]]:
    """Number and path (from the clone) of each test file that names a promise, in its functions or measurements."""
    base = Path(settings.BASE_DIR)
    for path in sorted((base / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        numbers = {f"G{number}" for number in re.findall(r"def test_g(\d\d)_", text)} | set(_USED.findall(text))
        for number in sorted(numbers):
            yield number, str(path.relative_to(base))
