"""Keep what the library of the solver writes by itself off standard output."""

import contextlib
import ctypes
import os
import threading
from collections.abc import Iterator

_LIBC = ctypes.CDLL(None)
_ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def solver_is_quiet() -> Iterator[None]:
    """HiGHS prints lines past Python, into the buffer of C: emptied into nothing before standard output is put back.

    Without that they would come out when the process ends. What other threads print meanwhile is lost: keep it short.
    """
    with _ONE_AT_A_TIME:
        try:
            kept = os.dup(1)
        except OSError:  # closed: nothing can be printed
            yield
            return
        _LIBC.fflush(None)
        nothing = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nothing, 1)
            yield
        finally:
            _LIBC.fflush(None)
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nothing)
