"""The file with the seals of the read log: a line for each hour, outside the database.

Triggers and rights keep everybody from changing the log, but not who is above both: the administrator of the database.
So each closed hour gets the hash of its lines, sealed with a key that is not in the database and tied to the seal
before it. Whoever changes, adds or removes a line later, or a seal, is found by `check_log`; a copy of the file kept
elsewhere also finds who replaced the whole of it.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from wijkteam.audit.models import ReadLog

HOUR = timedelta(hours=1)
# An hour is sealed when nothing can be added to it any more: no transaction of ours lasts as long as this.
CLOSED_AFTER = timedelta(hours=1)
_SALT = "wijkteam.audit.seals"
_COLUMNS = [field.attname for field in ReadLog._meta.concrete_fields]


class BrokenSeals(Exception):
    """The file is not as it was written: `hour` is the first that cannot be trusted."""

    def __init__(self, hour: str) -> None:
        super().__init__(hour)
        self.hour = hour


@dataclass(frozen=True, kw_only=True)
class Seal:
    """`anew` says why sealing began anew here, for example after a restore; then nothing before it is compared."""

    hour: str
    lines: int
    digest: str
    anew: str = ""
    seal: str = ""

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.hour)

    def sealed(self, after: str) -> "Seal":
        return Seal(**{**asdict(self), "seal": _hmac(self, after, settings.SECRET_KEY)})

    def is_whole(self, after: str) -> bool:
        """Whether it is what we wrote behind `after`; also with a key that was replaced since."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(constant_time_compare(self.seal, _hmac(self, after, key)) for key in keys)


def _hmac(seal: Seal, after: str, key: str | bytes) -> str:
    content = json.dumps([after, seal.hour, seal.lines, seal.digest, seal.anew])
    return salted_hmac(_SALT, content, secret=key, algorithm="sha256").hexdigest()


def digest_of(hour: datetime) -> tuple[int, str]:
    """How many lines that hour of the log has, and their hash."""
    rows = ReadLog.objects.filter(at__gte=hour, at__lt=hour + HOUR).order_by("pk").values_list(*_COLUMNS)
    total = hashlib.sha256()
    count = 0
    for row in rows.iterator(chunk_size=5000):
        total.update(json.dumps([_plain(value) for value in row]).encode() + b"\n")
        count += 1
    return count, total.hexdigest()


def seals_between(seals: list[Seal], starts_at: datetime | None, ends_at: datetime) -> list[Seal]:
    """Those of the hours of a month; without a start, of everything before its end."""
    return [one for one in seals if one.starts_at < ends_at and (starts_at is None or one.starts_at >= starts_at)]


def digest_of_seals(seals: list[Seal]) -> str:
    """What a month that was thrown away is told by: the seals of its hours, one after the other."""
    return hashlib.sha256("\n".join(seal.seal for seal in seals).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else value


def path_of_seals() -> Path:
    return Path(settings.LOG_SEALS)


def read_seals(path: Path) -> list[Seal]:
    """All of them, from the first.

    Raises:
        BrokenSeals: one was changed, removed or put in between.
    """
    if not path.exists():
        return []
    return _read(path.read_text())


def begin_of(seals: list[Seal]) -> int:
    """Where sealing began (anew) for the last time: what stands before it proves nothing any more."""
    return max((number for number, seal in enumerate(seals) if seal.anew), default=0)


def _read(text: str) -> list[Seal]:
    seals: list[Seal] = []
    for line in text.splitlines():
        try:
            seals.append(Seal(**json.loads(line)))
            _ = seals[-1].starts_at
        except (ValueError, TypeError):
            raise BrokenSeals(seals[-1].hour if seals else "") from None
    begin = begin_of(seals)
    for number in range(begin, len(seals)):
        seal, before = seals[number], seals[number - 1] if number else None
        follows = number == begin or (before is not None and seal.starts_at == before.starts_at + HOUR)
        if not follows or not seal.is_whole(before.seal if before else ""):
            raise BrokenSeals(seal.hour)
    return seals


@contextmanager
def writing(path: Path) -> Iterator[tuple[list[Seal], IO[str]]]:
    """The seals that there are and the file to add to; one process at a time, the others wait.

    Raises:
        BrokenSeals: nothing is built on a file that is not as it was written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        whole = text[: text.rfind("\n") + 1]
        if whole != text:  # the machine stopped halfway through a line
            file.truncate(len(whole.encode()))
        yield _read(whole), file
