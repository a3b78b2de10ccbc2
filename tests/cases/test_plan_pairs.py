"""G05: of what two people write in one plan at one moment, everything is kept or given back. 1,000 pairs: nightly."""

import pytest

from cases.models import Case
from tests.cases.plan_pairs import walk
from tests.promises import Measured
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
PAIRS = 60


def test_g05_pairs_who_change_one_plan_lose_no_word(
    case: Case, colleague: User, teammate: User, measured: Measured
) -> None:
    measured.is_a_try()  # a thousand: tests/nightly/test_plan_pairs_at_scale.py
    kept, given_back, refused = walk(case, (colleague, teammate), pairs=PAIRS, seed="ci")
    assert kept > PAIRS // 2
    assert given_back > 3, "nobody met: the test sees nothing"
    found = f"{PAIRS} pairs: {kept} texts kept, {given_back + refused} given back, 0 lost"
    measured("G05", found)
