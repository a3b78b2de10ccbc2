"""The shared cache as something to do without: when Valkey is away or hangs, pages are slower, never broken."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as ValkeyConnectionError
from redis.exceptions import TimeoutError as ValkeyTimeoutError

log = logging.getLogger(__name__)


def _or(fallback: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(self: "OptionalCache", *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except (ValkeyConnectionError, ValkeyTimeoutError) as error:
                log.warning("cache is away: %s", type(error).__name__)
                return fallback(*args, **kwargs)

        return call

    return decorate


def _given_default(key: Any, default: Any = None, version: Any = None) -> Any:
    return default


class OptionalCache(RedisCache):
    """Reads find nothing and writes are dropped while Valkey does not answer within the socket timeout.

    Sessions go on from the database; rate limits let through (a resident must be able to ask for help), which is
    logged so that operators see it.
    """

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
