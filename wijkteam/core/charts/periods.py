"""Periods on a line of time, one small picture per row of a table that says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from wijkteam.core.charts.ink import Frame

_HEIGHT = 14


@dataclass(frozen=True, kw_only=True)
class Span:
    """Half-open; `end` is empty while it runs. `is_light` sets a lesser kind of period apart."""

    start: date
    end: date | None
    is_light: bool = False


def period_bar(spans: Sequence[Span], *, first: date, last: date) -> SafeString:
    """What lies between the days `first` and `last`, drawn over the width of a cell."""
    days = max((last - first).days, 1)
    frame = Frame(standalone=False)
    parts = [frame.rect("track", x=frame.x(0), y=5, width=frame.span(1), height=4, round=2)]
    for span in spans:
        start = max(span.start, first)
        end = min(span.end or last, last)
        if end < start:
            continue
        width = max((end - start).days / days, 0.012)  # a single day must be seen, too
        left = min((start - first).days / days, 1 - width)
        mark = "series-4" if span.is_light else "series-1"
        parts.append(frame.rect(mark, x=frame.x(left), y=1, width=frame.span(width), height=12, round=3))
    return frame.cell(parts, height=_HEIGHT)
