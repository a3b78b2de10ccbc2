"""Lines through time, and the little one beside a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString

from wijkteam.core.charts.ink import LINE_HEIGHT, DataTable, Frame, number, short, ticks

_VIEW = 1000
_SHAPES = {1: '<circle r="4.5"/>', 2: '<path d="M-4-4h8v8h-8z"/>', 3: '<path d="M0-6 6 0 0 6-6 0z"/>'}

# So many letters fit below a chart side by side; of more labels every second or third is written.
_LETTERS = 48


@dataclass(frozen=True, kw_only=True)
class Line:
    """A series with a short name: it stands at the end of its line, where there is room for some twelve letters."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class Band:
    """The normal variation between two values; what lies in it is noise, not news. `centre` gets a thin line."""

    low: float
    high: float
    label: str
    centre: float | None = None


@dataclass(frozen=True, kw_only=True)
class Lines:
    """One to three series over the same moments; a None breaks the line. Zero is always on the scale.

    `bands` is what was agreed at each moment, where that changed on the way.
    `marked` are figures that ask for attention, as (series, place), both from zero: a ring stands around them.
    `note` says the finding under the picture, for who looks; put it in `description` too, for who listens.
    """

    key: str
    title: str
    description: str
    label_heading: str
    labels: Sequence[str]
    lines: Sequence[Line]
    band: Band | None = None
    decimals: int = 0
    height: float = 190
    marked: Sequence[tuple[int, int]] = ()
    note: str = ""
    bands: Sequence[tuple[float, float] | None] = ()

    def svg(self, *, standalone: bool = False) -> SafeString:
        longest = max((len(self._end_words(line)) for line in self.lines), default=0)
        frame = Frame(standalone=standalone, left=34, right=26 + 7 * longest)
        known = [value for line in self.lines for value in line.values if value is not None]
        scale = ticks(
            max([*known, self.band.high if self.band else 0, *(band[1] for band in self.bands if band)], default=0)
        )
        top, bottom = 12.0, self.height
        per_unit = (bottom - top) / scale[-1]
        last = max(len(self.labels) - 1, 1)

        def height_of(value: float) -> float:
            return bottom - value * per_unit

        parts = self._background(frame, scale=scale, bottom=bottom, per_unit=per_unit)
        every = -(-sum(map(len, self.labels)) // _LETTERS) or 1
        for index, label in enumerate(self.labels):
            if (last - index) % every:
                continue
            mark = "tick-minor" if (last - index) // every % 2 else "tick"
            parts.append(frame.text(mark, label, x=frame.x(index / last), y=bottom + 18, anchor="middle"))
        for series, line in enumerate(self.lines, 1):
            parts.append(self._strokes(frame, line, series=series, last=last, height_of=height_of))
        for series, place in self.marked:
            parts.append(self._ring(frame, series, place, last=last, height_of=height_of))
        parts.extend(self._ends(frame, last=last, height_of=height_of, bottom=bottom))
        if not standalone:
            parts.extend(self._hover(last=last, bottom=bottom))
        return frame.image(
            parts,
            key=self.key,
            title=self.title,
            description=self.description,
            height=bottom + 26,
            kind="lines" + (" chart--short-ends" if longest < 8 else " chart--long-ends" if longest > 13 else ""),
        )

    def _end_words(self, line: Line) -> str:
        """What stands at the end of a line: its last value and its name."""
        known = [value for value in line.values if value is not None]
        return f"{number(known[-1], self.decimals)} {line.label}" if known else ""

    def _background(self, frame: Frame, *, scale: list[float], bottom: float, per_unit: float) -> list[str]:
        parts = []
        if self.band:
            y, lowest = bottom - self.band.high * per_unit, bottom - self.band.low * per_unit
            parts.append(frame.rect("band", x=frame.x(0), y=y, width=frame.span(1), height=lowest - y))
        last = max(len(self.labels) - 1, 1)
        # What was agreed for some moments on end is one piece: seams between pieces would look like lines.
        for agreed, group in groupby(enumerate(self.bands), key=lambda pair: pair[1]):
            places = [index for index, _band in group]
            if agreed:
                left, right = max(places[0] - 0.5, 0) / last, min(places[-1] + 0.5, last) / last
                y, lowest = bottom - agreed[1] * per_unit, bottom - agreed[0] * per_unit
                x, width = frame.x(left), frame.span(right - left)
                parts.append(frame.rect("band", x=x, y=y, width=width, height=lowest - y))
        for tick in scale:
            y = bottom - tick * per_unit
            parts.append(frame.line("grid" if tick else "axis", x1=frame.x(0), y1=y, x2=frame.x(1), y2=y))
            parts.append(frame.text("tick", number(tick), x=frame.x(0), y=y + 4, dx=-8, anchor="end"))
        if self.band and self.band.centre is not None:
            y = bottom - self.band.centre * per_unit
            parts.append(frame.line("axis", x1=frame.x(0), y1=y, x2=frame.x(1), y2=y))
        if self.band:
            # In the half of the band where the line does not begin, so that it does not run through the words.
            begins = [
                value for line in self.lines for value in line.values[: len(self.labels) // 3 + 1] if value is not None
            ]
            is_high = bool(begins) and 2 * sum(begins) / len(begins) > self.band.low + self.band.high
            edge = self.band.low if is_high else self.band.high
            y = bottom - edge * per_unit + (-6 if is_high else LINE_HEIGHT - 2)
            parts.append(frame.text("note", self.band.label, x=frame.x(0), y=y, dx=6))
        return parts

    def _strokes(self, frame: Frame, line: Line, *, series: int, last: int, height_of: Callable[[float], float]) -> str:
        """The line itself. On a page it lives in a view of its own that stretches, with a stroke that does not."""

        def across(index: int) -> float:
            if frame.standalone:
                return frame.left + index / last * (frame.width - frame.left - frame.right)
            return _VIEW * index / last

        strokes = []
        for known, group in groupby(enumerate(line.values), key=lambda pair: pair[1] is not None):
            points = [f"{short(across(index))},{short(height_of(value or 0))}" for index, value in group]
            if known and len(points) > 1:
                effect = "" if frame.standalone else ' vector-effect="non-scaling-stroke"'
                strokes.append(f'<polyline{frame.mark(f"line-{series}")} points="{" ".join(points)}"{effect}/>')
        if frame.standalone:
            return "".join(strokes)
        return (
            f'<svg width="100%" height="{short(self.height)}" viewBox="0 0 {_VIEW} {short(self.height)}"'
            f' preserveAspectRatio="none" overflow="visible">{"".join(strokes)}</svg>'
        )

    def _ring(self, frame: Frame, series: int, place: int, *, last: int, height_of: Callable[[float], float]) -> str:
        """A shape that holds in grey: open, larger than the mark at an end, in the colour of attention."""
        y = height_of(self.lines[series].values[place] or 0)
        mark = frame.mark("dot-open")
        return f'<svg x="{frame.x(place / last)}" y="{short(y)}" overflow="visible"><circle{mark} r="6.5"/></svg>'

    def _ends(self, frame: Frame, *, last: int, height_of: Callable[[float], float], bottom: float) -> list[str]:
        """A mark and a name at the last value of each line; names that would touch are pushed apart."""
        ends = []
        for series, line in enumerate(self.lines, 1):
            known = [(index, value) for index, value in enumerate(line.values) if value is not None]
            if known:
                index, value = known[-1]
                ends.append((height_of(value), index, series, self._end_words(line)))
        ends.sort()
        parts: list[str] = []
        free_from = 0.0
        for place, (y, index, series, words) in enumerate(ends):
            below = (len(ends) - 1 - place) * LINE_HEIGHT
            text_y = min(max(y + 4, free_from), bottom + 4 - below)
            free_from = text_y + LINE_HEIGHT
            x = frame.x(index / last)
            shape = _SHAPES[series].replace("<circle", f"<circle{frame.mark(f'point-{series}')}")
            shape = shape.replace("<path", f"<path{frame.mark(f'point-{series}')}")
            parts.append(f'<svg x="{x}" y="{short(y)}" overflow="visible">{shape}</svg>')
            parts.append(frame.text("value", words, x=frame.x(1), y=text_y, dx=11))
        return parts

    def _hover(self, *, last: int, bottom: float) -> list[str]:
        """What a mouse finds: the values of one moment. The table under the chart has them for everybody."""
        width = 100 / last
        parts = []
        for index, label in enumerate(self.labels):
            values = ", ".join(
                f"{line.label} {number(line.values[index], self.decimals)}"
                for line in self.lines
                if index < len(line.values)
            )
            parts.append(
                f'<rect x="{short((index - 0.5) * width)}%" y="0" width="{short(width)}%" height="{short(bottom)}"'
                f' fill="none" pointer-events="all"><title>{escape(label)}: {escape(values)}</title></rect>'
            )
        return parts

    def table(self) -> DataTable:
        rows = [
            (
                label,
                *(
                    number(line.values[index] if index < len(line.values) else None, self.decimals)
                    for line in self.lines
                ),
            )
            for index, label in enumerate(self.labels)
        ]
        head = (self.label_heading, *(line.label for line in self.lines))
        return DataTable(caption=self.title, head=head, rows=rows)


def sparkline(values: Sequence[float | None]) -> SafeString:
    """A line without words, beside a number that says the same: hidden from a screen reader."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    lowest, span = min(known), (max(known) - min(known)) or 1
    last = len(values) - 1
    places = [
        (3 + 114 * index / last, 28 - 24 * (value - lowest) / span)
        for index, value in enumerate(values)
        if value is not None
    ]
    points = " ".join(f"{short(x)},{short(y)}" for x, y in places)
    end_x, end_y = places[-1]
    return SafeString(
        '<svg class="chart chart--spark" viewBox="0 0 120 32" aria-hidden="true" focusable="false">'
        f'<polyline class="chart__line series-1" points="{points}"/>'
        f'<circle class="chart__point chart__point--1" cx="{short(end_x)}" cy="{short(end_y)}" r="3"/></svg>'
    )
