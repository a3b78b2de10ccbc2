"""Bars: lying ones as a table, standing ones for a few months."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wijkteam.core.charts.ink import DataTable, Frame, Marker, Row, number, ticks

_BAR = 18
_ROW = 30


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One value. None means that it may not be shown: say in `text` why, for example "fewer than 10".

    `high` marks a value that asks for attention; say in `note` what is the matter, colour alone does not.
    """

    label: str
    value: float | None
    text: str = ""
    note: str = ""
    href: str = ""
    high: bool = False

    @property
    def words(self) -> str:
        return self.text or number(self.value)


@dataclass(frozen=True, kw_only=True)
class HorizontalBars:
    """Values side by side, by name. On a page a table whose cells hold the bars; in a document one picture.

    `key` is unique on the page. `maximum` fixes the scale so that two charts can be compared.
    """

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    bars: Sequence[Bar]
    marker: Marker | None = None
    maximum: float | None = None

    @property
    def _top(self) -> float:
        shown = [bar.value for bar in self.bars if bar.value is not None]
        return self.maximum or max([*shown, self.marker.value if self.marker else 0]) or 1

    def _mark(self, frame: Frame, bar: Bar, *, y: float) -> list[str]:
        if bar.value is None:
            # the same length for every hidden value: it must not tell how large it is
            return [frame.rect("hidden", x=frame.x(0.004), y=y + 1, width=frame.span(0.12), height=_BAR - 2, round=3)]
        parts = []
        if bar.value > 0:
            width = frame.span(min(bar.value / self._top, 1))
            parts.append(
                frame.rect("high" if bar.high else "bar", x=frame.x(0), y=y, width=width, height=_BAR, round=3)
            )
        if self.marker:
            x = frame.x(min(self.marker.value / self._top, 1))
            parts.append(frame.line("marker-halo", x1=x, y1=y - 4, x2=x, y2=y + _BAR + 4))
            parts.append(frame.line("marker", x1=x, y1=y - 4, x2=x, y2=y + _BAR + 4))
        return parts

    @property
    def rows(self) -> list[Row]:
        frame = Frame(standalone=False)
        return [
            Row(
                label=bar.label,
                svg=frame.cell(self._mark(frame, bar, y=5), height=_BAR + 10),
                text=bar.words,
                note=bar.note,
                href=bar.href,
            )
            for bar in self.bars
        ]

    def svg(self, *, standalone: bool = True) -> SafeString:
        frame = Frame(standalone=standalone, left=190, right=175)
        top = 26 if self.marker else 4
        parts = []
        if self.marker:
            at = min(self.marker.value / self._top, 1)
            parts.append(frame.text("tick", self.marker.label, x=frame.x(at), y=14, anchor="middle"))
        for index, bar in enumerate(self.bars):
            y = top + index * _ROW
            parts.append(frame.text("label", bar.label, x="0", y=y + 13.5))
            parts.extend(self._mark(frame, bar, y=y))
            at = 0.14 if bar.value is None else min(bar.value / self._top, 1)
            parts.append(frame.text("value", bar.words, x=frame.x(at), y=y + 13.5, dx=8))
            if bar.note:
                parts.append(frame.text("tick", bar.note, x=frame.x(1), y=y + 13.5, dx=frame.right, anchor="end"))
        height = top + _ROW * len(self.bars)
        return frame.image(
            parts, key=self.key, title=self.title, description=self.description, height=height, kind="bars"
        )

    def table(self) -> DataTable:
        rows = [(bar.label, f"{bar.words} {bar.note}".strip()) for bar in self.bars]
        return DataTable(caption=self.title, head=(self.label_heading, self.value_heading), rows=rows)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Standing bars, one for each month or week; at most about sixteen. The label of each second one may drop out."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    bars: Sequence[Bar]
    marker: Marker | None = None
    height: float = 180

    def svg(self, *, standalone: bool = False) -> SafeString:
        frame = Frame(standalone=standalone, left=34, right=8)
        shown = [bar.value for bar in self.bars if bar.value is not None]
        scale = ticks(max([*shown, self.marker.value if self.marker else 0], default=0))
        top, bottom = 18, self.height
        per_unit = (bottom - top) / scale[-1]
        parts = []
        for tick in scale:
            y = bottom - tick * per_unit
            parts.append(frame.line("grid" if tick else "axis", x1=frame.x(0), y1=y, x2=frame.x(1), y2=y))
            parts.append(frame.text("tick", number(tick), x=frame.x(0), y=y + 4, dx=-8, anchor="end"))
        slot = 1 / max(len(self.bars), 1)
        for index, bar in enumerate(self.bars):
            middle = frame.x((index + 0.5) * slot)
            left, width = frame.x((index + 0.19) * slot), frame.span(0.62 * slot)
            if bar.value is None:
                parts.append(frame.rect("hidden", x=left, y=bottom - 24, width=width, height=23, round=2))
                parts.append(frame.text("tick", bar.words, x=middle, y=bottom - 30, anchor="middle"))
            else:
                y = bottom - bar.value * per_unit
                mark = "high" if bar.high else "bar"
                if bar.value > 0:
                    parts.append(frame.rect(mark, x=left, y=y, width=width, height=bottom - y, round=2))
                parts.append(frame.text("value", bar.words, x=middle, y=y - 5, anchor="middle"))
            mark = "tick-minor" if (len(self.bars) - 1 - index) % 2 else "tick"
            parts.append(frame.text(mark, bar.label, x=middle, y=bottom + 18, anchor="middle"))
        if self.marker:
            y = bottom - self.marker.value * per_unit
            parts.append(frame.line("marker", x1=frame.x(0), y1=y, x2=frame.x(1), y2=y))
            parts.append(frame.text("tick", self.marker.label, x=frame.x(1), y=y - 5, anchor="end"))
        return frame.image(
            parts, key=self.key, title=self.title, description=self.description, height=bottom + 26, kind="columns"
        )

    def table(self) -> DataTable:
        rows = [(bar.label, f"{bar.words} {bar.note}".strip()) for bar in self.bars]
        return DataTable(caption=self.title, head=(self.label_heading, self.value_heading), rows=rows)


@dataclass(frozen=True, kw_only=True)
class Range:
    """A value and the band it should lie in. `value` None: nothing to show yet."""

    label: str
    value: float | None
    low: float
    high: float
    text: str = ""
    note: str = ""
    href: str = ""
    before: float | None = None  # where it was: an open circle, with a line to where it is

    @property
    def is_outside(self) -> bool:
        return self.value is not None and not self.low <= self.value <= self.high

    @property
    def words(self) -> str:
        return self.text or number(self.value)

    @property
    def remark(self) -> str:
        """What the position means, in words: the colour and the shape of the dot say no more than this."""
        if self.note or self.value is None or not self.is_outside:
            return self.note
        return _("above the band") if self.value > self.high else _("below the band")


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """A dot on a line with the agreed band behind it: caseload per worker, waiting against what was agreed."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    ranges: Sequence[Range]
    maximum: float | None = None

    @property
    def _top(self) -> float:
        reach = [max(row.high, row.value or 0, row.before or 0) for row in self.ranges]
        return self.maximum or 1.08 * max(reach, default=1) or 1

    def _mark(self, frame: Frame, row: Range, *, y: float) -> list[str]:
        low, high = min(row.low / self._top, 1), min(row.high / self._top, 1)
        parts = [
            frame.rect("track", x=frame.x(0), y=y + 6, width=frame.span(1), height=6, round=3),
            frame.rect("band", x=frame.x(low), y=y, width=frame.span(high - low), height=_BAR, round=3),
        ]
        if row.before is not None and row.value is not None and row.before != row.value:
            then, now, middle = row.before / self._top, row.value / self._top, y + _BAR / 2
            parts.append(frame.line("between", x1=frame.x(then), y1=middle, x2=frame.x(min(now, 1)), y2=middle))
            parts.append(f'<circle{frame.mark("dot-before")} cx="{frame.x(then)}" cy="{middle}" r="6"/>')
        if row.value is not None:
            x = frame.x(min(row.value / self._top, 1))
            # outside the band the dot also changes its shape
            if row.is_outside:
                place = f'x="{x}" y="{y + _BAR / 2}"'
                parts.append(
                    f'<svg {place} overflow="visible"><path{frame.mark("dot-high")} d="M0-8 8 0 0 8-8 0z"/></svg>'
                )
            else:
                parts.append(f'<circle{frame.mark("dot")} cx="{x}" cy="{y + _BAR / 2}" r="7"/>')
        return parts

    @property
    def rows(self) -> list[Row]:
        frame = Frame(standalone=False)
        return [
            Row(
                label=row.label,
                svg=frame.cell(self._mark(frame, row, y=5), height=_BAR + 10),
                text=row.words,
                note=row.remark,
                href=row.href,
            )
            for row in self.ranges
        ]

    def svg(self, *, standalone: bool = True) -> SafeString:
        frame = Frame(standalone=standalone, left=190, right=160)
        parts = []
        for index, row in enumerate(self.ranges):
            y = 4 + index * _ROW
            parts.append(frame.text("label", row.label, x="0", y=y + 13.5))
            parts.extend(self._mark(frame, row, y=y))
            words = f"{row.words} {row.remark}".strip()
            parts.append(frame.text("value", words, x=frame.x(1), y=y + 13.5, dx=12))
        return frame.image(
            parts,
            key=self.key,
            title=self.title,
            description=self.description,
            height=8 + _ROW * len(self.ranges),
            kind="ranges",
        )

    def table(self) -> DataTable:
        band = _("Agreed band")
        rows = [
            (row.label, f"{row.words} {row.remark}".strip(), f"{number(row.low)}–{number(row.high)}")
            for row in self.ranges
        ]
        return DataTable(caption=self.title, head=(self.label_heading, self.value_heading, band), rows=rows)
