"""Bytes on disk, under a random name. A file is there in full or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings


def place_of(name: UUID) -> Path:
    return Path(settings.ATTACHMENTS_ROOT) / name.hex[:2] / name.hex


def write_file(*, name: UUID, content: bytes) -> None:
    """Written beside its place, made lasting, and then put there in one move; only the application may read it."""
    target = place_of(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def open_file_of(name: UUID) -> BinaryIO:
    """Raises FileNotFoundError."""
    return place_of(name).open("rb")


def remove_file(name: UUID) -> None:
    place_of(name).unlink(missing_ok=True)


def stored_files() -> Iterator[tuple[Path, str]]:
    """Everything that lies there, with the name that a row would know it by (empty for half-written ones)."""
    root = Path(settings.ATTACHMENTS_ROOT)
    for path in sorted(root.glob("??/*")) if root.is_dir() else ():
        yield path, "" if path.suffix else path.name
