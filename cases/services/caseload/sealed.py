"""A file with the names of a whole neighbourhood in it, closed with a key of the installation while it waits."""

import base64
import hashlib
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str

_SALT = "wijkteam.caseload"


class SealIsGone(Exception):
    """The key of that time is not there any more: send the file again."""


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{_SALT}:{force_str(secret)}".encode()).digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(content: bytes) -> bytes:
    return _keys().encrypt(zlib.compress(content, 1))


def unseal(content: bytes | memoryview) -> bytes:
    """Raises SealIsGone."""
    try:
        return zlib.decompress(_keys().decrypt(bytes(content)))
    except InvalidToken as error:
        raise SealIsGone from error
