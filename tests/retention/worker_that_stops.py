"""The real worker, with one moment at which it stops and waits to be killed: WIJKTEAM_TEST_STOPS_AT names it.

Where it stops it makes the file WIJKTEAM_TEST_STOPPED, so that who kills it knows that it is there.
"""

import os
import time
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init

from wijkteam.celery import app

__all__ = ["app"]
# What the sweep asks for goes to whoever sweeps.
app.conf.task_default_queue = os.environ["WIJKTEAM_TEST_QUEUE"]
# The third file is the one: some are gone already, others wait.
_AT = 3


@worker_process_init.connect
def _plant(**_: Any) -> None:
    from wijkteam.retention.services import carry_out

    moment = os.environ.get("WIJKTEAM_TEST_STOPS_AT", "")
    name, is_before = {
        "before a file goes": ("_destroy", True),
        "after its rows went": ("_destroy", False),
        "while its bytes go": ("remove_file", True),
        "after its bytes went": ("_remove_files", False),
    }.get(moment, ("", False))
    if not name:
        return
    original, calls = getattr(carry_out, name), 0

    def and_stop(*args: Any, **kwargs: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == _AT and is_before:
            _stop()
        original(*args, **kwargs)
        if calls == _AT:
            _stop()

    setattr(carry_out, name, and_stop)


def _stop() -> None:
    Path(os.environ["WIJKTEAM_TEST_STOPPED"]).touch()
    time.sleep(600)
