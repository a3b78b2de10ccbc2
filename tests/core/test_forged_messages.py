"""T29: whoever can write in the queue makes a worker do nothing that the application did not ask for.

A message carries ids and nothing else, and only as JSON; the worker looks in the database what is to be done.
"""

import base64
import inspect
import json
import os
import pickle
import uuid
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from kombu import Connection, Producer, Queue

from tests.conftest import as_owner
from tests.retention.killed_worker import approved_list, send, wait_until, worker
from wijkteam.celery import app
from wijkteam.retention.models import DestructionList
from wijkteam.retention.services.walk_list import confirm_list

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
QUEUE = f"forged-{os.getpid()}"
MESSAGES = 150
CANARY = "kanariepiet"
ODD: list[Any] = [0, -1, 2**31, 2**63, 10**40, None, True, "1", "1 OR 1=1", "x" * 1000, [1], {"id": 1}, 1.5, "\0", {}]


class Touch:
    """What a pickle would do when somebody opened it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.path),))


def own_tasks() -> list[str]:
    """Those that are told what to work on. The others do what the clock asks of them each night, and no more."""
    app.loader.import_default_modules()
    found = []
    for name, task in app.tasks.items():
        parameters = inspect.signature(task.run).parameters.values()
        if not name.startswith("celery.") and any(one.kind is one.KEYWORD_ONLY for one in parameters):
            found.append(name)
    return sorted(found)


def forged(folder: Path) -> Iterator[Any]:
    """Bodies, headers and kinds, without end."""
    tasks, number = own_tasks(), 0
    evil = pickle.dumps(Touch(folder / "opened"))
    embed = {"callbacks": [{"task": "retention.sweep", "args": [], "kwargs": {}}], "errbacks": None, "chain": None}
    while True:
        name, odd = tasks[number % len(tasks)], ODD[number % len(ODD)]
        head = {"task": name, "id": str(uuid.uuid4()), "lang": "py", "root_id": None, "parent_id": None}
        ids = dict.fromkeys(("list_id", "job_id", "report_id", "signal_id", "draft_id", "user_id", "month"), odd)
        yield from (
            {"body": json.dumps([[], ids, {}]), "headers": head, "content_type": "application/json"},
            {"body": json.dumps([[odd] * 3, {}, embed]), "headers": head, "content_type": "application/json"},
            {"body": evil, "headers": head, "content_type": "application/x-python-serialize"},
            {"body": evil, "headers": head, "content_type": "application/data"},
            {"body": json.dumps([[], {}, {}]), "headers": head | {"task": f"os.system{number}"},
             "content_type": "application/json"},
            {"body": json.dumps([["x", name], {}, {}]), "headers": head | {"task": "celery.chord_unlock"},
             "content_type": "application/json"},  # Celery's own, which asks for itself again without end
            {"body": json.dumps([[], {}, {}]), "headers": {}, "content_type": "application/json"},
            {"body": json.dumps({"task": name, "kwargs": ids}), "headers": {}, "content_type": "application/json"},
            {"body": "{" * 99, "headers": head, "content_type": "application/json"},
            {"body": b"\xff\xfe\x00", "headers": head, "content_type": "text/plain"},
            {"body": json.dumps([["x" * (2_000_000 if number == 0 else 9)], {}, {}]), "headers": head,
             "content_type": "application/json"},
            *(
                {"body": "[[], {}, {}]", "headers": head | {header: odd}, "content_type": "application/json"}
                for header in ("timelimit", "expires", "shadow", "eta")
            ),
            {"body": "!!python/object/apply:os.mkdir ['x']", "headers": head, "content_type": "application/x-yaml"},
        )  # fmt: skip
        number += 1


def raw(name: str) -> list[bytes]:
    """What is no message at all, or only looks like one: it never gets as far as Celery."""
    properties = {
        "delivery_tag": str(uuid.uuid4()), "body_encoding": "base64", "delivery_mode": 2, "priority": 0,
        "delivery_info": {"exchange": "", "routing_key": QUEUE},
    }  # fmt: skip
    whole = {
        "body": base64.b64encode(b"[[], {}, {}]").decode(), "content-encoding": "utf-8", "properties": properties,
        "content-type": "application/json", "headers": {"task": name, "id": str(uuid.uuid4())},
    }  # fmt: skip

    def changed(part: str, key: str, value: Any) -> dict[str, Any]:
        return {**whole, part: {**whole[part], key: value}}  # type: ignore[dict-item]  # the parts that are asked for

    bomb = base64.b64encode(zlib.compress(b"[" * 50_000_000, 9)).decode()
    odds: list[Any] = [None, 1, "x", [1], {"x": 1}]
    looks_like_one: list[Any] = [
        *({key: whole[key] for key in whole if key != gone} for gone in whole),
        *({**whole, key: odd} for key in whole for odd in odds),
        *(changed("properties", key, odd) for key in properties for odd in [*odds, -1, "\0", CANARY]),
        {**changed("headers", "compression", "gzip"), "body": bomb},
        {**changed("headers", "compression", CANARY), "body": "x"},
        {**whole, "body": "geen base64!"},
        {"__type__": "datetime", "__value__": CANARY},
        {"__type__": "decimal", "__value__": CANARY},
    ]
    return [
        b"", b"\0", b"\xff\xfe", b"null", b"[]", b"7", b'"x"', b"{}", b"NaN", b"{" * 5_000, b"[" * 200_000,
        b"9" * 1_000_000, b"\0" * 5_000_000, CANARY.encode(), f'{{"body": "{CANARY}'.encode(),
        *(os.urandom(size) for size in (1, 10, 1_000, 100_000)),
        *(json.dumps(one).encode() for one in looks_like_one),
    ]  # fmt: skip


def everything_kept() -> dict[str, int]:
    """A hash of each table."""
    found = {}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(sum(hashtext(t::text)::bigint), 0)::bigint FROM {table} t")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture(autouse=True)
def _messages_go_through_the_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other tests run tasks where they are asked for."""
    monkeypatch.setattr(app.tasks["retention.carry_out"], "delay", lambda **message: None)
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def test_t29_forged_messages_do_nothing_and_the_worker_lives_on(tmp_path: Path) -> None:
    made = approved_list(1)
    before = everything_kept()
    with Connection(settings.CELERY_BROKER_URL) as broker:
        channel = broker.channel()
        producer = Producer(channel)
        queue = Queue(QUEUE, routing_key=QUEUE, channel=channel)
        queue.declare()
        for message in islice(forged(tmp_path), MESSAGES):
            body, headers, kind = message["body"], message["headers"], message["content_type"]
            encoding = "binary" if isinstance(body, bytes) else "utf-8"
            producer.publish(body, routing_key=QUEUE, headers=headers, content_type=kind, content_encoding=encoding)
        client: Any = channel.client  # type: ignore[attr-defined]  # of Valkey
        assert client.llen(QUEUE) == MESSAGES
        with worker(tmp_path, QUEUE):
            wait_until(lambda: client.llen(QUEUE) == 0, tmp_path, seconds=90)
            # Alive: what the application asks next is done, and by then the forged ones are behind.
            send(QUEUE, "retention.carry_out", list_id=made.pk)
            # Others, and workers that were killed, have messages of theirs there.
            wait_until(
                lambda: client.llen(QUEUE) == 0 and not any(QUEUE.encode() in one for one in client.hvals("unacked")),
                tmp_path,
                seconds=90,
            )
            changed = {table for table, found in everything_kept().items() if found != before[table]}
            assert not changed, "nobody confirmed this list"
            confirm_list(destruction=made, by=made.drawn_up_by, at=timezone.now())
            send(QUEUE, "retention.carry_out", list_id=made.pk)
            wait_until(lambda: DestructionList.objects.get(pk=made.pk).ended_at is not None, tmp_path, seconds=90)
    assert not (tmp_path / "opened").exists()
    log = (tmp_path / "worker.log").read_text(errors="replace")
    assert "WorkerLostError" not in log


def test_t29_bytes_that_are_no_message_are_thrown_away_and_the_worker_lives_on(tmp_path: Path) -> None:
    """In the queue, on the channel of orders to workers, and among what another worker is said to be doing."""
    made = approved_list(1)
    with Connection(settings.CELERY_BROKER_URL) as broker:
        client: Any = broker.channel().client  # type: ignore[attr-defined]  # of Valkey
        given = raw("nobody.knows_this")
        started_with, later = given[::2], given[1::2]
        client.lpush(QUEUE, *started_with)
        for number, one in enumerate(given):
            client.hset("unacked", f"{QUEUE}-{number}", one)
            client.zadd("unacked_index", {f"{QUEUE}-{number}": 1})
        before = everything_kept()
        with worker(tmp_path, QUEUE):
            wait_until(lambda: client.llen(QUEUE) == 0, tmp_path, seconds=40)
            for one in later:
                client.publish("/0.celery.pidbox", one)
                client.lpush(QUEUE, one)
            wait_until(lambda: client.llen(QUEUE) == 0, tmp_path, seconds=40)
            wait_until(
                lambda: not any(key.startswith(QUEUE.encode()) for key in client.hkeys("unacked")), tmp_path, seconds=40
            )
            changed = {table for table, found in everything_kept().items() if found != before[table]}
            assert not changed
            confirm_list(destruction=made, by=made.drawn_up_by, at=timezone.now())
            send(QUEUE, "retention.carry_out", list_id=made.pk)
            wait_until(lambda: DestructionList.objects.get(pk=made.pk).ended_at is not None, tmp_path, seconds=30)
    log = (tmp_path / "worker.log").read_text(errors="replace")
    assert log.count("thrown away") >= len(given)
    assert CANARY not in log
    assert "Traceback" not in log
    assert "onnection to broker lost" not in log
