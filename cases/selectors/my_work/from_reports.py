"""What the apps above have for somebody: they fill this in from their AppConfig.ready()."""

from collections.abc import Callable, Iterable

from cases.selectors.my_work.item import Reader, WorkItem

Source = Callable[[Reader], Iterable[WorkItem]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source(reader)` add to the work of today, with one statement at most."""
    if source not in _sources:
        _sources.append(source)


def items(reader: Reader) -> Iterable[WorkItem]:
    for source in _sources:
        yield from source(reader)
