"""G05 at the scale that was promised: 1,000 random pairs of changes of one plan."""

import pytest

from tests.cases.plan_pairs import walk
from tests.factories import CaseFactory
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.nightly, pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
PAIRS, ROUNDS = 1000, 20


def test_g05_a_thousand_pairs_lose_no_word(team: Team, colleague: User, teammate: User, measured: Measured) -> None:
    """In a new plan every fifty pairs: what an old one holds would only make it slow."""
    kept = given_back = refused = 0
    for number in range(ROUNDS):
        case = CaseFactory.create(team=team, coordinator=colleague)
        found = walk(case, (colleague, teammate), pairs=PAIRS // ROUNDS, seed=f"nightly {number}")
        kept, given_back, refused = kept + found[0], given_back + found[1], refused + found[2]
    assert given_back > 50
    measured("G05", f"{PAIRS} pairs: {kept} texts kept, {given_back + refused} given back, 0 lost")
