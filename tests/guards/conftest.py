"""One world for all tests of a module: what makes it costs more than what most of them ask."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.guards.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Never committed. A test runs on a savepoint within it, so each finds the world as it was made.

    The rows, that is: a test that changes an object of the world itself gets it anew from the database.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
