"""A file that somebody sent to look at first, kept for half an hour until they say yes."""

import secrets
import zlib

from django.core.cache import cache

_SECONDS = 30 * 60


def _key(token: str, kind: str, owner: int) -> str:
    return f"{kind}-file:{owner}:{token}"


def hold(data: bytes, *, kind: str, owner: int) -> str:
    """The token with which the same person (by id) gets it back."""
    token = secrets.token_urlsafe(24)
    cache.set(_key(token, kind, owner), zlib.compress(data, 1), _SECONDS)
    return token


def held(token: str, *, kind: str, owner: int) -> bytes | None:
    """None when it is too long ago, was sent by somebody else, or the cache is away."""
    packed = cache.get(_key(token, kind, owner))
    return None if packed is None else zlib.decompress(packed)


def let_go(token: str, *, kind: str, owner: int) -> None:
    cache.delete(_key(token, kind, owner))
