"""How far the seeding is: a bar on a terminal, a line every few seconds in a log."""

import sys
import time
from typing import Final

SECONDS_BETWEEN_LINES: Final = 3
WIDTH: Final = 30


class Progress:
    """Written to standard error: standard output belongs to the answer of the command."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._latest = 0.0
        self._start = time.monotonic()
        self._on_terminal = sys.stderr.isatty()

    def step(self, what: str, *, by: int = 1) -> None:
        """`by` of the total are done; `what` is being done now."""
        self._done = min(self._total, self._done + by)
        now = time.monotonic()
        share = self._done / self._total
        if self._on_terminal:
            bar = "#" * round(share * WIDTH)
            sys.stderr.write(f"\r    [{bar:<{WIDTH}}] {share:4.0%}  {what:<40.40}")
            sys.stderr.flush()
        elif now - self._latest >= SECONDS_BETWEEN_LINES:
            self._latest = now
            sys.stderr.write(f"    {share:4.0%} after {now - self._start:.0f} s: {what}\n")
            sys.stderr.flush()

    def finish(self, text: str) -> None:
        start = "\r" if self._on_terminal else ""
        sys.stderr.write(f"{start}    {text:<{WIDTH + 50}}\n" if start else f"    {text}\n")
        sys.stderr.flush()
