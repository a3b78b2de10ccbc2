"""A server beside ours that does not answer is left alone for a moment, so that a page does not wait for it again."""

import time
from typing import Final

PAUSE: Final = 5.0


class Away:
    """Whether something is away. After a failure nobody asks for PAUSE seconds; then one asks, and all know."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._until = 0.0

    def is_away(self) -> bool:
        """False also for the one who tries again: to be followed by `worked` or `failed`."""
        if not self._until:
            return False
        now = time.monotonic()
        if now < self._until:
            return True
        self._until = now + self._pause
        return False

    def failed(self) -> None:
        self._until = time.monotonic() + self._pause

    def worked(self) -> None:
        self._until = 0.0
