"""The test of one series against its area's size, the municipality's rate and its own past."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wijkteam.detection.counts import WeeklyCounts

Numbers = NDArray[np.float64]

# A month and two: shorter windows find little more and cost false alarms (measured, docs/detection.md).
WINDOWS = (4, 8)
LONGEST = WINDOWS[-1]
# The municipality's rate comes from the other areas in the last year, the own past from the year before the window.
RATE_WEEKS = 52
PAST_WEEKS = 52
# When the other areas together are this many standard deviations off their year, the whole municipality moves: a
# season, a law, a price. The expectation then moves with it.
MOVES = 2.5
NEEDED_WEEKS = 8  # of past, before a series is looked at
FEWEST = 5  # questions in a window: fewer is neither a pattern nor anybody's business
# Windows overlap and a series is tested each week: at level c it raises about CROSSINGS * c false alarms a week. Found
# by simulation (docs/detection.md), never less than what was seen at any volume.
CROSSINGS = 0.95
FALSE_ALARMS_A_YEAR = 0.9
WEEKS_A_YEAR = 52.18
# A theme for which areas hardly differ: what is learned of an own past then weighs little against the municipality.
_FLATTEST = 10_000.0
_STEEPEST = 4.0


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """`observed` questions came in the `window` weeks up to and including `week`, where `expected` were usual."""

    week: str
    area: str
    theme: str
    expected: float
    observed: int
    window: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a series stands in one week, in the window that stands out most. `is_above`: chance does not explain it."""

    area: str
    theme: str
    expected: float
    observed: int
    window: int
    is_above: bool


def level(series: int) -> float:
    """How unlikely a window must be, so that all series together raise about one false alarm a year."""
    return FALSE_ALARMS_A_YEAR / (WEEKS_A_YEAR * CROSSINGS * max(series, 1))


def alarms(counts: WeeklyCounts, *, first_week: int = 0) -> Iterator[Alarm]:
    """Every alarm from week number `first_week` on, in order of time.

    A series that has raised an alarm is quiet until it has been within its expectation for `LONGEST` weeks: the same
    questions stay in the windows for that long.
    """
    limit = level(len(counts.areas) * len(counts.themes))
    last = np.full((len(counts.areas), len(counts.themes)), -LONGEST - 1)
    for week in range(max(first_week - LONGEST, 0), len(counts.weeks)):
        seen = slice(max(0, week + 1 - LONGEST - PAST_WEEKS), week + 1)
        found = _look(counts.questions[seen], counts.residents[seen])
        if found is None:
            continue
        chance, expected, observed = found
        best = chance.argmin(axis=0)
        for area, theme in zip(*np.nonzero(chance.min(axis=0) < limit), strict=True):
            is_new = week - last[area, theme] > LONGEST
            last[area, theme] = week
            if is_new and week >= first_week:
                window = int(best[area, theme])
                yield Alarm(
                    week=counts.weeks[week],
                    area=counts.areas[area],
                    theme=counts.themes[theme],
                    expected=round(float(expected[window, area, theme]), 2),
                    observed=int(observed[window, area, theme]),
                    window=WINDOWS[window],
                )


def readings(counts: WeeklyCounts, *, week: int) -> Iterator[Reading]:
    """Every series as it stands in week number `week`; none when there is too little past.

    `alarms` says when a series begins to stand out, this says which ones do.
    """
    seen = slice(max(0, week + 1 - LONGEST - PAST_WEEKS), week + 1)
    found = _look(counts.questions[seen], counts.residents[seen])
    if found is None:
        return
    chance, expected, observed = found
    limit = level(len(counts.areas) * len(counts.themes))
    best = chance.argmin(axis=0)
    for area, theme in np.ndindex(best.shape):
        window = int(best[area, theme])
        yield Reading(
            area=counts.areas[area],
            theme=counts.themes[theme],
            expected=round(float(expected[window, area, theme]), 2),
            observed=int(observed[window, area, theme]),
            window=WINDOWS[window],
            is_above=bool(chance[window, area, theme] < limit),
        )


def _look(questions: Numbers, residents: Numbers) -> tuple[Numbers, Numbers, Numbers] | None:
    """For the last week: the chance of so many or more, what was expected and what came; window x area x theme.

    `questions` is week x area x theme, `residents` week x area. None when there is too little past.
    """
    from scipy.stats import nbinom  # here: see wijkteam/disclosure/worlds.py

    weeks = len(questions)
    past = slice(max(0, weeks - LONGEST - PAST_WEEKS), weeks - LONGEST)
    if weeks - LONGEST < NEEDED_WEEKS:
        return None
    recent = slice(max(0, weeks - RATE_WEEKS), weeks)
    rate, seen = _rate_elsewhere(questions[recent], residents[recent])
    before, _seen_before = _rate_elsewhere(questions[past], residents[past])
    own = questions[past].sum(axis=0)
    usual = before * residents[past].sum(axis=0)[:, None]
    likeness = _likeness(own, usual)
    relative = (likeness + own) / (likeness + usual)
    spread = 1 / (seen + 1) + 1 / (likeness + own + 1)
    expected, observed, shape = (np.empty((len(WINDOWS), *own.shape)) for _ in range(3))
    for index, window in enumerate(WINDOWS):
        moved, uncertain = _movement(questions[-window:], residents[-window:], rate)
        expected[index] = rate * moved * relative * residents[-window:].sum(axis=0)[:, None]
        observed[index] = questions[-window:].sum(axis=0)
        shape[index] = 1 / (spread + uncertain)
    chance = nbinom.sf(observed - 1, shape, shape / (shape + np.maximum(expected, 1e-9)))
    return np.where(observed >= FEWEST, chance, 1.0), expected, observed


def _movement(questions: Numbers, residents: Numbers, rate: Numbers) -> tuple[Numbers, Numbers]:
    """By what factor the other areas now differ from `rate`, and the squared relative error of that factor.

    1 and no error where the difference may well be chance, and where there are no other areas.
    """
    if questions.shape[1] == 1:
        return np.ones_like(rate), np.zeros_like(rate)
    asked = questions.sum(axis=0)
    others = asked.sum(axis=0) - asked
    lived = residents.sum(axis=0)[:, None]
    usual = rate * (lived.sum(axis=0) - lived)
    moves = np.abs(others - usual) > MOVES * np.sqrt(np.maximum(usual, 1.0))
    return np.where(moves, (others + 0.5) / np.maximum(usual, 0.5), 1.0), np.where(moves, 1 / (others + 1), 0.0)


def _rate_elsewhere(questions: Numbers, residents: Numbers) -> tuple[Numbers, Numbers]:
    """Questions per resident and week in the other areas, per area x theme, and on how many questions that rests.

    An area that is alone is compared with itself.
    """
    asked, lived = questions.sum(axis=0), residents.sum(axis=0)[:, None]
    if len(asked) > 1:
        asked, lived = asked.sum(axis=0) - asked, lived.sum(axis=0) - lived
    return (asked + 0.5) / np.maximum(lived, 1.0), asked


def _likeness(own: Numbers, usual: Numbers) -> Numbers:
    """How alike areas are for each theme: the shape of a gamma distribution of their relative rates, per theme.

    From the spread of the areas' own past around what their size explains, less what chance adds (moments).
    """
    excess = ((own - usual) ** 2 - usual).sum(axis=0)
    scale = (usual**2).sum(axis=0)
    variance = np.maximum(excess, 0) / np.maximum(scale, 1e-9)
    alike: Numbers = np.clip(1 / np.maximum(variance, 1 / _FLATTEST), _STEEPEST, _FLATTEST)
    return alike
