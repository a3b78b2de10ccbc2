"""The real worker, with one moment at which it stops and waits to be killed: WIJKTEAM_TEST_STOPS_AT names it.

Where it stops it makes the file WIJKTEAM_TEST_STOPPED, so that who kills it knows that it is there.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.signals import task_postrun, worker_process_init

from wijkteam.celery import app

__all__ = ["app"]
# What the sweep asks for goes to whoever sweeps.
app.conf.task_default_queue = os.environ["WIJKTEAM_TEST_QUEUE"]


def _stop(*_: Any, **__: Any) -> None:
    Path(os.environ["WIJKTEAM_TEST_STOPPED"]).touch()
    time.sleep(600)


def _before(module: Any, name: str) -> None:
    setattr(module, name, _stop)


def _after(module: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(module, name)

    def and_stop(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        _stop()

    setattr(module, name, and_stop)


@worker_process_init.connect
def _plant(**_: Any) -> None:
    from wijkteam.reports.models import PublishedCell
    from wijkteam.reports.services import make_report, run_job

    moment = os.environ.get("WIJKTEAM_TEST_STOPS_AT", "")
    if moment == "before it is taken":
        _before(run_job, "_take")
    elif moment == "after it is taken":
        _after(run_job, "_take")
    elif moment == "while counts are taken":
        _before(make_report, "decide_and_keep")
    elif moment == "while the ledger is written":
        _before(PublishedCell.objects, "bulk_create")
    elif moment == "after counts are kept":
        _after(run_job, "keep_counts")
    elif moment == "while the report is written":
        _before(make_report, "report_content")
    elif moment == "before the commit":
        _after(run_job, "_end")
    elif moment == "after the commit, before the message is done":
        task_postrun.connect(_stop, weak=False)
