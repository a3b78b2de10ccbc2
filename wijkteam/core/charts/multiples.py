"""Small multiples: the same little line for each name, all on one scale, so that they can be compared at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from wijkteam.core.charts.ink import DataTable, Frame, Row, number, short

_HIGH = 34
_VIEW = 1000
_EDGE = 5


@dataclass(frozen=True, kw_only=True)
class Multiple:
    """One name with its values over the same moments; `text` is the last one, `note` what to know of the course."""

    label: str
    values: Sequence[float | None]
    text: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Multiples:
    """A row for each name, in the order given. `labels` are those of the moments."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    labels: Sequence[str]
    multiples: Sequence[Multiple]

    marker = None

    @property
    def _top(self) -> float:
        known = [value for one in self.multiples for value in one.values if value is not None]
        return max(known, default=0) or 1

    def _line(self, frame: Frame, one: Multiple) -> list[str]:
        last = max(len(self.labels) - 1, 1)

        def height_of(value: float) -> float:
            return _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * value / self._top

        strokes = []
        for known, group in groupby(enumerate(one.values), key=lambda pair: pair[1] is not None):
            points = [f"{short(_VIEW * index / last)},{short(height_of(value or 0))}" for index, value in group]
            if known and len(points) > 1:
                effect = ' vector-effect="non-scaling-stroke"'
                strokes.append(f'<polyline{frame.mark("line-1")} points="{" ".join(points)}"{effect}/>')
        floor = height_of(0)
        parts = [
            frame.line("grid", x1=frame.x(0), y1=floor, x2=frame.x(1), y2=floor),
            f'<svg width="97%" height="{_HIGH}" viewBox="0 0 {_VIEW} {_HIGH}" preserveAspectRatio="none"'
            f' overflow="visible">{"".join(strokes)}</svg>',
        ]
        ends = [(index, value) for index, value in enumerate(one.values) if value is not None]
        if ends:
            index, value = ends[-1]
            x, y = frame.x(0.97 * index / last), short(height_of(value))
            parts.append(f'<circle{frame.mark("point-1")} cx="{x}" cy="{y}" r="4"/>')
        return parts

    @property
    def rows(self) -> list[Row]:
        frame = Frame(standalone=False)
        return [
            Row(
                label=one.label,
                svg=frame.cell(self._line(frame, one), height=_HIGH),
                text=one.text,
                note=one.note,
                href=one.href,
            )
            for one in self.multiples
        ]

    def table(self) -> DataTable:
        rows = [(one.label, *(number(value) for value in one.values)) for one in self.multiples]
        return DataTable(caption=self.title, head=(self.label_heading, *self.labels), rows=rows)
