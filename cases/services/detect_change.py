"""What keeps two people who edit the same thing from wiping out each other's text."""

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from django.db.models import Field, Model
from django.http import Http404

Row = TypeVar("Row", bound=Model)


class HasChanged(Exception):
    """Somebody else saved this in the meantime. `row` is how it is now; nothing was saved."""

    def __init__(self, row: Model) -> None:
        super().__init__("the row has changed")
        self.row = row


class IsGone(Http404):
    """A colleague took this away a moment ago. Its page is not there, and gives back what was typed."""


def lock_row(row: Row) -> Row:
    """The stored row, locked. Raises IsGone."""
    stored = type(row)._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=row.pk).first()
    if stored is None:
        raise IsGone
    return stored


def fingerprint(row: Model, fields: Sequence[str]) -> str:
    """The same for the same values. A form carries it, so that saving can tell what its writer had read."""
    columns = [cast("Field[Any, Any]", row._meta.get_field(name)) for name in fields]
    values = [None if one.value_from_object(row) is None else one.value_to_string(row) for one in columns]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]


def lock_unchanged(row: Row, *, fields: Sequence[str], seen: str) -> Row:
    """Lock the stored row of `row`, which holds new values for `fields` and is not saved yet.

    Saving what is there already is no change. Runs in the caller's transaction.

    Raises:
        HasChanged: the stored values are not those with the fingerprint `seen`.
        IsGone: there is no such row any more.
    """
    stored = lock_row(row)
    if fingerprint(stored, fields) not in {seen, fingerprint(row, fields)}:
        raise HasChanged(stored)
    return stored
