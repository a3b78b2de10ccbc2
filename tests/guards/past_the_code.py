"""Ways to go past the code."""

from collections.abc import Callable
from typing import Any


def twice(make: Callable[..., Any], **fields: Any) -> None:
    make(**fields)
    make(**fields)


def change(row: Any, **fields: Any) -> None:
    """An UPDATE past everything that the code would say about it."""
    type(row)._default_manager.filter(pk=row.pk).update(**fields)
