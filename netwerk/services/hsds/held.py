"""A file that somebody sent to look at first, kept for half an hour until they say yes."""

import secrets
import zlib

from django.core.cache import cache

from wijkteam.accounts.models import User

_SECONDS = 30 * 60


def _key(token: str, by: User) -> str:
    return f"hsds-file:{by.pk}:{token}"


def hold(data: bytes, *, by: User) -> str:
    """The token with which the same person gets it back."""
    token = secrets.token_urlsafe(24)
    cache.set(_key(token, by), zlib.compress(data, 1), _SECONDS)
    return token


def held(token: str, *, by: User) -> bytes | None:
    """None when it is too long ago, was sent by somebody else, or the cache is away."""
    packed = cache.get(_key(token, by))
    return None if packed is None else zlib.decompress(packed)


def let_go(token: str, *, by: User) -> None:
    cache.delete(_key(token, by))
