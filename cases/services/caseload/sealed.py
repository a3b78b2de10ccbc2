"""A file with the names of a whole neighbourhood in it, closed with a key of the installation while it waits."""

from wijkteam.core import sealing
from wijkteam.core.sealing import SealIsGone

__all__ = ["SealIsGone", "seal", "unseal"]
_PURPOSE = "wijkteam.caseload"


def seal(content: bytes) -> bytes:
    return sealing.seal(content, purpose=_PURPOSE)


def unseal(content: bytes | memoryview) -> bytes:
    """Raises SealIsGone."""
    return sealing.unseal(content, purpose=_PURPOSE)
