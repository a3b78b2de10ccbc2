"""When the last backup was made: a small file that the web server, the worker and the backup itself share."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

LATE: Final = timedelta(hours=26)
# The database hands over what was written each minute.
LOG_LATE: Final = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class State:
    """`whole_at` is when the last whole backup began; `log_at` when what was written since was last put away."""

    whole_at: str = ""
    log_at: str = ""


def _file() -> Path:
    return Path(settings.VAR) / "backup" / "last.json"


def read() -> State:
    try:
        return State(**json.loads(_file().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def keep(**changes: str) -> None:
    state = State(**{**asdict(read()), **changes})
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(state)), "utf-8")
    unfinished.replace(file)


def age(moment: str, *, now: datetime | None = None) -> float:
    """Seconds; infinite when there never was one."""
    if not moment:
        return float("inf")
    return ((now or datetime.now(UTC)) - datetime.fromisoformat(moment)).total_seconds()


def whole_age() -> float:
    return age(read().whole_at)


def log_age() -> float:
    return age(read().log_at)


def is_late() -> bool:
    return whole_age() > LATE.total_seconds()
