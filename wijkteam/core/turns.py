"""Work that must be done by one at a time, across processes and machines."""

from django.db import connection

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
