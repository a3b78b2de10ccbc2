"""Figures are read from a copy of the database server, when there is one that is fresh enough; else from the server.

    @from_replica
    def dashboard(*, team: Team, today: date) -> Dashboard: ...

Only selectors of figures carry this mark (docs/scaling.md names them all, and a test compares): they show numbers and
no file, and whose numbers is decided before, on the server itself. Whoever wrote something reads from the server until
the copy must have it. A copy that is behind, slow, hung or gone costs nobody a page: the same selector then runs on
the server. Nothing is ever written through that connection: it is the role of the pages, made read-only.
"""

import functools
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from wijkteam.core.metrics import REPLICA_READS, count

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)

REPLICA: Final = "replica"
COOKIE: Final = "wrote"
# A copy that answers later than this is no help; the connection is cut and the server asked.
PATIENCE: Final = 5.0
# After a failure nobody tries the copy for so long, in this process.
REST: Final = 30.0
_SAFE: Final = {"GET", "HEAD"}

MARKED: Final[set[str]] = set()
_may_use: ContextVar[bool] = ContextVar("may_use_replica", default=False)
_reading: ContextVar[bool] = ContextVar("reading_from_replica", default=False)


def is_configured() -> bool:
    return REPLICA in connections.settings


def reading_from() -> str:
    """The alias for a statement of our own: `connections[reading_from()].cursor()`."""
    return REPLICA if _reading.get() else DEFAULT_DB_ALIAS


def from_replica(selector: Callable[P, T]) -> Callable[P, T]:
    """Let this selector of figures read from the copy. It must return finished values, no queryset."""
    MARKED.add(f"{selector.__module__}.{selector.__qualname__}")

    @functools.wraps(selector)
    def read(*args: P.args, **kwargs: P.kwargs) -> T:
        if not (_may_use.get() and is_configured() and _resting.is_over()) or _reading.get():
            return selector(*args, **kwargs)
        try:
            with _cut_after(PATIENCE):
                if _is_fresh():  # asked before the moment that the figures are of
                    with transaction.atomic(using=REPLICA), _reads():
                        found = selector(*args, **kwargs)
                    count(REPLICA_READS.one(outcome="replica"))
                    return found
            count(REPLICA_READS.one(outcome="behind"))
        except Error as error:
            # Gone, hung, cut off by what it plays back, or not migrated yet: what is wrong there is wrong there only.
            _resting.begin()
            with suppress(Error):
                connections[REPLICA].close()
            count(REPLICA_READS.one(outcome="failed"))
            logger.warning("replica: %s", type(error.__cause__ or error).__name__)
        return selector(*args, **kwargs)

    return read


@contextmanager
def _reads() -> Iterator[None]:
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


class _Rest:
    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        self._until = time.monotonic() + REST

    def end(self) -> None:
        self._until = 0.0

    def is_over(self) -> bool:
        return time.monotonic() >= self._until


_resting = _Rest()


def _is_fresh() -> bool:
    """Whether everything that was committed up to so many seconds ago is in the copy.

    It is when the copy has played back all that the server wrote, or a commit of that recently: commits come in order.
    All moments are of the server's clock; that of the copy may be wrong.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn(), clock_timestamp()")
        written, now = cursor.fetchone()
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false),"
            " coalesce(%s - pg_last_xact_replay_timestamp() <= make_interval(secs => %s), false)",
            [written, now, settings.REPLICA_SECONDS_BEHIND],
        )
        is_copy, has_all, is_recent = cursor.fetchone()
    return bool(is_copy and (has_all or is_recent))


@contextmanager
def _cut_after(seconds: float) -> Iterator[None]:
    """Break the connection to the copy off after so long: a server that hangs never says so itself."""
    over = threading.Lock()
    connection = connections[REPLICA]

    def cut() -> None:
        if not over.acquire(blocking=False):
            return  # it was in time
        raw = connection.connection
        if raw is not None:
            with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(raw.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        over.acquire(blocking=False)
        timer.cancel()


class ReplicaRouter:
    """Sends what a marked selector reads to the copy, and nothing else."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        if _reading.get():
            return REPLICA
        return self._back(hints)

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        if _reading.get():
            raise RuntimeError(f"A selector of figures writes {model._meta.label}: it must not be marked from_replica.")
        return self._back(hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None

    def _back(self, hints: dict[str, Any]) -> str | None:
        """What was read from the copy and is followed afterwards is followed on the server."""
        instance = hints.get("instance")
        return DEFAULT_DB_ALIAS if instance is not None and instance._state.db == REPLICA else None


class ReplicaMiddleware:
    """Reading may come from the copy, but not for whoever wrote something that it may not have yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_configured():
            return self.get_response(request)
        reads = request.method in _SAFE
        name = f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE
        token = _may_use.set(reads and name not in request.COOKIES)
        try:
            response = self.get_response(request)
        finally:
            _may_use.reset(token)
        if not reads:
            response.set_cookie(
                name,
                "1",
                max_age=settings.REPLICA_SECONDS_BEHIND + 5,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
