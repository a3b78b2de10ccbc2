"""The queue and cache that the demo and the tests stand on."""

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.valkey import ValkeyServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path / "a folder with spaces")
    server.start()
    yield server
    server.remove()


def kill(server: ValkeyServer) -> None:
    os.kill(server.pid, signal.SIGKILL)
    while not server.has_ended():
        time.sleep(0.01)


def test_starts_over_the_socket_that_a_killed_server_left(server: ValkeyServer) -> None:
    kill(server)
    assert server.socket.exists()
    assert not server.is_alive()
    start = time.monotonic()
    server.start()
    assert server.is_alive()
    assert time.monotonic() - start < 5


def test_a_durable_server_keeps_its_queue_through_a_stop(server: ValkeyServer) -> None:
    server.client().lpush("celery", "a message")
    server.stop()
    server.start()
    assert server.client().lrange("celery", 0, -1) == [b"a message"]


def test_a_durable_server_keeps_its_queue_through_a_crash(server: ValkeyServer) -> None:
    server.client().lpush("celery", "a message")
    time.sleep(1.2)  # it writes every second
    kill(server)
    server.start()
    assert server.client().lrange("celery", 0, -1) == [b"a message"]


def test_a_server_for_tests_keeps_nothing(tmp_path: Path) -> None:
    server = ValkeyServer(tmp_path / "valkey", durable=False)
    server.start()
    server.client().set("key", "value")
    server.stop()
    server.start()
    assert server.client().get("key") is None
    server.remove()


def test_a_full_cache_never_drops_a_message(server: ValkeyServer) -> None:
    assert server.client().config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_nobody_else_gets_in(server: ValkeyServer) -> None:
    assert server.client().config_get("port") == {"port": "0"}
    assert stat.S_IMODE(server.socket.parent.stat().st_mode) == 0o700


def test_a_server_left_running_is_stopped_first(server: ValkeyServer) -> None:
    server.client().set("key", "value")
    other = ValkeyServer(server.folder)
    other.start()
    try:
        assert other.client().get("key") == b"value"
        assert other.pid != server.pid
        end = time.monotonic() + 5
        while not server.has_ended():
            assert time.monotonic() < end, "two servers wrote one file"
            time.sleep(0.01)
    finally:
        other.stop()


def test_removing_leaves_nothing(server: ValkeyServer) -> None:
    sockets = server.socket.parent
    server.remove()
    assert not sockets.exists()
    assert not server.folder.exists()
