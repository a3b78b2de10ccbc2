"""Use case: seal the hours of the read log that are over."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from wijkteam.audit.models import ReadLog
from wijkteam.audit.services.seals import CLOSED_AFTER, HOUR, Seal, digest_of, path_of_seals, writing


def _hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def seal_log(*, at: datetime, anew: str = "", path: Path | None = None) -> int:
    """Add a seal for each hour that closed since the last one; how many. `anew` is why they do not follow each other.

    Raises:
        BrokenSeals: the file is not as it was written; look into that first.
    """
    with writing(path or path_of_seals()) as (seals, file):
        last = seals[-1] if seals else None
        if last is None or anew:
            first = ReadLog.objects.order_by("at").values_list("at", flat=True).first()
            if first is None:
                return 0
            hour = _hour_of(first)
        else:
            hour = last.starts_at + HOUR
        added = 0
        while hour + HOUR + CLOSED_AFTER <= at:
            lines, digest = digest_of(hour)
            seal = Seal(hour=hour.isoformat(), lines=lines, digest=digest, anew="" if added else anew)
            last = seal.sealed(last.seal if last else "")
            file.write(json.dumps(asdict(last)) + "\n")
            added += 1
            hour += HOUR
        _keep(file)
        return added


def _keep(file: IO[str]) -> None:
    """On the disk before anybody counts on it."""
    file.flush()
    os.fsync(file.fileno())
