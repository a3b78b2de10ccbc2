"""What is made of the measured times: medians, lines to print, growth. No clock and no network here."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Result:
    """One work at one size. Times are milliseconds, of our page and of the limit's, measured in turn."""

    work: str
    ours: tuple[float, ...]
    limit: tuple[float, ...]
    queries: int
    bytes: int
    limit_bytes: int
    # Of the web processes for one request, the database not counted: on a busy machine the steadier measure.
    cpu_ms: float = 0.0
    limit_cpu_ms: float = 0.0

    @property
    def ours_ms(self) -> float:
        return median(self.ours)

    @property
    def limit_ms(self) -> float:
        return median(self.limit)

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.limit_ms

    @property
    def spread(self) -> float:
        """p95 divided by p50 of our page."""
        return percentile(self.ours, 95) / self.ours_ms


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that `share` per cent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]


def bench_line(result: Result, *, size: int) -> str:
    """The line that other programs read. Bytes are those of the page as sent, uncompressed."""
    return (
        f"BENCH size={size} work={result.work} ours_ms={result.ours_ms:.1f} limit_ms={result.limit_ms:.1f} "
        f"ratio={result.ratio:.2f} queries={result.queries} bytes={result.bytes}"
    )


def table(results: Sequence[Result], *, targets: dict[str, float]) -> list[str]:
    """The same for people, with the gap to the aim where there is one."""
    lines = ["    work   ours ms   p95/p50   limit ms   ratio    aim   cpu ms   limit's   queries   bytes   limit's"]
    for result in results:
        aim = targets[result.work]
        verdict = "" if result.ratio <= aim else f"   {result.ratio - aim:.2f} over"
        lines.append(
            f"    {result.work:<6}{result.ours_ms:8.1f}{result.spread:10.2f}{result.limit_ms:11.1f}{result.ratio:8.2f}"
            f"{aim:7.1f}{result.cpu_ms:9.1f}{result.limit_cpu_ms:10.1f}{result.queries:10}{result.bytes:8}"
            f"{result.limit_bytes:10}{verdict}"
        )
    return lines


def growth_lines(results: Sequence[Result], earlier: dict[str, float], *, size: int, earlier_size: int) -> list[str]:
    """How much slower each work is with more history: `earlier` are medians of our pages at a smaller size."""
    return [
        f"GROWTH work={result.work} from={earlier_size} to={size} factor={result.ours_ms / earlier[result.work]:.2f}"
        for result in results
        if earlier.get(result.work)
    ]


def to_json(results: Sequence[Result]) -> str:
    return json.dumps({result.work: {**asdict(result), "ours_ms": result.ours_ms} for result in results})


def medians(text: str) -> dict[str, float]:
    """Our medians from what `to_json` wrote."""
    kept: dict[str, dict[str, Any]] = json.loads(text)
    return {work: float(result["ours_ms"]) for work, result in kept.items()}
