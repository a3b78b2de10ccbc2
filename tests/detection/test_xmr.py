"""Natural limits: the worked example of a handbook, and what is and is not news."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkteam.detection import xmr

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 "Individuals control charts": flow rates of ten batches.
FLOW_RATES = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)


def limits(*values: float | None, **known: float) -> xmr.Limits:
    found = xmr.limits_of(values, **known)
    assert found is not None
    return found


def test_the_worked_example_of_the_handbook() -> None:
    """It uses 3 / 1.128 where Wheeler rounds to 2.66: they part in the third decimal."""
    found = limits(*FLOW_RATES)
    assert found.points == 10
    assert found.centre == pytest.approx(50.81, abs=1e-9)
    assert found.high == pytest.approx(55.8041, abs=0.001)
    assert found.low == pytest.approx(45.8159, abs=0.001)
    assert xmr.signals_in(FLOW_RATES, found) == [], "the handbook: the process is in control"


def test_nine_figures_are_too_few() -> None:
    assert xmr.limits_of(FLOW_RATES[:9]) is None
    assert xmr.limits_of([*FLOW_RATES[:9], None, None]) is None
    assert xmr.limits_of([value for figure in range(12) for value in (figure, None)]) is None, "no two neighbours"


def test_no_range_is_taken_across_a_gap() -> None:
    """Five low months, a hidden one, five high ones: the step in between is not usual variation."""
    low, high = (10, 11, 10, 11, 10), (30, 31, 30, 31, 30)
    found = limits(*low, None, *high)
    assert found.centre == pytest.approx((sum(low) + sum(high)) / 10)
    assert found.high == pytest.approx(found.centre + 2.66 * 1)
    assert len(xmr.signals_in((*low, None, *high), found)) == 10


def test_a_count_is_never_less_than_nothing_and_a_share_never_more_than_all() -> None:
    found = limits(*([0, 6] * 6), highest=7)
    assert (found.low, found.high) == (0, 7)
    free = xmr.limits_of([0, 6] * 6, lowest=None)
    assert free is not None
    assert free.low < 0


def test_one_step_of_rounding_is_no_news() -> None:
    flat = [50] * 11
    loud = limits(*flat)
    assert [signal.kind for signal in xmr.signals_in([*flat, 55], loud)] == [xmr.Kind.OUTSIDE]
    calm = limits(*flat, grain=5)
    assert xmr.signals_in([*flat, 55], calm) == []
    assert xmr.signals_in([*flat, 60], calm)[0].is_above


def test_a_point_outside_is_told_with_its_side() -> None:
    usual = limits(*([20, 22] * 6))
    above, below = xmr.signals_in([21, 40, None, 21, 2], usual)
    assert (above.first, above.last, above.is_above) == (1, 1, True)
    assert (below.first, below.last, below.is_above) == (4, 4, False)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([11] * 7, []),
        ([11] * 8, [(0, 7, True)]),
        ([9, *[11] * 9, 9], [(1, 9, True)]),
        ([9] * 8 + [11] * 8, [(0, 7, False), (8, 15, True)]),
        ([11] * 4 + [10] + [11] * 4, []),
        ([11] * 4 + [None] + [11] * 4, []),
    ],
)
def test_eight_in_a_row_on_one_side(values: list[float | None], found: list[tuple[int, int, bool]]) -> None:
    usual = xmr.Limits(low=0, centre=10, high=20, points=12)
    runs = [signal for signal in xmr.signals_in(values, usual) if signal.kind is xmr.Kind.RUN]
    assert [(run.first, run.last, run.is_above) for run in runs] == found


@given(st.lists(st.none() | st.floats(0, 1e6), max_size=40), st.floats(0, 10))
def test_the_centre_lies_between_the_limits_and_signals_point_at_figures(
    values: list[float | None], grain: float
) -> None:
    found = xmr.limits_of(values, grain=grain)
    if found is None:
        return
    assert 0 <= found.low <= found.centre <= found.high
    for signal in xmr.signals_in(values, found):
        assert all(value is not None for value in values[signal.first : signal.last + 1])
