"""T17 and T18 on every address: what somebody writes stays text."""

import pytest

from tests.guards.conftest import world as world  # its own: nothing else runs on it
from tests.guards.rows import ACCESS
from tests.guards.test_payloads import shown_with_payloads
from tests.guards.world import World

pytestmark = [pytest.mark.nightly, pytest.mark.django_db]


def test_t17_nothing_that_is_written_becomes_markup_anywhere(world: World) -> None:
    assert shown_with_payloads(world, sorted(ACCESS)) > 100
