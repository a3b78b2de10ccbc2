"""How often the method calls in vain, and how soon it finds what was planted: always on the same invented weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from wijkteam.detection.counts import WeeklyCounts
from wijkteam.detection.method import LONGEST, PAST_WEEKS, alarms

AREAS, THEMES = 8, 6
RESIDENTS = 10_000.0
# Before the first week that counts: a full year of past and the longest window.
PAST = PAST_WEEKS + LONGEST
FOUND_WITHIN = 8


@dataclass(frozen=True, kw_only=True)
class Rates:
    """`volume`: usual questions a week for an area and theme. `weeks`: the median of what was found in time."""

    volume: float
    false_alarms_per_year: float
    found: float
    weeks: float | None

    @property
    def found_of_10(self) -> float:
        return 10 * self.found


def simulate(volume: float, *, years: int, plantings: int, seed: int = 2026) -> Rates:
    """Run the method on `years` without any cluster, and on `plantings` in which one series doubles."""
    delays = found_delays(volume, plantings=plantings, seed=seed)
    return Rates(
        volume=volume,
        false_alarms_per_year=false_alarms(volume, years=years, seed=seed) / years,
        found=len(delays) / plantings,
        weeks=median(delays) if delays else None,
    )


def false_alarms(volume: float, *, years: int, seed: int, spread: float = 0.0) -> int:
    """Alarms in so many years in which every area keeps asking as it did; areas differ by `spread` (relative)."""
    chance = np.random.default_rng([seed, 1])
    usual = np.full((AREAS, THEMES), volume)
    if spread:
        usual = usual * chance.gamma(spread**-2, spread**2, size=usual.shape)
    weeks = PAST + 52 * years
    return sum(1 for _alarm in alarms(_counts(np.repeat(usual[None], weeks, axis=0), chance), first_week=PAST))


def found_delays(volume: float, *, plantings: int, seed: int) -> Sequence[int]:
    """For each planted doubling that was found in time: after how many weeks."""
    chance = np.random.default_rng([seed, 2])
    delays = []
    for planting in range(plantings):
        area, theme = planting % AREAS, planting % THEMES
        usual = np.full((PAST + FOUND_WITHIN, AREAS, THEMES), volume)
        usual[PAST:, area, theme] *= 2
        counts = _counts(usual, chance)
        for alarm in alarms(counts, first_week=PAST):
            if (alarm.area, alarm.theme) == (counts.areas[area], counts.themes[theme]):
                delays.append(counts.weeks.index(alarm.week) - PAST + 1)
                break
    return delays


def _counts(usual: NDArray[np.float64], chance: Generator) -> WeeklyCounts:
    """Weeks of which nothing but their order matters."""
    return WeeklyCounts(
        weeks=tuple(f"{week:06d}" for week in range(len(usual))),
        areas=tuple(f"area {number}" for number in range(AREAS)),
        themes=tuple(f"theme {number}" for number in range(THEMES)),
        questions=chance.poisson(usual).astype(np.float64),
        residents=np.full((len(usual), AREAS), RESIDENTS),
    )
