"""A pytest plugin (`-p tests.forked_mutants`): each mistake in a process that is split off when all is ready.

The application is imported, the database stands and the tests are collected once. A first child runs the tests and
notes which of them come by which line; then, mistake by mistake, a child gets the changed function and runs the tests
that come by its line, the quickest first, until one notices. A mistake outside any function (a constant of the
module) is not for here: it must be there when the module is imported (`-p tests.mutants`).

WIJKTEAM_MUTATE names the modules, WIJKTEAM_MUTATE_TO the file for what was found (JSON), WIJKTEAM_MUTANTS how many of
each module are tried.
"""

import ast
import gc
import importlib
import json
import os
import pickle
import random
import signal
import sys
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants import Planter, mistakes, without_declarations

_OPTIMIZED = 0x1  # code of a function; that of a class body is not
Key = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Tried:
    module: str
    number: int
    line: int
    what: str
    text: str
    # None: cannot be tried here.
    found: bool | None
    tests: int = 0
    seconds: float = 0


def compiled(path: str, number: int = -1) -> CodeType:
    tree = Planter(number).visit(without_declarations(ast.parse(Path(path).read_text("utf-8"))))
    code: CodeType = compile(ast.fix_missing_locations(tree), path, "exec")
    return code


def functions(code: CodeType) -> Iterator[tuple[Key, CodeType]]:
    """Those of a module and of its classes; what is inside a function goes with it."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_flags & _OPTIMIZED:
                yield (one.co_qualname, one.co_firstlineno), one
            else:
                yield from functions(one)


def in_child(work: Callable[[], Any], *, seconds: float) -> Any:
    """What it gives in a process of its own; None when that was killed or did not end. What it raises, we raise."""
    readable, writable = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setpgid(0, 0)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            os.close(readable)
            try:
                given = pickle.dumps((True, work()))
            except BaseException:
                given = pickle.dumps((False, traceback.format_exc()))
            with os.fdopen(writable, "wb") as stream:
                stream.write(given)
            code = 0
        finally:
            os._exit(code)
    os.close(writable)
    found = b""
    timer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
    timer.start()
    try:
        with os.fdopen(readable, "rb") as stream:
            found = stream.read()
        _, status = os.waitpid(pid, 0)
    finally:
        timer.cancel()
    if status or not found:
        return None
    well, given = pickle.loads(found)  # noqa: S301  (our own child)
    if not well:
        raise RuntimeError(given)
    return given


class Forked:
    def __init__(self, modules: list[str], to: Path, most: int) -> None:
        self.modules, self.to, self.most = modules, to, most
        self.tried: list[Tried] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """An example that a mistake brought up is none to keep."""
        from hypothesis import settings

        settings.register_profile("mutants", settings.default, database=None)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What commits leaves its rows behind when a mistake stops it halfway."""
        keep = []
        for item in items:
            marker = item.get_closest_marker("django_db")
            if not (marker and marker.kwargs.get("transaction")):
                keep.append(item)
        keep.sort(key=lambda item: "django_db" not in item.keywords)
        items[:] = keep

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from django.db import connections

        items = session.items
        # One test that uses the database, so that all that lives as long as the session stands.
        for report in runtestprotocol(items[0], log=False, nextitem=items[1]):
            assert report.passed, report.longreprtext
        for connection in connections.all():
            connection.close()
        paths = {str(importlib.import_module(name).__file__): name for name in self.modules}
        start = time.monotonic()
        known = in_child(lambda: coming_by(items, set(paths)), seconds=1800)
        assert known, "the tests do not pass without a mistake"
        print(f"\n{len(items)} tests in {time.monotonic() - start:.0f} s", flush=True)  # noqa: T201  (a figure)
        by_line, took = known
        for path, name in paths.items():
            self._try(name, path, items, by_line, took)
            self.to.write_text(json.dumps([asdict(one) for one in self.tried], indent=1))
        return True

    def _try(
        self, name: str, path: str, items: list[pytest.Item], by_line: dict[tuple[str, int], set[int]],
        took: dict[int, float],
    ) -> None:  # fmt: skip
        source = Path(path).read_text("utf-8")
        lines = source.splitlines()
        planted = mistakes(source)
        numbers = list(range(len(planted)))
        random.Random(33).shuffle(numbers)
        right = dict(functions(compiled(path)))
        for number in sorted(numbers[: self.most]):
            line, what = planted[number]
            changed = {key: code for key, code in functions(compiled(path, number)) if code != right.get(key)}
            start = time.monotonic()
            found, chosen = None, set[int]()
            if changed:
                ((key, code),) = changed.items()
                chosen = by_line.get((path, line)) or set().union(
                    *(by_line.get((path, one), set()) for one in lines_of(right[key]))
                )
                order = sorted(chosen, key=lambda index: took[index])
                limit = 20 + 10 * sum(took[index] for index in order)
                passed = in_child(_with_it(path, key, code, [items[index] for index in order]), seconds=limit)
                found = passed is not True  # None: it never ended, or took the process with it
            one = Tried(
                module=name, number=number, line=line, what=what, text=lines[line - 1].strip(), found=found,
                tests=len(chosen), seconds=round(time.monotonic() - start, 2),
            )  # fmt: skip
            self.tried.append(one)
            if found is False:
                print(f"not found: {name}:{line} {what}: {one.text} ({one.tests} tests)", flush=True)  # noqa: T201  (a figure)


def lines_of(code: CodeType) -> set[int]:
    own = {line for _, _, line in code.co_lines() if line}
    return own.union(*(lines_of(one) for one in code.co_consts if isinstance(one, CodeType)))


def _with_it(path: str, key: Key, code: CodeType, items: list[pytest.Item]) -> Callable[[], bool]:
    def run() -> bool:
        alive = [
            one
            for one in gc.get_objects()
            if type(one) is FunctionType  # no lazy object is asked what it is
            and one.__code__.co_filename == path
            and (one.__code__.co_qualname, one.__code__.co_firstlineno) == key
        ]
        assert alive, key
        for one in alive:
            one.__code__ = code
        return all(_run(items))

    return run


def _run(items: list[pytest.Item]) -> Iterator[bool]:
    """One by one: passed or not. After each all goes that is not of the session, which just stops in the end."""
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        yield not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def coming_by(
    items: list[pytest.Item], paths: set[str]
) -> tuple[dict[tuple[str, int], set[int]], dict[int, float]] | None:
    """Which tests come by which line of these files, and how long each takes. None when one fails."""
    by_line: dict[tuple[str, int], set[int]] = defaultdict(set)
    took: dict[int, float] = {}
    now = 0

    def lines(frame: FrameType, event: str, _: Any) -> Any:
        by_line[frame.f_code.co_filename, frame.f_lineno].add(now)
        return lines

    def calls(frame: FrameType, event: str, _: Any) -> Any:
        return lines(frame, event, _) if frame.f_code.co_filename in paths else None

    threading.settrace(calls)
    start = time.monotonic()
    sys.settrace(calls)
    for well in _run(items):
        took[now] = time.monotonic() - start
        if not well:
            Path(os.environ["WIJKTEAM_MUTATE_TO"]).with_suffix(".failed").write_text(items[now].nodeid)
            return None
        now, start = now + 1, time.monotonic()
    sys.settrace(None)
    return dict(by_line), took


def pytest_configure(config: pytest.Config) -> None:
    if modules := os.environ.get("WIJKTEAM_MUTATE"):
        to, most = Path(os.environ["WIJKTEAM_MUTATE_TO"]), int(os.environ.get("WIJKTEAM_MUTANTS") or 10_000)
        config.pluginmanager.register(Forked(modules.split(","), to, most), "forked-mutants")
