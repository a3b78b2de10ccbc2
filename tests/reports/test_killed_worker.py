"""A real worker, killed at any moment, and the next one: exactly one report, byte for byte the one that was wanted."""

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from kombu import Connection

from tests.promises import Measured
from tests.reports.conftest import NOW, OCTOBER, Place
from wijkteam.celery import app
from wijkteam.reports.enums import JobState
from wijkteam.reports.models import DisclosureAudit, MonthlyReport, MonthSnapshot, PublishedCell, ReportJob
from wijkteam.reports.services.ask_for_report import ask_for_report
from wijkteam.reports.services.make_report import make_report

MOMENTS = [
    "before it is taken",
    "after it is taken",
    "while counts are taken",
    "while the ledger is written",
    "after counts are kept",
    "while the report is written",
    "before the commit",
    "after the commit, before the message is done",
]
# Of the worker that is killed, and of the one that comes after it.
DOOMED, NEXT = (f"{name}-{os.getpid()}" for name in ("doomed", "next"))
SWEEPS_EVERY = 60
pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@contextlib.contextmanager
def worker(folder: Path, queue: str, *, stops_at: str = "") -> Iterator[Path]:
    """A worker with one process, as production starts it. Gives the file that it makes where it stops."""
    stopped = folder / "stopped"
    stopped.unlink(missing_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.reports.worker_settings",
        "WIJKTEAM_DB_ROLE": "worker",
        "WIJKTEAM_DB_NAME": connection.settings_dict["NAME"],
        "WIJKTEAM_TEST_QUEUE": queue,
        "WIJKTEAM_TEST_STOPS_AT": stops_at,
        "WIJKTEAM_TEST_STOPPED": str(stopped),
    }
    command = [
        sys.executable, "-W", "ignore", "-m", "celery", "--app", "tests.reports.worker_that_stops", "worker",
        "--concurrency", "1", "--queues", queue, "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield stopped
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the worker and the process that does its work, at once
            process.wait()


def wait_until(true: Any, folder: Path, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, (folder / "worker.log").read_text()[-3000:]
        time.sleep(0.05)


def send(queue: str, name: str, **message: Any) -> None:
    with Connection(settings.CELERY_BROKER_URL) as broker:
        app.send_task(name, kwargs=message, queue=queue, connection=broker)


@pytest.fixture(scope="module")
def next_worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One that nobody kills; it hears of nothing until a test sends it something."""
    folder = tmp_path_factory.mktemp("next")
    with worker(folder, NEXT):
        yield folder


@pytest.fixture(autouse=True)
def _messages_go_through_the_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other tests run tasks where they are asked for."""
    task = app.tasks["reports.run_job"]
    monkeypatch.setattr(task, "delay", lambda **message: send(DOOMED, "reports.run_job", **message))
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def kept() -> dict[str, Any]:
    """All that a report leaves behind, as bytes where bytes were promised."""
    reports = MonthlyReport.objects.order_by("pk").values_list("scope", "version", "content")
    cells = PublishedCell.objects.order_by("scope", "key").values_list("scope", "key", "status", "shown", "is_small")
    audits = DisclosureAudit.objects.order_by("pk").values_list("snapshot_sha256", "world", "changes", "witnesses")
    return {
        "reports": [json.dumps(one, sort_keys=True) for one in reports],
        "cells": list(cells),
        "audits": [json.dumps(one, sort_keys=True) for one in audits],
        "snapshots": MonthSnapshot.objects.count(),
    }


@pytest.fixture
def wanted(place: Place) -> dict[str, Any]:
    """What comes out when nothing happens: made, looked at and undone."""
    place.crowd(dt.date(2026, 9, 1))
    for _ in range(3):
        place.case(dt.date(2026, 10, 8))
    with contextlib.suppress(_NotKept), transaction.atomic():
        make_report(team=place.team, month=OCTOBER, at=NOW)
        found = kept()
        raise _NotKept
    assert not MonthSnapshot.objects.exists()
    return found


class _NotKept(Exception):
    pass


@pytest.mark.parametrize("moment", MOMENTS)
def test_g08_killed_at_any_moment_it_ends_with_one_report(
    place: Place, wanted: dict[str, Any], tmp_path: Path, next_worker: Path, moment: str, measured: Measured
) -> None:
    killed_at(moment, place, wanted, tmp_path, next_worker, measured)


def killed_at(
    moment: str, place: Place, wanted: dict[str, Any], tmp_path: Path, next_worker: Path, measured: Measured,
    *, at_full_size: bool = False,
) -> None:  # fmt: skip
    with worker(tmp_path, DOOMED, stops_at=moment) as stopped:
        job = ask_for_report(team=place.team, month=OCTOBER, at=NOW)
        wait_until(stopped.exists, tmp_path)
    before = ReportJob.objects.get()
    assert before.runs == (0 if moment == MOMENTS[0] else 1)
    assert MonthlyReport.objects.count() == (1 if moment == MOMENTS[-1] else 0)

    # The sweep finds what nobody finished: that who held it is dead shows at once.
    killed = time.monotonic()
    send(NEXT, "reports.sweep_jobs")
    send(NEXT, "reports.run_job", job_id=job.pk)  # and its message, which the broker hands out again
    wait_until(lambda: not ReportJob.objects.get().is_open, next_worker)
    took = time.monotonic() - killed
    send(NEXT, "reports.run_job", job_id=job.pk)
    send(NEXT, "reports.sweep_jobs")
    wait_until(lambda: _is_empty(NEXT), next_worker)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.report == MonthlyReport.objects.get()
    assert job.runs == (1 if moment in (MOMENTS[0], MOMENTS[-1]) else 2)
    assert kept() == wanted
    for part in ("short", "long") if at_full_size else ("short",):
        measured.add("G08", "kills, each time 1 report with the same bytes", 1, part=part)
        measured.worst("G08", "done after", took + SWEEPS_EVERY, "s, the minute of the sweep included", part=part)
    assert took + SWEEPS_EVERY <= 300


def _is_empty(queue: str) -> bool:
    """Valkey keeps no empty list: a queue that is not there has nothing in it."""
    with Connection(settings.CELERY_BROKER_URL) as broker:
        channel: Any = broker.default_channel
        return bool(channel.client.llen(queue) == 0)
