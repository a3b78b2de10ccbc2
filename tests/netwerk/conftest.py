from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from wijkteam.accounts.models import User

TODAY = date(2026, 5, 4)


@pytest.fixture
def monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client
