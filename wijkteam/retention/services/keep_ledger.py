"""The ledger of destructions, also outside the database: a backup of before a destruction knows nothing of it."""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from cases.services.store_file import remove_file
from wijkteam.retention.models import Residue

_FIELDS = (
    "list_id", "case_id", "case_public_id", "household_id", "household_gone", "people", "files", "rows", "ground",
    "years", "due_on", "destroyed_at", "destroyed_by",
)  # fmt: skip


class LedgerIsBroken(Exception):
    """A line of the file cannot be read; `number` counts from one."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"line {number} of the ledger cannot be read")


def ledger_path() -> Path:
    return Path(settings.DESTRUCTION_LEDGER)


def read_ledger(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of the file. A last line that was cut off by a crash is no line: it is written again.

    Raises:
        LedgerIsBroken
    """
    if not path.exists():
        return
    text = path.read_text("utf-8")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            found = json.loads(line)
            yield {name: found[name] for name in _FIELDS}
        except (ValueError, KeyError, TypeError):
            if number == len(lines):
                return
            raise LedgerIsBroken(number) from None


def write_ledger() -> int:
    """Bring the file up to what the table says, made lasting and put there in one move. Returns how many are new."""
    path = ledger_path()
    known = {line["case_public_id"]: line for line in read_ledger(path)}
    rows = [_line(row) for row in Residue.objects.order_by("pk")]
    new = [row for row in rows if row["case_public_id"] not in known]
    if not new:
        return 0
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for line in [*known.values(), *new]:
            file.write(json.dumps(line, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    return len(new)


def append_line(*, case_id: int) -> None:
    """Right after a file is gone, so that a restore of a minute later knows of it. Twice on file does no harm."""
    row = Residue.objects.filter(case_id=case_id).last()
    if row is None:
        return
    path = ledger_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        if size := file.seek(0, os.SEEK_END):
            file.seek(size - 1)
            if file.read(1) != b"\n":  # a crash cut the last line off
                write_ledger()
                return
        file.write((json.dumps(_line(row), sort_keys=True) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())


def _line(row: Residue) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(
        json.dumps({name: getattr(row, name) for name in _FIELDS}, cls=DjangoJSONEncoder)
    )
    return plain


def replay(lines: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Destroy again what a restored database brought back. Returns how many were read, and how many had come back.

    For the owner of the tables: it goes round the road of a list, as the road was walked already.
    """
    read = back = 0
    for line in lines:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT replay_destruction(%s)", [json.dumps(dict(line))])
            (made,) = cursor.fetchone()
        read += 1
        if made is not None:
            back += 1
            found = made if isinstance(made, dict) else json.loads(made)
            for name in found["files"]:
                _remove(name)
        for name in line["files"]:
            _remove(name)
    return read, back


def _remove(name: str) -> None:
    remove_file(UUID(name))
