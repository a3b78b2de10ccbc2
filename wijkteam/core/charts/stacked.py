"""What a whole consists of: hours by kind, against an agreed floor."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from wijkteam.core.charts.ink import LINE_HEIGHT, DataTable, Frame, Marker, Row, number

# what a share must be to have room for its words: in one wide bar, and in the bars of a table
_ROOM_IN_ONE, _ROOM_IN_ROWS = 0.065, 0.2


@dataclass(frozen=True, kw_only=True)
class Part:
    """A kind of which each row has an amount. `series` is its colour, 1 to 7, the same in every chart."""

    label: str
    series: int


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One bar: an amount for each part, in the order of the parts."""

    label: str
    values: Sequence[float]
    href: str = ""

    @property
    def total(self) -> float:
        return sum(self.values)

    def share(self, index: int) -> float:
        return self.values[index] / self.total if self.total else 0


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    label: str
    series: int
    text: str
    share: str


@dataclass(frozen=True, kw_only=True)
class Stacked:
    """Bars of equal length, divided by share. The marker's value is a share too (0.35), counted from the left.

    Put the parts that the marker is about first and say with `counted` how many they are: what they make
    together is then written under the bar (`counted_label`). One whole makes a tall bar with a legend that gives
    the figures; more of them make a table with a bar in each row.
    """

    key: str
    title: str
    description: str
    label_heading: str
    total_heading: str
    parts: Sequence[Part]
    wholes: Sequence[Whole]
    marker: Marker | None = None
    unit: str = ""
    counted: int = 0
    counted_label: str = ""

    @property
    def legend(self) -> list[LegendEntry]:
        """The parts, with the figures of the only whole when there is one."""
        whole = self.wholes[0] if len(self.wholes) == 1 else None
        return [
            LegendEntry(
                label=part.label,
                series=part.series,
                text=f"{number(whole.values[index])} {self.unit}".strip() if whole else "",
                share=f"{number(100 * whole.share(index))}%" if whole else "",
            )
            for index, part in enumerate(self.parts)
        ]

    def _mark(self, frame: Frame, whole: Whole, *, y: float, height: float) -> list[str]:
        if not whole.total:
            return [
                frame.rect("hidden", x=frame.x(0.002), y=y + 1, width=frame.span(0.996), height=height - 2, round=3)
            ]
        parts: list[str] = []
        at = 0.0
        for index, part in enumerate(self.parts):
            share = whole.share(index)
            if share <= 0:
                continue
            gap = 0.003 if at + share < 0.999 else 0
            parts.append(
                frame.rect(
                    f"series-{part.series}",
                    x=frame.x(at),
                    y=y,
                    width=frame.span(max(share - gap, 0.001)),
                    height=height,
                )
            )
            place = self._place_for_words(at, at + share - gap)
            if place is not None:
                words = f"{number(100 * share)}%"
                parts.append(
                    frame.text(
                        f"on-series-{part.series}", words, x=frame.x(place), y=y + height / 2 + 4.5, anchor="middle"
                    )
                )
            at += share
        if self.marker:
            x = frame.x(self.marker.value)
            parts.append(frame.line("marker-halo", x1=x, y1=y - 5, x2=x, y2=y + height + 5))
            parts.append(frame.line("marker", x1=x, y1=y - 5, x2=x, y2=y + height + 5))
        return parts

    def _place_for_words(self, start: float, end: float) -> float | None:
        """The middle of a part, or of its larger side when the marker runs through it; None without room."""
        room = _ROOM_IN_ONE if len(self.wholes) == 1 else _ROOM_IN_ROWS
        if self.marker and start < self.marker.value < end:
            sides = ((start, self.marker.value), (self.marker.value, end))
            start, end = max(sides, key=lambda side: side[1] - side[0])
        return (start + end) / 2 if end - start >= room else None

    @property
    def rows(self) -> list[Row]:
        frame = Frame(standalone=False)
        return [
            Row(
                label=whole.label,
                svg=frame.cell(self._mark(frame, whole, y=5, height=22), height=32),
                text=f"{number(whole.total)} {self.unit}".strip(),
                href=whole.href,
            )
            for whole in self.wholes
        ]

    def svg(self, *, standalone: bool = False) -> SafeString:
        one = len(self.wholes) == 1
        frame = Frame(standalone=standalone, left=0 if one else 150, right=0 if one else 80)
        bar, step = (40, 52) if one else (22, 34)
        top = 24 if self.marker else 6
        parts = []
        if self.marker:
            # near the right edge the words would fall off, so they end at the line instead of starting there
            anchor, dx = ("end", -6) if self.marker.value > 0.6 else ("start", 6)
            x = frame.x(self.marker.value)
            parts.append(frame.text("value", self.marker.label, x=x, y=13, dx=dx, anchor=anchor))
            parts.append(frame.line("marker", x1=x, y1=2, x2=x, y2=top))
        for index, whole in enumerate(self.wholes):
            y = top + index * step
            if not one:
                parts.append(frame.text("label", whole.label, x="0", y=y + 15.5))
                words = f"{number(whole.total)} {self.unit}".strip()
                parts.append(frame.text("value", words, x=frame.x(1), y=y + 15.5, dx=10))
            parts.extend(self._mark(frame, whole, y=y, height=bar))
        height: float = top + step * len(self.wholes) - (step - bar) + 8
        if one and self.counted and self.wholes[0].total:
            share = sum(map(self.wholes[0].share, range(self.counted)))
            y = top + bar + 7
            parts.append(frame.line("bracket", x1=frame.x(0), y1=y, x2=frame.x(share), y2=y))
            words = f"{number(100 * share)}% {self.counted_label}".strip()
            parts.append(frame.text("value", words, x=frame.x(0), y=y + LINE_HEIGHT + 1))
            height += 24
        if standalone:
            height = self._legend_in_document(frame, parts, y=height + 8)
        return frame.image(
            parts, key=self.key, title=self.title, description=self.description, height=height, kind="stacked"
        )

    def _legend_in_document(self, frame: Frame, parts: list[str], *, y: float) -> float:
        """The legend under the bar in two columns; on a page it is a list beside the picture. Returns the height."""
        column = frame.width / 2
        for index, entry in enumerate(self.legend):
            x, line = (index % 2) * column, y + (index // 2) * 20
            parts.append(frame.rect(f"series-{entry.series}", x=f"{x:g}", y=line, width="12", height=12, round=2))
            words = f"{entry.label}  {entry.text} ({entry.share})" if entry.text else entry.label
            parts.append(frame.text("label", words, x=f"{x + 20:g}", y=line + 11))
        return y + 20 * ((len(self.parts) + 1) // 2)

    def table(self) -> DataTable:
        head = (self.label_heading, *(part.label for part in self.parts), self.total_heading)
        rows = [(whole.label, *(number(value) for value in whole.values), number(whole.total)) for whole in self.wholes]
        return DataTable(caption=self.title, head=head, rows=rows)
