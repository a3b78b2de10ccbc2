"""What a larger installation needs, from what was measured on this one: `python -m local.scale [--residents 1000000]`.

A simulation of queues. Pages arrive by chance, each needs a web process for a while and the database for a while; both
times are what `make bench` measured (give its file with --measured). It first does the measurement of the bench over
again, eight clients on two cores, and prints how far it is off; only then it says how many processes a peak hour needs.
Every assumption is a line at the top of this file, and docs/scaling.md argues for each.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Final

from local.console import say

# -- assumptions: of the work (nobody publishes these; a municipality fills in its own)
RESIDENTS_PER_WORKER: Final = 1_500
HOURS_AT_THE_SCREEN: Final = 4.0  # of a working day; the rest is at kitchen tables
PAGES_PER_HOUR: Final = 40.0  # of somebody at the screen
WORKING_DAYS: Final = 220
BUSIEST_HOUR: Final = 3.0  # Monday at nine, beside the average hour of an eight-hour day
CASES_PER_WORKER_A_YEAR: Final = 50
YEARS_KEPT: Final = 15
MONTHS_OF_LOG: Final = 60
# How often each work of the bench is a page; the rest weighs as much as W3.
MIX: Final[Mapping[str, float]] = {"W1": 0.02, "W2": 0.35, "W3": 0.47, "W4": 0.10, "W5": 0.04, "W6": 0.02}
# -- measured: see docs/scaling.md
# Lines of the read log of one page: each household that a list shows is one.
LOG_LINES: Final[Mapping[str, float]] = {"W1": 1, "W2": 1, "W3": 25, "W4": 10, "W5": 0, "W6": 0}
LOG_BYTES: Final = 258
CASE_BYTES: Final = 7_750  # all that hangs on a case, with its indexes
HISTORY_BYTES: Final = 14_000  # its history: 25 rows of 560 bytes
WEB_MEMORY_MB: Final = 160  # of one web process
WORKER_MEMORY_MB: Final = 172
PAGE_BYTES: Final = 12_000  # a page as it goes over the line, compressed
# (milliseconds in the web process, milliseconds in the database and between), `make bench SIZE=200000`, two cores.
MEASURED: Final[Mapping[str, tuple[float, float]]] = {
    "W1": (20.5, 12.9), "W2": (39.0, 12.2), "W3": (30.5, 7.9), "W4": (18.5, 12.8), "W5": (48.5, 46.7),
    "W6": (23.0, 9.0),
}  # fmt: skip
MEASURED_PAGES: Final[Mapping[str, float]] = {"W2": 44, "W3": 53}  # a second, 8 clients, in that same run
CLIENTS: Final = 8
# -- what is enough
P95_AIM: Final = 2.0  # times the median of an idle system
BUSY_AT_MOST: Final = 0.7  # of the web processes and of the cores of the database
SECONDS: Final = 600.0
NATIONAL: Final = (18_000_000, 342)


@dataclass
class Station:
    """So many servers with one queue."""

    servers: int
    busy: int = 0
    used: float = 0.0
    waiting: deque[tuple[float, Callable[[float], None]]] = field(default_factory=deque)


@dataclass
class Simulation:
    """Events in order of time; nothing of it is about pages."""

    now: float = 0.0
    _events: list[tuple[float, int, Callable[[float], None]]] = field(default_factory=list)
    _count: int = 0

    def at(self, moment: float, do: Callable[[float], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (moment, self._count, do))

    def serve(self, station: Station, seconds: float, then: Callable[[float], None]) -> None:
        if station.busy < station.servers:
            self._begin(station, seconds, then)
        else:
            station.waiting.append((seconds, then))

    def _begin(self, station: Station, seconds: float, then: Callable[[float], None]) -> None:
        station.busy += 1
        station.used += seconds

        def end(now: float) -> None:
            station.busy -= 1
            if station.waiting:
                self._begin(station, *station.waiting.popleft())
            then(now)

        self.at(self.now + seconds, end)

    def run(self, until: float) -> None:
        while self._events and self._events[0][0] <= until:
            self.now, _, do = heapq.heappop(self._events)
            do(self.now)


def clients_on_one_machine(work: str, measured: Mapping[str, tuple[float, float]], *, cores: int = 2) -> float:
    """Pages a second when eight clients each ask again at once and everything shares the same cores."""
    chance = random.Random(1)  # noqa: S311 (a simulation)
    simulation, machine = Simulation(), Station(cores)
    seconds = sum(measured[work]) / 1000
    done = 0

    def ask(now: float) -> None:
        simulation.serve(machine, seconds * _spread(chance), answered)

    def answered(now: float) -> None:
        nonlocal done
        done += 1
        ask(now)

    for _ in range(CLIENTS):
        ask(0.0)
    simulation.run(60.0)
    return done / 60.0


def _spread(chance: random.Random) -> float:
    """Pages differ: a quarter up or down, seldom twice as long; one on average."""
    return chance.gammavariate(16, 1 / 16)


@dataclass(frozen=True, kw_only=True)
class Hour:
    p50: float
    p95: float
    web: float
    database: float


def peak_hour(
    pages_a_second: float, *, processes: int, cores: int, measured: Mapping[str, tuple[float, float]], seed: int = 1
) -> Hour:
    """The busiest hour (ten minutes of it) with so many web processes and cores of the database.

    A web process runs Python on one core at a time, whatever its number of threads.
    """
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    simulation, web, database = Simulation(), Station(processes), Station(cores)
    works, weights = list(MIX), list(MIX.values())
    times: list[float] = []

    def arrive(now: float) -> None:
        simulation.at(now + chance.expovariate(pages_a_second), arrive)
        (work,) = chance.choices(works, weights)
        in_web, in_database = (part / 1000 * _spread(chance) for part in measured[work])

        def asked(_: float) -> None:
            simulation.serve(database, in_database, read)

        def read(_: float) -> None:
            simulation.serve(web, in_web / 2, answered)

        def answered(end: float) -> None:
            times.append(end - now)

        simulation.serve(web, in_web / 2, asked)

    arrive(0.0)
    simulation.run(SECONDS)
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Hour(
        p50=cuts[49], p95=cuts[94], web=web.used / SECONDS / processes, database=database.used / SECONDS / cores
    )


@dataclass(frozen=True, kw_only=True)
class Need:
    """What one installation of so many residents needs."""

    residents: int
    workers: int
    pages: float  # a second in the busiest hour
    processes: int
    cores: int
    hour: Hour
    database_gb: float
    log_gb: float
    log_lines_a_second: float
    memory_gb: float
    megabits: float


def need_of(residents: int, measured: Mapping[str, tuple[float, float]]) -> Need:
    workers = max(1, round(residents / RESIDENTS_PER_WORKER))
    pages_a_day = workers * HOURS_AT_THE_SCREEN * PAGES_PER_HOUR
    pages = pages_a_day / 8 / 3600 * BUSIEST_HOUR
    processes, cores, hour = _enough(pages, measured)
    lines = sum(MIX[work] * LOG_LINES[work] for work in MIX)
    cases = workers * CASES_PER_WORKER_A_YEAR * YEARS_KEPT
    log = pages_a_day * WORKING_DAYS * MONTHS_OF_LOG / 12 * lines * LOG_BYTES / 1e9
    data = cases * (CASE_BYTES + HISTORY_BYTES) / 1e9
    hot = data * 0.25 + log / MONTHS_OF_LOG * 2
    return Need(
        residents=residents,
        workers=workers,
        pages=pages,
        processes=processes,
        cores=cores,
        hour=hour,
        database_gb=data,
        log_gb=log,
        log_lines_a_second=pages * lines,
        memory_gb=(processes * WEB_MEMORY_MB + 2 * WORKER_MEMORY_MB) / 1000 + max(1.0, hot) + 0.5,
        megabits=pages * PAGE_BYTES * 8 / 1e6,
    )


def _enough(pages: float, measured: Mapping[str, tuple[float, float]]) -> tuple[int, int, Hour]:
    """The fewest processes and cores with which nobody waits long; two of each at least, so that one may fail."""
    in_web, in_database = (sum(MIX[work] * measured[work][part] for work in MIX) / 1000 for part in (0, 1))
    processes = max(2, -int(-pages * in_web // BUSY_AT_MOST))
    cores = max(2, -int(-pages * in_database // BUSY_AT_MOST))
    idle = peak_hour(0.2, processes=processes, cores=cores, measured=measured)
    while True:
        hour = peak_hour(pages, processes=processes, cores=cores, measured=measured)
        if hour.p95 <= P95_AIM * idle.p95:
            return processes, cores, hour
        if hour.web >= hour.database:
            processes += 1
        else:
            cores += 1


def measured_in(file: Path) -> dict[str, tuple[float, float]]:
    """The times of a file that `make bench` wrote (build/bench/SIZE.json)."""
    found = json.loads(file.read_text())
    return {work: (one["cpu_ms"], max(one["ours_ms"] - one["cpu_ms"], 0.1)) for work, one in found.items()}


def lines(residents: Sequence[int], measured: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    yield "The measurement done over again: 8 clients, 2 cores for everything (pages a second)"
    for work, pages in MEASURED_PAGES.items():
        found = clients_on_one_machine(work, MEASURED)
        yield f"CHECK work={work} measured={pages:g} simulated={found:.1f} off={100 * (found / pages - 1):+.0f}%"
    yield ""
    yield (
        "residents  workers  pages/s  web  db cores  p50 ms  p95 ms  web busy  db busy"
        "  data GB  log GB  memory GB  Mbit/s"
    )
    for one in residents:
        need = need_of(one, measured)
        yield (
            f"{need.residents:>9}  {need.workers:>7}  {need.pages:>7.1f}  {need.processes:>3}  {need.cores:>8}"
            f"  {need.hour.p50 * 1000:>6.0f}  {need.hour.p95 * 1000:>6.0f}  {need.hour.web:>8.0%}"
            f"  {need.hour.database:>7.0%}  {need.database_gb:>7.1f}  {need.log_gb:>6.1f}  {need.memory_gb:>9.1f}"
            f"  {need.megabits:>6.1f}"
        )
    total, number = NATIONAL
    each = need_of(total // number, measured)
    together = need_of(total, measured)
    yield ""
    yield f"National: {number} installations of {total // number} residents on average, each with its own database"
    yield (
        f"NATIONAL installations={number} web={number * each.processes} memory_gb={number * each.memory_gb:.0f}"
        f" data_tb={number * (each.database_gb + each.log_gb) / 1000:.1f} pages_per_second={number * each.pages:.0f}"
        f" log_lines_per_second={number * each.log_lines_a_second:.0f}"
    )
    yield (
        f"TOGETHER (were it one, for comparison) web={together.processes} db_cores={together.cores}"
        f" data_tb={(together.database_gb + together.log_gb) / 1000:.1f}"
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m local.scale", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--residents", type=int, nargs="+", default=[50_000, 200_000, 1_000_000])
    parser.add_argument("--measured", type=Path, help="a file of make bench; else what docs/scaling.md tells")
    options = parser.parse_args(arguments)
    measured = measured_in(options.measured) if options.measured else MEASURED
    for line in lines(options.residents, measured):
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
