"""G25: a real worker that destroys, killed, and the next one: nothing is left, in no table, no file, no queue."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from cases.models import Case
from tests.promises import Measured
from tests.retention.killed_worker import approved_list, send, wait_until, words_left, worker
from wijkteam.celery import app
from wijkteam.retention.models import DestructionEntry, DestructionList, Residue
from wijkteam.retention.services.walk_list import confirm_list

DOOMED, NEXT = (f"{name}-destroyer-{os.getpid()}" for name in ("doomed", "next"))
FILES = 20
MOMENTS = ["before a file goes", "after its rows went", "while its bytes go", "after its bytes went"]
pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _messages_go_through_the_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other tests run tasks where they are asked for."""
    task = app.tasks["retention.carry_out"]
    monkeypatch.setattr(task, "delay", lambda **message: send(DOOMED, "retention.carry_out", **message))
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def test_g25_killed_while_it_destroys_nothing_is_left(tmp_path: Path, measured: Measured) -> None:
    measured.is_a_try()  # two hundred: tests/nightly/test_destruction_at_scale.py
    walk(tmp_path, files=FILES, moments=MOMENTS)
    measured("G25", f"{FILES} files, {len(MOMENTS)} kills, 0 words left", part="gone")


def walk(folder: Path, *, files: int, moments: list[str]) -> None:
    """Destroy so many files; at each of these moments the worker is killed, and the last one nobody kills."""
    made = approved_list(files)
    before = words_left()
    assert {"cases_contact", "cases_contactevent", "files on the disk"} <= before.keys()
    confirm_list(destruction=made, by=made.drawn_up_by, at=timezone.now())
    destroyed = Residue.objects.filter(list_id=made.public_id)
    for moment in moments:
        with worker(folder, DOOMED, stops_at=moment) as stopped:
            send(DOOMED, "retention.carry_out", list_id=made.pk)
            wait_until(stopped.exists, folder)
        # Time goes by: what the dead worker held is free again.
        DestructionList.objects.filter(pk=made.pk).update(leased_until=timezone.now())
    assert 0 < destroyed.count() < files
    with worker(folder, NEXT):
        send(NEXT, "retention.sweep")
        send(NEXT, "retention.carry_out", list_id=made.pk)
        wait_until(lambda: DestructionList.objects.get(pk=made.pk).ended_at is not None, folder)
    assert not words_left()
    assert not Case.objects.exists()
    assert destroyed.count() == files
    assert not DestructionEntry.objects.filter(files_removed_at=None).exists()
