"""How often the interval of `relief` is right where nothing happened, and how often it sees a halving."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from wijkteam.detection.relief import Change, Numbers, change_against

WEEKS = 26
HALVED = 0.5
# Areas differ in how much is asked there, and the whole municipality moves in between.
_LEVELS, _COMMON = 0.3, 0.2


@dataclass(frozen=True, kw_only=True)
class World:
    """`places` comparable places; their own changes differ by `drift` (log scale), questions come in `cluster`s."""

    places: int = 7
    weeks: int = WEEKS
    drift: float = 0.0
    cluster: float = 1.0


# From what the method assumes to what it has to survive.
WORLDS: Mapping[str, World] = {
    "chance_alone": World(),
    "areas_drift": World(drift=0.2),
    "clusters": World(cluster=1.5),
    "both": World(drift=0.2, cluster=1.5),
    "three_areas_both": World(places=3, drift=0.2, cluster=1.5),
    "twelve_weeks_both": World(weeks=12, drift=0.2, cluster=1.5),
}
VOLUMES = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0)


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Of the runs in which something could be said (`said`): how often the interval was right, and saw a halving."""

    said: float
    coverage: float
    found: float


def simulate(world: World, volume: float, *, runs: int, seed: int = 2026) -> Rates:
    """`volume`: usual questions a week here. The same seed gives the same rates."""
    chance = np.random.default_rng([seed, world.places, world.weeks, round(100 * volume)])
    quiet = [_one(world, volume, chance, ratio=1.0) for _run in range(runs)]
    halved = [_one(world, volume, chance, ratio=HALVED) for _run in range(runs)]
    known = [change for change in quiet if change is not None]
    seen = [change for change in halved if change is not None]
    return Rates(
        said=len(known) / runs,
        coverage=sum(change.low <= 1 <= change.high for change in known) / max(1, len(known)),
        found=sum(change.is_less for change in seen) / max(1, len(seen)),
    )


def _one(world: World, volume: float, chance: Generator, *, ratio: float) -> Change | None:
    columns = world.places + 1
    usual = volume * np.exp(chance.normal(0, _LEVELS, columns) - _LEVELS**2 / 2)
    usual[0] = volume
    now = usual * np.exp(chance.normal(0, world.drift, columns)) * np.exp(chance.normal(0, _COMMON))
    now[0] *= ratio
    return change_against(_weeks(usual, world, chance), _weeks(now, world, chance))


def _weeks(usual: Numbers, world: World, chance: Generator) -> Numbers:
    mean = np.repeat(usual[None], world.weeks, axis=0)
    if world.cluster > 1:
        drawn = chance.negative_binomial(mean / (world.cluster - 1), 1 / world.cluster)
    else:
        drawn = chance.poisson(mean)
    return np.asarray(drawn, dtype=np.float64)
