"""Use cases: make the months ahead of the read log, and throw away those whose term is over."""

import logging
from datetime import datetime
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.db.utils import IntegrityError
from psycopg.errors import DeadlockDetected, LockNotAvailable

from wijkteam.audit.models import ReadLog
from wijkteam.audit.selectors.months import AHEAD, Month, is_over, months, state, years_kept
from wijkteam.audit.services.seals import (
    BrokenSeals,
    Seal,
    begin_of,
    digest_of,
    digest_of_seals,
    path_of_seals,
    read_seals,
    seals_between,
)
from wijkteam.core.constraints import broken_constraint

logger = logging.getLogger(__name__)


def make_months() -> int:
    """So many months ahead; how many were new. Somebody who reads for long makes it wait for the next night."""
    made = 0
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT audit_make_months(%s)", [AHEAD])
            made = cursor.fetchone()[0]
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        logger.warning("The read log is in use: its months are made next night.")
    now = state()
    if not now.is_well:
        logger.error("Read log: %d months ahead, %d lines that no month was made for.", now.months_ahead, now.caught)
    return made


def drop_months(*, at: datetime, path: Path | None = None) -> int:
    """Throw away what was kept long enough and is as it was sealed; how many months. The rest stays, and is told.

    The database checks again: the term, the number of lines, and whether a file is held that was read in it.
    """
    years = years_kept()
    over = [month for month in months() if is_over(month.ends_at, years=years, at=at)]
    if not over:
        return 0
    try:
        seals = read_seals(path or path_of_seals())
    except BrokenSeals as broken:
        logger.error("No month is thrown away: the seals are broken from %s on.", broken.hour or "the first line")
        return 0
    seals = seals[begin_of(seals) :]
    return sum(_drop(month, seals, years) for month in over)


def _drop(month: Month, seals: list[Seal], years: int) -> bool:
    own = seals_between(seals, month.starts_at, month.ends_at)
    lines = ReadLog.objects.filter(at__lt=month.ends_at)
    if month.starts_at is not None:
        lines = lines.filter(at__gte=month.starts_at)
    sealed = sum(seal.lines for seal in own)
    whole = lines.count() == sealed and all(digest_of(seal.starts_at) == (seal.lines, seal.digest) for seal in own)
    if not whole:
        logger.error("%s stays: it is not as it was sealed. Run check_log.", month.name)
        return False
    ends = [own[0].seal, own[-1].seal] if own else ["", ""]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT audit_drop_month(%s, %s, %s, %s, %s, %s)",
                [month.name, sealed, *ends, digest_of_seals(own), years],
            )
            return bool(cursor.fetchone()[0])
    except IntegrityError as error:
        logger.warning("%s stays: %s.", month.name, broken_constraint(error))
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        logger.warning("%s is in use: it is thrown away next night.", month.name)
    return False
