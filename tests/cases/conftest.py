"""A Monday in May, a signed-in colleague, and how many statements a page takes."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkteam.accounts.models import User

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 5, 4)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def statements(ask: Callable[[], Any]) -> list[str]:
    """What a request asks of the database, but for the beginning and end of transactions."""
    with CaptureQueriesContext(connection) as seen:
        assert ask().status_code in {200, 302}
    told = [one["sql"].rpartition(", true); ")[2] for one in seen]  # without what the history is told beside it
    return [sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
