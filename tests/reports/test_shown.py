"""Shares of published figures."""

from hypothesis import given
from hypothesis import strategies as st

from wijkteam.reports.services.shown import HIDDEN, percentage


@given(st.integers(0, 500), st.integers(0, 500))
def test_percentages_come_from_published_counts(part: int, whole: int) -> None:
    share = percentage(part, whole)
    if whole == 0:
        assert share == HIDDEN
    else:
        assert isinstance(share, int)
        assert share <= 100
        assert share % 5 == 0 or whole >= 100
    assert percentage(HIDDEN, whole) == percentage(part, HIDDEN) == HIDDEN
