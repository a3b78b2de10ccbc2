"""What is usual in a row of figures: the individuals and moving range chart (XmR). Pure, without Django.

Source: D. J. Wheeler, *Understanding Variation: the key to managing chaos* (2nd ed., SPC Press 2000), chapters 3 and 6.
The centre is the mean; the natural limits lie 2.66 times the mean moving range from it (3 / 1.128: three sigma, from
the mean difference of two neighbours). Two of his rules say that something changed: a point outside the limits, and
eight points in a row on one side of the centre. Whatever lies between is noise: to explain it is to see ghosts.

The moving range looks at neighbours, so a slow drift does not widen the limits as a standard deviation would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

FACTOR = 2.66
FEWEST_POINTS = 10  # limits of fewer points move with each new one
FEWEST_RANGES = 6
RUN = 8


class Kind(StrEnum):
    """Which rule says so."""

    OUTSIDE = "outside"
    RUN = "run"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is usual, and how many figures say so."""

    low: float
    centre: float
    high: float
    points: int


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Something changed: from the figure at place `first` up to and including the one at `last`."""

    kind: Kind
    first: int
    last: int
    is_above: bool


def limits_of(
    values: Sequence[float | None], *, grain: float = 0, lowest: float | None = 0, highest: float | None = None
) -> Limits | None:
    """The natural limits of these figures, or None when they are too few.

    A None is a gap: no range is taken across it, and neighbours must be left. `grain` is the step in which the figures
    are counted or rounded: the limits lie at least one step from the centre, so that a rounding alone is never news.
    `lowest` and `highest` are what the figure cannot pass.

    >>> limits_of([4] * 9) is None
    True
    """
    known = [value for value in values if value is not None]
    ranges = [abs(two - one) for one, two in pairwise(values) if one is not None and two is not None]
    if len(known) < FEWEST_POINTS or len(ranges) < FEWEST_RANGES:
        return None
    centre = sum(known) / len(known)
    away = max(FACTOR * sum(ranges) / len(ranges), grain)
    low, high = centre - away, centre + away
    return Limits(
        low=low if lowest is None else max(low, lowest),
        centre=centre,
        high=high if highest is None else min(high, highest),
        points=len(known),
    )


def signals_in(values: Sequence[float | None], limits: Limits) -> list[Signal]:
    """Each figure outside the limits and each run on one side of the centre, in the order in which they end.

    A figure on the centre, or a gap, ends a run.
    """
    found = [
        Signal(kind=Kind.OUTSIDE, first=place, last=place, is_above=value > limits.high)
        for place, value in enumerate(values)
        if value is not None and not limits.low <= value <= limits.high
    ]
    found += _runs(values, limits.centre)
    return sorted(found, key=lambda signal: (signal.last, signal.first))


def _runs(values: Sequence[float | None], centre: float) -> list[Signal]:
    runs: list[Signal] = []
    first, side = 0, 0
    for place, value in enumerate([*values, None]):
        here = 0 if value is None else (value > centre) - (value < centre)
        if here == side:
            continue
        if side and place - first >= RUN:
            runs.append(Signal(kind=Kind.RUN, first=first, last=place - 1, is_above=side > 0))
        first, side = place, here
    return runs
