"""Bytes that wait in the database, closed with a key of the installation: a stolen copy of the table says nothing."""

import base64
import hashlib
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str


class SealIsGone(Exception):
    """The key of that time is not there any more: what was closed with it has to be made again."""


def _keys(purpose: str) -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{purpose}:{force_str(secret)}".encode()).digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(content: bytes, *, purpose: str) -> bytes:
    """Each purpose has keys of its own: what was closed for one opens for no other."""
    return _keys(purpose).encrypt(zlib.compress(content, 1))


def unseal(content: bytes | memoryview, *, purpose: str) -> bytes:
    """Raises SealIsGone."""
    try:
        return zlib.decompress(_keys(purpose).decrypt(bytes(content)))
    except InvalidToken as error:
        raise SealIsGone from error
