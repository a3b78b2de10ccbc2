"""Where the file of a takeout lies, closed (age), and the key that opens it, closed with that of the installation."""

import base64
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str

from wijkteam.core.backups.age import opened

_SALT = "wijkteam.takeout"
# A file that is younger may belong to somebody who still works on it.
_GRACE_SECONDS = 60 * 60


class KeyIsGone(Exception):
    """The key of the installation is another one now: ask for it again."""


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{_SALT}:{force_str(secret)}".encode()).digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal_key(private: str) -> bytes:
    return _keys().encrypt(private.encode())


def unseal_key(sealed: bytes | memoryview) -> str:
    """Raises KeyIsGone."""
    try:
        return _keys().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise KeyIsGone from error


def folder() -> Path:
    return Path(settings.TAKEOUTS_ROOT)


def place_of(public_id: UUID) -> Path:
    return folder() / f"{public_id.hex}.zip.age"


def part_of(public_id: UUID, run: int) -> Path:
    return folder() / f"{public_id.hex}.{run}.part"


def read_takeout(public_id: UUID, *, private: str) -> Iterator[bytes]:
    """The ZIP, piece by piece. Raises FileNotFoundError at once, and not when the answer has begun."""
    source = place_of(public_id).open("rb")

    def parts() -> Iterator[bytes]:
        with source:
            yield from opened(source, private=private)

    return parts()


def remove_takeout(public_id: UUID) -> None:
    place_of(public_id).unlink(missing_ok=True)


def sweep_folder(*, kept: set[str]) -> int:
    """What belongs to no takeout that is ready: half-made ones of a worker that was killed."""
    removed = 0
    for path in sorted(folder().glob("*")) if folder().is_dir() else ():
        try:
            is_left = path.name.partition(".")[0] not in kept or path.suffix == ".part"
            if is_left and time.time() - path.stat().st_mtime > _GRACE_SECONDS:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed
