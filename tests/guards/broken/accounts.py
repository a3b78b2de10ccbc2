"""The rules of sessions and of signing in with an account of the municipality."""

from collections.abc import Callable
from typing import Any

from tests.factories import BrowserSessionFactory

RULES: list[tuple[str, Callable[[], Any]]] = [
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(user=None)),
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(public_id=None)),
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(started_at=None)),
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(seen_at=None)),
    (
        "session_is_of_somebody_or_nobody",
        lambda: BrowserSessionFactory.create(user=None, public_id=None, started_at=None),
    ),
]
