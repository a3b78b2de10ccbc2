"""Work that must be done by one at a time, across processes and machines."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import Error, connection

# Longer than any of it takes. The usual lock_timeout is for rows, where a long wait means that something is wrong.
_PATIENCE = "8min"


def wait_for_turn(*key: int) -> None:
    """Wait for whoever holds `key` (one bigint or two ints). Released with the transaction, however that ends."""
    places = ", ".join(["%s"] * len(key))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [_PATIENCE])
        usual, _ = cursor.fetchone()
        cursor.execute(f"SELECT pg_advisory_xact_lock({places})", key)
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [usual])


@contextmanager
def held_while_alive(what: str, number: int) -> Iterator[bool | None]:
    """Hold this as long as the work takes; gives whether nobody else holds it.

    Other than a time written in a row PostgreSQL lets go of it at once when who holds it is killed. Behind PgBouncer
    each transaction may get another connection, so nothing can be held longer: None.
    """
    if settings.POOLER:
        yield None
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, %s))", [what, number])
        (ours,) = cursor.fetchone()
    try:
        yield ours
    finally:
        # A connection that broke holds nothing any more, and what it broke on is told by who was at work.
        if ours:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", [what, number])
