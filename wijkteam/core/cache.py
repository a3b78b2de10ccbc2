"""The shared cache as something to do without: when Valkey is away or hangs, pages are slower, never broken."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as ValkeyConnectionError
from redis.exceptions import TimeoutError as ValkeyTimeoutError

from wijkteam.core.away import Away

log = logging.getLogger(__name__)
# Of each server, for all threads of this process.
_away: Final[dict[str, Away]] = {}
# What had to be forgotten while nobody listened, so that it does not come back with the server. Of this process alone,
# which may be killed first: the copy of a session that ended lives half a minute (accounts/models/session.py).
_owed: Final[dict[str, set[tuple[str, Any]]]] = {}
_MOST_OWED: Final = 10_000


def _or(fallback: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(self: "OptionalCache", *args: Any, **kwargs: Any) -> Any:
            away = _away.setdefault(self.address, Away())
            if not away.is_away():
                try:
                    self.settle()
                    found = method(self, *args, **kwargs)
                except (ValkeyConnectionError, ValkeyTimeoutError) as error:
                    away.failed()
                    log.warning("cache is away: %s", type(error).__name__)
                else:
                    away.worked()
                    return found
            if method.__name__.startswith("delete"):
                self.owe(*args, **kwargs)
            return fallback(*args, **kwargs)

        return call

    return decorate


def _given_default(key: Any, default: Any = None, version: Any = None) -> Any:
    return default


class OptionalCache(RedisCache):
    """Reads find nothing and writes are dropped while Valkey does not answer within the socket timeout.

    Sessions go on from the database; rate limits let through (a resident must be able to ask for help), which is
    logged so that operators see it. Who did not answer is left alone for some seconds; what had to be deleted then is
    deleted before anything else is asked.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.address = str(server)

    def owe(self, keys: Any, version: Any = None) -> None:
        owed = _owed.setdefault(self.address, set())
        for key in [keys] if isinstance(keys, str) else keys:
            if len(owed) < _MOST_OWED:
                owed.add((key, version))

    def settle(self) -> None:
        owed = _owed.get(self.address)
        while owed:
            key, version = next(iter(owed))
            super().delete(key, version)
            owed.discard((key, version))

    def _count(self, steps: Mapping[str, int], *, lives: int) -> None:
        """Add to numbers, that begin at nothing and live so many seconds after they began; all in one question."""
        pipe = self._cache.get_client(None, write=True).pipeline(transaction=False)
        for name, by in steps.items():
            key = self.make_and_validate_key(name)
            pipe.incrby(key, by)
            pipe.expire(key, lives, nx=True)
        pipe.execute()

    count = _or(lambda *args, **kwargs: None)(_count)
    get = _or(_given_default)(RedisCache.get)
    get_many = _or(lambda *args, **kwargs: {})(RedisCache.get_many)
    set = _or(lambda *args, **kwargs: None)(RedisCache.set)
    set_many = _or(lambda data, *args, **kwargs: [])(RedisCache.set_many)
    add = _or(lambda *args, **kwargs: True)(RedisCache.add)
    touch = _or(lambda *args, **kwargs: False)(RedisCache.touch)
    delete = _or(lambda *args, **kwargs: False)(RedisCache.delete)
    delete_many = _or(lambda *args, **kwargs: None)(RedisCache.delete_many)
    has_key = _or(lambda *args, **kwargs: False)(RedisCache.has_key)
    incr = _or(lambda key, delta=1, version=None: delta)(RedisCache.incr)
