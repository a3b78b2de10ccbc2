"""Waiting for a lock without keeping others waiting.

PostgreSQL lets nobody read a table while somebody waits to change it. So who changes tables waits a second at most,
lets go, and tries again when others have had their turn.
"""

import logging
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

log = logging.getLogger(__name__)
TRIES: Final = 10
_PAUSE: Final = 1.0
T = TypeVar("T")


def patiently(work: Callable[[], T], *, tries: int = TRIES, pause: float = _PAUSE) -> T:
    """Do `work`, which may be done again from where it stopped, until it gets its locks."""
    for attempt in range(1, tries + 1):
        try:
            return work()
        except OperationalError as error:
            if attempt == tries or not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            log.warning("a table is in use: attempt %s of %s", attempt, tries)
            time.sleep(pause)
    raise AssertionError("unreachable")
