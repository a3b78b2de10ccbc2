"""G09: the cache may go away; pages may not."""

import time

import pytest

from wijkteam.core.cache import OptionalCache


@pytest.fixture
def away() -> OptionalCache:
    return OptionalCache("unix:///nowhere/valkey.sock?db=1", {"OPTIONS": {"socket_connect_timeout": 0.2}})


def test_g09_a_cache_that_is_away_finds_nothing_and_breaks_nothing(away: OptionalCache) -> None:
    started = time.monotonic()
    away.set("key", "value")
    assert away.get("key") is None
    assert away.get("key", "default") == "default"
    assert away.add("key", 0) is True
    assert away.incr("key") == 1
    assert away.get_many(["key"]) == {}
    assert away.has_key("key") is False
    assert away.delete("key") is False
    assert time.monotonic() - started < 3
