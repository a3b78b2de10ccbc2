"""Rows of invented data, numbered before they are written, and written by COPY.

The constraints and triggers of the database judge every row as they would judge a page's. What COPY leaves out are
Django's own defaults at saving: moments such as `created_at` can lie in the past here.
"""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from pgtrigger.registry import registered

Row = TypeVar("Row", bound=Model)
Choice = TypeVar("Choice")


class Ledger:
    """Gives rows their numbers and keeps them until `write`. Same chance, same order of calls: same rows."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._latest: dict[type[Model], int] = defaultdict(int)
        self._rows: dict[type[Model], list[Model]] = defaultdict(list)

    def add(self, row: Row) -> Row:
        """Number this row, so that others can point at it. Tables must be empty when they are written."""
        self._latest[type(row)] += 1
        row.pk = self._latest[type(row)]
        if hasattr(row, "public_id"):
            row.public_id = self.uuid()
        self._rows[type(row)].append(row)
        return row

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self._chance.getrandbits(128), version=4)

    def rows(self, model: type[Row]) -> list[Row]:
        return self._rows[model]  # type: ignore[return-value]  # add() puts each row under its own type

    def write(self, *models: type[Model]) -> int:
        """Write what is waiting for these tables, in this order, and return how many rows that were."""
        count = 0
        for model in models:
            rows = self._rows.pop(model, [])
            copy_rows(model, rows)
            self.number_on(model)
            count += len(rows)
        return count

    def number_on(self, model: type[Model]) -> None:
        """Let the database number the next row of this table after ours."""
        number_from(model, self._latest[model])


def number_from(model: type[Model], latest: int) -> None:
    """Let the database number the next row after `latest`."""
    if latest:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [connection.ops.quote_name(model._meta.db_table), latest],
            )


def copy_rows(model: type[Model], rows: Iterable[Model]) -> None:
    """Write rows that have their primary key."""
    fields = [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [_plain(field.get_db_prep_save(getattr(row, field.attname), connection)) for field in fields]
            )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@contextmanager
def without_history() -> Iterator[None]:
    """Inside a transaction: leave out the copies for the history of changes, and no other rule of the database.

    A history of invented rows would say that everything happened on the day of seeding. The triggers are switched
    off and on again in the same transaction: whatever ends it, the database never stays without them. What was
    deferred to the commit is judged at the end of this block. (`pgtrigger.ignore` asks each row whether to leave it
    out: forty times slower, measured.)
    """
    quote = connection.ops.quote_name
    switches = [
        f"ALTER TABLE {quote(model._meta.db_table)} {{}} TRIGGER {quote(trigger.get_pgid(model))}"
        for model, trigger in registered()
        if trigger.name in {"insert_insert", "update_update", "delete_delete"}
    ]
    with connection.cursor() as cursor:
        for switch in switches:
            cursor.execute(switch.format("DISABLE"))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for switch in switches:
            cursor.execute(switch.format("ENABLE"))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def pick(chance: random.Random, weights: Mapping[Choice, float]) -> Choice:
    """One of the keys, as often as its weight says."""
    return chance.choices(list(weights), list(weights.values()))[0]


def some(chance: random.Random, choices: Sequence[Choice], count: int) -> list[Choice]:
    """`count` different ones, or all when there are fewer."""
    return chance.sample(list(choices), min(count, len(choices)))
