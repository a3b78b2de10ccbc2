"""What waits for the privacy officer elsewhere. The apps above fill this in from their AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """`count` of something, the oldest `since`; `late` of them should have been done by now."""

    label: "_StrOrPromise"
    url: str
    count: int
    since: datetime | None
    late: int


Source = Callable[[datetime], Waiting]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    _sources[key] = source


def waiting_elsewhere(now: datetime) -> Iterable[Waiting]:
    return tuple(source(now) for source in _sources.values())
