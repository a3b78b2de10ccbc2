"""What the person at the terminal sees of the work: a line for each step, and how long it took.

Only the standard library: this also runs before anything is installed. Only ASCII: whatever the
terminal's language is.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


class Failed(Exception):
    """Something that the person at the terminal can understand and mend. The text says how."""


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Progress:
    """A counter: rewritten in place on a terminal, a line now and then in a log.

    Without a `total` it only counts.
    """

    def __init__(self, label: str, total: int | None = None) -> None:
        self._label = label
        self._total = total
        self._done = 0
        self._in_place = sys.stdout.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._in_place and self._done:
            say()

    def step(self) -> None:
        self._done += 1
        text = f"    {self._label}: {self._done}" + (f" of {self._total}" if self._total else "")
        if self._in_place:
            print(f"\r{text}", end="", flush=True)
        elif self._done % 20 == 0:
            say(text)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say that a step begins and, when it went well, how long it took."""
    say(f"==> {name}")
    start = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - start:.1f} s")


def up_to_date(name: str) -> None:
    say(f"==> {name}: up to date")
