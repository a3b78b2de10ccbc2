"""Use case: make the file with everything of a team, wherever an earlier attempt stopped: it is all there, or not."""

import datetime as dt
import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone, translation

from cases.models import Case, Household
from wijkteam.core.backups.age import Closing, make_key
from wijkteam.retention.enums import TakeoutProblem, TakeoutState
from wijkteam.retention.models import Takeout
from wijkteam.retention.models.takeout import AT_WORK, KEPT_FOR, TakeoutQuerySet
from wijkteam.retention.selectors.takeout_kinds import Scope
from wijkteam.retention.selectors.takeouts import progress_key
from wijkteam.retention.services.takeout.ask import may_still_ask
from wijkteam.retention.services.takeout.kept_file import folder, part_of, place_of, seal_key
from wijkteam.retention.services.takeout.package import Written, write_package

# Longer than a task may live: while somebody works on it nobody else begins.
LEASE: Final = dt.timedelta(minutes=12)
MOST_RUNS: Final = 5
# In the language of the municipality, whoever asked for it.
_LANGUAGE: Final = "nl"


class NoRight(Exception):
    """Who asked for it lost the right meanwhile."""


@dataclass(frozen=True, kw_only=True)
class _Made:
    written: Written
    cases: list[int]
    households: list[int]
    size: int
    sha256: str
    private: str


def make_takeout(*, takeout_id: int, now: Callable[[], dt.datetime] = timezone.now) -> bool:
    """False when there is nothing to do, or somebody else does it."""
    takeout = _take(takeout_id, now())
    if takeout is None:
        return False
    part = part_of(takeout.public_id, takeout.runs)
    try:
        made = _write(takeout, part, at=now())
        return _finish(takeout, part, made, at=now())
    except NoRight:
        _fail(takeout, TakeoutProblem.RIGHTS, at=now())
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            _let_go(takeout, at=now())
            raise
        _fail(takeout, TakeoutProblem.SPACE, at=now())
    except Exception:
        _let_go(takeout, at=now())
        raise
    finally:
        part.unlink(missing_ok=True)
        cache.delete(progress_key(takeout.pk))
    return False


@transaction.atomic
def _take(takeout_id: int, at: dt.datetime) -> Takeout | None:
    """Whoever holds the row takes it; others pass it by instead of waiting."""
    rows = Takeout.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    takeout = rows.filter(pk=takeout_id).to_take(at=at).select_related("team", "asked_by").first()
    if takeout is None:
        return None
    if takeout.runs >= MOST_RUNS:  # killed each time before it could say why
        _fail(takeout, TakeoutProblem.BROKEN, at=at)
        return None
    takeout.state, takeout.runs, takeout.leased_until = TakeoutState.RUNNING, takeout.runs + 1, at + LEASE
    takeout.save(update_fields=["state", "runs", "leased_until"])
    return takeout


def _ours(takeout: Takeout) -> TakeoutQuerySet:
    """Only who took it last: one that was thought dead and comes back changes nothing."""
    return Takeout.objects.filter(pk=takeout.pk, state=TakeoutState.RUNNING, runs=takeout.runs)


def _write(takeout: Takeout, part: Path, *, at: dt.datetime) -> _Made:
    """Raises NoRight."""
    if not may_still_ask(user=takeout.asked_by, team=takeout.team, at=at):
        raise NoRight
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    private, public = make_key()

    def say(done: int, of: int) -> None:
        cache.set(progress_key(takeout.pk), [done, of], 900)

    is_outermost = not connection.in_atomic_block
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, transaction.atomic(), translation.override(_LANGUAGE):
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        scope = Scope(team=takeout.team, user=takeout.asked_by, today=timezone.localdate(at))
        stream = _Stream(file, public=public)
        written = write_package(stream, scope, at=at, say=say)
        stream.finish()
        cases = list(scope.of(Case).order_by("pk").values_list("pk", flat=True))
        households = list(scope.of(Household).order_by("pk").values_list("pk", flat=True))
        file.flush()
        os.fsync(file.fileno())
    return _Made(
        written=written,
        cases=cases,
        households=households,
        size=stream.size,
        sha256=stream.digest.hexdigest(),
        private=private,
    )


class _Stream:
    """What is written goes closed to the disk; its size and checksum are those of the open file."""

    def __init__(self, file: IO[bytes], *, public: str) -> None:
        self._closing = Closing(file, public=public)
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._closing.write(data)

    def flush(self) -> None:
        self._closing.flush()

    def finish(self) -> None:
        self._closing.finish()


@transaction.atomic
def _finish(takeout: Takeout, part: Path, made: _Made, *, at: dt.datetime) -> bool:
    """The file is put in its place while the row is held: ready means that it is there."""
    if _ours(takeout).select_for_update(of=("self",), no_key=True).first() is None:
        return False
    os.replace(part, place_of(takeout.public_id))
    _ours(takeout).update(
        state=TakeoutState.READY,
        leased_until=None,
        key=seal_key(made.private),
        size=made.size,
        sha256=made.sha256,
        counted=made.written.counted,
        cases=made.cases,
        households=made.households,
        left_out=made.written.left_out,
        made_at=at,
        erase_at=at + KEPT_FOR,
    )
    return True


def _let_go(takeout: Takeout, *, at: dt.datetime) -> None:
    if takeout.runs >= MOST_RUNS:
        _fail(takeout, TakeoutProblem.BROKEN, at=at)
    else:
        _ours(takeout).update(state=TakeoutState.WAITING, leased_until=None)


def _fail(takeout: Takeout, problem: TakeoutProblem, *, at: dt.datetime) -> None:
    Takeout.objects.filter(pk=takeout.pk, runs=takeout.runs, state__in=AT_WORK).update(
        state=TakeoutState.FAILED, problem=problem, leased_until=None, ended_at=at
    )
