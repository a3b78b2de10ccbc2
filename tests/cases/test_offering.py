from datetime import date

import pytest

from cases.models import Case
from cases.permissions import may_offer_provisions


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("  \n ", False), ("Ze wil weer moeder zijn, geen patiënt.", True)]
)
def test_an_offer_waits_for_the_question_behind_the_question(text: str, expected: bool) -> None:
    assert may_offer_provisions(Case(underlying_question=text)) is expected


def test_nothing_is_offered_in_a_closed_case() -> None:
    closed = Case(underlying_question="Ze wil weer moeder zijn.", closed_on=date(2026, 6, 30))
    assert not may_offer_provisions(closed)
