"""How questions changed in one place against comparable places: a difference in differences on rate ratios.

Both differences are ratios (after against before, here against elsewhere), so that the size of a place and the length
of the time cancel out. The interval asks: how far from the others could a place lie in which nothing special happened?
It adds up three kinds of chance:

- counts are small: a log ratio of counts y has variance 1/(y + 1/2) (Haldane 1956, Anscombe 1956), and that holds for
  the place and for the comparable places together;
- questions come in clusters: the variance is multiplied by the dispersion of the weeks (Pearson's chi-square over its
  degrees of freedom, McCullagh & Nelder 1989), never less than one;
- places change by themselves: the variance between the comparable places' own changes, by moments (DerSimonian & Laird
  1986), as in a prediction interval for one more place (Higgins, Thompson & Spiegelhalter 2009). Few places tell little
  about it (Donald & Lang 2007, Conley & Taber 2011): it is never taken to be less than LEAST_SPREAD, and its
  uncertainty comes in through the degrees of freedom (Satterthwaite 1946).

docs/detection.md says how often the interval is right; `manage.py relief_simulation` measures it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95
# Standard deviation on the log scale: areas of a municipality drift apart by some fifteen per cent in half a year.
LEAST_SPREAD = 0.15
# Fewer than this, and the honest answer is that nothing can be said.
FEWEST_HERE = 10
FEWEST_BEFORE = 5
FEWEST_EXPECTED = 5.0
FEWEST_ELSEWHERE = 20
FEWEST_PLACES = 3
FEWEST_WEEKS = 8
_HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Change:
    """`expected` questions would have come after, had the place moved as the `places` comparable ones did.

    `ratio` is what came against that, with its interval from `low` to `high`.
    """

    before: int
    after: int
    expected: float
    ratio: float
    low: float
    high: float
    places: int

    @property
    def is_less(self) -> bool:
        return self.high < 1

    @property
    def is_more(self) -> bool:
        return self.low > 1


def change_against(before: Numbers, after: Numbers) -> Change | None:
    """Compare the first column with the others; both arrays are week x place, with the questions of each week.

    None when there are too few questions, weeks or places to say anything.
    """
    from scipy.stats import t as student  # here: see wijkteam/disclosure/worlds.py

    if min(len(before), len(after)) < FEWEST_WEEKS or before.shape[1] - 1 < FEWEST_PLACES:
        return None
    asked, asks = before.sum(axis=0), after.sum(axis=0)
    elsewhere_before, elsewhere_after = float(asked[1:].sum()), float(asks[1:].sum())
    moved = (elsewhere_after + _HALF) / (elsewhere_before + _HALF)
    expected = float(asked[0]) * moved
    if (
        asked[0] + asks[0] < FEWEST_HERE
        or asked[0] < FEWEST_BEFORE
        or expected < FEWEST_EXPECTED
        or elsewhere_before < FEWEST_ELSEWHERE
    ):
        return None
    dispersion = _dispersion(before, after)
    chance = dispersion * (1 / (asked + _HALF) + 1 / (asks + _HALF))
    own = np.log((asks + _HALF) / (asked + _HALF))
    places = before.shape[1] - 1
    shares = (asked + asks)[1:] / max(1.0, elsewhere_before + elsewhere_after)
    spread = _spread(own[1:], chance[1:]) * (1 + float((shares**2).sum()))
    pooled = dispersion * (1 / (elsewhere_before + _HALF) + 1 / (elsewhere_after + _HALF))
    variance = float(chance[0]) + pooled + spread
    freedom = min(variance**2 / (spread**2 / (places - 1)), 1e6)
    reach = float(student.ppf((1 + CONFIDENCE) / 2, freedom)) * math.sqrt(variance)
    middle = float(own[0]) - math.log(moved)
    return Change(
        before=int(asked[0]),
        after=int(asks[0]),
        expected=expected,
        ratio=math.exp(middle),
        low=math.exp(middle - reach),
        high=math.exp(middle + reach),
        places=places,
    )


def _dispersion(before: Numbers, after: Numbers) -> float:
    """How much more the weeks of a place differ than independent questions would: one when they do not."""
    squares = freedom = 0.0
    for weeks in (before, after):
        mean = weeks.mean(axis=0)
        known = mean > 0
        squares += float(((weeks[:, known] - mean[known]) ** 2 / mean[known]).sum())
        freedom += float(known.sum()) * (len(weeks) - 1)
    return max(1.0, squares / freedom) if freedom else 1.0


def _spread(own: Numbers, chance: Numbers) -> float:
    """The variance between places of their own change, over and above chance."""
    weight = 1 / chance
    total = float(weight.sum())
    mean = float((weight * own).sum()) / total
    excess = float((weight * (own - mean) ** 2).sum()) - (len(own) - 1)
    return max(excess / (total - float((weight**2).sum()) / total), LEAST_SPREAD**2)
