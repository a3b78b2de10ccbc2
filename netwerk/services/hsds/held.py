"""A directory that somebody sent to look at first, kept for half an hour until they say yes."""

from wijkteam.accounts.models import User
from wijkteam.core import held_files

_KIND = "hsds"


def hold(data: bytes, *, by: User) -> str:
    """The token with which the same person gets it back."""
    return held_files.hold(data, kind=_KIND, owner=by.pk)


def held(token: str, *, by: User) -> bytes | None:
    """None when it is too long ago, was sent by somebody else, or the cache is away."""
    return held_files.held(token, kind=_KIND, owner=by.pk)


def let_go(token: str, *, by: User) -> None:
    held_files.let_go(token, kind=_KIND, owner=by.pk)
