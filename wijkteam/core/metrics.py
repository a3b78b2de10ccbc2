"""Figures for a monitoring system, as Prometheus reads them: counted in the shared cache over all processes.

Nothing about people: no user, no address, no id. What is in the database (jobs that wait, the last backup) is asked
when somebody reads the figures. Without the cache counts are missing for as long, and pages go on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

_FOREVER: Final = 30 * 24 * 60 * 60
_BOUNDS: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Sample:
    name: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        labels = ",".join(f'{name}="{value}"' for name, value in self.labels)
        value = "+Inf" if self.value == float("inf") else f"{self.value:.10g}"
        return f"{self.name}{{{labels}}} {value}" if labels else f"{self.name} {value}"


class Counter:
    """Counted over all processes; its labels have few values, all chosen by us."""

    def __init__(self, name: str, about: str, label_sets: Iterable[dict[str, str]]) -> None:
        self.name, self.about = name, about
        self._sets = [tuple(sorted(labels.items())) for labels in label_sets]

    def one(self, **labels: str) -> dict[str, int]:
        """One more of these, for `count`."""
        return {self._key(tuple(sorted(labels.items()))): 1}

    def samples(self) -> list[Sample]:
        keys = {self._key(labels): labels for labels in self._sets}
        found = cache.get_many(list(keys))
        return [Sample(self.name, found[key], labels) for key, labels in keys.items() if key in found]

    def _key(self, labels: tuple[tuple[str, str], ...]) -> str:
        return f"metric:{self.name}:{','.join('='.join(pair) for pair in labels)}"


class Histogram:
    def __init__(self, name: str, about: str) -> None:
        self.name, self.about = name, about

    def one(self, seconds: float) -> dict[str, int]:
        """One more that took so long, for `count`."""
        bound = next((f"{bound:g}" for bound in _BOUNDS if seconds <= bound), "+Inf")
        return {f"metric:{self.name}:{bound}": 1, f"metric:{self.name}:ms": round(seconds * 1000)}

    def samples(self) -> list[Sample]:
        bounds = [*(f"{bound:g}" for bound in _BOUNDS), "+Inf"]
        found = cache.get_many([f"metric:{self.name}:{bound}" for bound in [*bounds, "ms"]])
        total = 0
        samples = []
        for bound in bounds:
            total += found.get(f"metric:{self.name}:{bound}", 0)
            samples.append(Sample(f"{self.name}_bucket", total, (("le", bound),)))
        milliseconds = found.get(f"metric:{self.name}:ms", 0)
        return [*samples, Sample(f"{self.name}_sum", milliseconds / 1000), Sample(f"{self.name}_count", total)]


def count(*steps: dict[str, int]) -> None:
    """All of them in one question to the cache: this is done for each answer that is given."""
    cache.count({key: by for step in steps for key, by in step.items()}, lives=_FOREVER)  # type: ignore[attr-defined]  # of OptionalCache


_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "other")
_STATUSES: Final = ("200", "204", "302", "304", "400", "401", "403", "404", "405", "409", "413", "422", "429", "500")
REQUESTS: Final = Counter(
    "wijkteam_requests_total",
    "Answers given",
    [
        {"method": method, "status": status}
        for method in ("GET", "HEAD", "POST", "OPTIONS", "other")
        for status in _STATUSES
    ],
)
SECONDS: Final = Histogram("wijkteam_request_seconds", "Time to an answer")
SIGN_INS: Final = Counter(
    "wijkteam_sign_ins_total",
    "Signing in and out",
    [{"outcome": outcome} for outcome in ("signed-in", "signed-out", "sign-in-refused")],
)
REPLICA_READS: Final = Counter(
    "wijkteam_replica_reads_total",
    "Figures that could come from the copy of the database server",
    [{"outcome": outcome} for outcome in ("replica", "behind", "failed")],
)

# (name, about, how to find it): apps register what only the database knows.
_gauges: dict[str, tuple[str, Callable[[], float]]] = {}


def register_gauge(name: str, about: str, find: Callable[[], float]) -> None:
    _gauges[name] = (about, find)


def page() -> str:
    """All figures in the text format of Prometheus."""
    lines: list[str] = []
    for metric, kind in (
        (REQUESTS, "counter"),
        (SIGN_INS, "counter"),
        (REPLICA_READS, "counter"),
        (SECONDS, "histogram"),
    ):
        lines += [f"# HELP {metric.name} {metric.about}", f"# TYPE {metric.name} {kind}"]
        lines += [sample.line for sample in metric.samples()]
    for name, (about, find) in sorted(_gauges.items()):
        lines += [f"# HELP {name} {about}", f"# TYPE {name} gauge", Sample(name, find()).line]
    return "\n".join(lines) + "\n"
