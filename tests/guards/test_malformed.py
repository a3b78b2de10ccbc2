"""G14: nonsense is no error of ours. Some of it here; tests/nightly/test_malformed_at_scale.py sends all 10,000."""

import pytest
from django.test import Client

from tests.factories import sign_in
from tests.guards.malformed import Attacker, attack_each
from tests.guards.rows import ACCESS
from tests.guards.world import World
from tests.promises import Measured

pytestmark = pytest.mark.django_db
_BLOCKS, _REQUESTS = 2, 200


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_g14_nothing_malformed_is_an_error_of_ours(block: int, world: World, measured: Measured) -> None:
    attacker = Attacker(world)
    sent = attack_each(attacker, sorted(ACCESS)[block::_BLOCKS], requests=_REQUESTS, seed=f"block {block}")
    assert not attacker.wrong, "\n" + attacker.told()
    assert attacker.p99(by_the_clock=False) <= 500, attacker.slowest()
    measured.add("G14", "malformed requests, 0 errors", sent, part="errors")


@pytest.mark.parametrize("url", ["/casussen/?thema=%00", "/netwerk/?q=a%00b", "/rapporten/afmelden/%00/", "/?%00=1"])
def test_g14_a_zero_byte_in_an_address_is_a_bad_request(url: str, world: World) -> None:
    """Filters of a list ask the database for what stands there, and PostgreSQL keeps no zero byte."""
    client = sign_in(Client(), world.people["colleague"])
    answer = client.get(url)
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
