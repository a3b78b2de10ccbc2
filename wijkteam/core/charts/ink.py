"""What all charts share: colours, escaped text, the frame of an SVG, and scales that end on round numbers.

On a page a mark gets a class and the stylesheet its colour, light or dark. In a document without our stylesheet
(a PDF) it gets the colour itself. Horizontal places are fractions of the plot: percentages on a page, where only
marks stretch and text keeps its size, and points in a document, where the width is known.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# mark -> (class on a page, attributes in a document)
_MARKS = {
    "bar": ("chart__bar", 'fill="#14595d"'),
    "high": ("chart__bar--high", 'fill="#b0472a"'),
    "soft": ("chart__bar--soft", 'fill="#9cc3d9"'),
    "hidden": ("chart__hidden", 'fill="#f5f0e8" stroke="#857a69" stroke-dasharray="3 3"'),
    "grid": ("chart__grid", 'stroke="#e4dccf"'),
    "axis": ("chart__axis", 'stroke="#857a69"'),
    "band": ("chart__band", 'fill="#d9e6e5"'),
    "track": ("chart__track", 'fill="#f5f0e8"'),
    "marker": ("chart__marker", 'stroke="#23211d" stroke-width="2"'),
    "marker-halo": ("chart__marker-halo", 'stroke="#ffffff" stroke-width="5"'),
    "dot": ("chart__dot--solid", 'fill="#14595d" stroke="#ffffff" stroke-width="2"'),
    "dot-high": ("chart__dot--high", 'fill="#b0472a" stroke="#ffffff" stroke-width="2"'),
    "dot-before": ("chart__dot", 'fill="#ffffff" stroke="#14595d" stroke-width="2.5"'),
    "dot-open": ("chart__dot--open", 'fill="#ffffff" stroke="#b0472a" stroke-width="3"'),
    "now": ("chart__now", 'stroke="#b0472a" stroke-width="2" stroke-dasharray="3 3"'),
    "between": ("chart__between", 'stroke="#857a69" stroke-width="3"'),
    "bracket": ("chart__bracket", 'stroke="#23211d" stroke-width="3"'),
    "note": ("chart__note", 'fill="#5d564a" stroke="#d9e6e5" stroke-width="4" paint-order="stroke"'),
    "label": ("chart__label", 'fill="#23211d"'),
    "tick": ("chart__tick", 'fill="#5d564a"'),
    "tick-minor": ("chart__tick chart__tick--minor", 'fill="#5d564a"'),
    "value": ("chart__value", 'fill="#23211d" font-weight="600"'),
    **{
        f"series-{number}": (f"series-{number}", f'fill="{colour}"')
        for number, colour in enumerate(
            ("#14595d", "#e0923a", "#6d4280", "#9cc3d9", "#b0472a", "#a9b665", "#c9bfae"), 1
        )
    },
    **{
        f"on-series-{number}": (f"on-series-{number}", f'fill="{colour}" font-weight="600"')
        for number, colour in enumerate(
            ("#ffffff", "#2b1703", "#ffffff", "#10293a", "#ffffff", "#22270a", "#2a251c"), 1
        )
    },
    **{
        f"line-{number}": (
            f"chart__line series-{number}" + (" chart__line--dashed" if number == 2 else ""),
            f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"'
            + (' stroke-dasharray="6 5"' if number == 2 else ""),
        )
        for number, colour in enumerate(("#14595d", "#b0472a", "#6d4280"), 1)
    },
    **{
        f"point-{number}": (f"chart__point chart__point--{number}", f'fill="{colour}"')
        for number, colour in enumerate(("#14595d", "#b0472a", "#6d4280"), 1)
    },
}
_ON_PAGE = {name: f' class="{css}"' for name, (css, _) in _MARKS.items()}
_IN_DOCUMENT = {name: f" {attributes}" for name, (_, attributes) in _MARKS.items()}

DOCUMENT_WIDTH = 640
LINE_HEIGHT = 16


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """The figures of a chart once more, for who reads rather than looks."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A value to compare with, such as an agreed floor; `label` says what it is, in a few words."""

    value: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a chart that is a table on the page: words in cells, the mark in a small SVG."""

    label: str
    svg: SafeString
    text: str
    note: str = ""
    href: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the words may break on a narrow screen, where a short name keeps its one line."""
        return max(len(self.label), len(self.note)) > 17


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The place where the marks go; `left` and `right` are the margins in a document (a page gets padding)."""

    standalone: bool
    left: float = 0
    right: float = 0
    width: float = DOCUMENT_WIDTH

    def mark(self, name: str) -> str:
        return (_IN_DOCUMENT if self.standalone else _ON_PAGE)[name]

    def x(self, fraction: float) -> str:
        if self.standalone:
            return short(self.left + fraction * (self.width - self.left - self.right))
        return f"{short(100 * fraction)}%"

    def span(self, fraction: float) -> str:
        """A width rather than a place."""
        if self.standalone:
            return short(fraction * (self.width - self.left - self.right))
        return f"{short(100 * fraction)}%"

    def text(self, mark: str, words: str, *, x: str, y: float, dx: float = 0, anchor: str = "start") -> str:
        shift = f' dx="{short(dx)}"' if dx else ""
        end = f' text-anchor="{anchor}"' if anchor != "start" else ""
        return f'<text{self.mark(mark)} x="{x}" y="{short(y)}"{shift}{end}>{escape(words)}</text>'

    def rect(self, mark: str, *, x: str, y: float, width: str, height: float, round: float = 0) -> str:
        corners = f' rx="{short(round)}"' if round else ""
        return f'<rect{self.mark(mark)} x="{x}" y="{short(y)}" width="{width}" height="{short(height)}"{corners}/>'

    def line(self, mark: str, *, x1: str, y1: float, x2: str, y2: float) -> str:
        return f'<line{self.mark(mark)} x1="{x1}" y1="{short(y1)}" x2="{x2}" y2="{short(y2)}"/>'

    def image(
        self, parts: Sequence[str], *, key: str, title: str, description: str, height: float, kind: str
    ) -> SafeString:
        """The whole picture with its name and description; everything in `parts` is escaped already."""
        if self.standalone:
            wide, high = short(self.width), short(height)
            size = f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
            start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Source Sans 3" font-size="13"'
        else:
            start = f'<svg class="chart chart--{kind}" width="100%" height="{short(height)}"'
        return SafeString(
            f'{start} role="img" aria-labelledby="{escape(key)}-title {escape(key)}-text">'
            f'<title id="{escape(key)}-title">{escape(title)}</title>'
            f'<desc id="{escape(key)}-text">{escape(description)}</desc>{"".join(parts)}</svg>'
        )

    def cell(self, parts: Sequence[str], *, height: float) -> SafeString:
        """A mark inside a table cell, beside which the same stands in words."""
        return SafeString(
            f'<svg class="chart" width="100%" height="{short(height)}" aria-hidden="true" focusable="false">'
            f"{''.join(parts)}</svg>"
        )


def drawing(
    parts: Sequence[str], *, key: str, title: str, description: str, width: float, height: float, kind: str
) -> SafeString:
    """A picture that grows and shrinks as a whole, with its name and description; `parts` is escaped already."""
    return SafeString(
        f'<svg class="{kind}" viewBox="0 0 {short(width)} {short(height)}" role="img" '
        f'aria-labelledby="{escape(key)}-title {escape(key)}-text">'
        f'<title id="{escape(key)}-title">{escape(title)}</title>'
        f'<desc id="{escape(key)}-text">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def short(number: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def number(value: float | None, decimals: int = 0) -> str:
    """A figure as people here write it; a dash for what is not known."""
    if value is None:
        return "–"
    return _written(value, decimals, get_language())


@lru_cache(maxsize=4096)
def _written(value: float, decimals: int, language: str | None) -> str:
    # rounded first: number_format cuts off what does not fit
    return str(number_format(round(value, decimals), decimal_pos=decimals, use_l10n=True, force_grouping=True))


def ticks(maximum: float, *, at_most: int = 5) -> list[float]:
    """Round values from zero to at least `maximum`: steps of 1, 2 or 5 times a power of ten, and whole numbers.

    >>> ticks(34)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    if maximum <= 0:
        return [0.0, 1.0]
    step = 10 ** math.floor(math.log10(maximum))
    for factor in (0.1, 0.2, 0.5, 1, 2, 5, 10):
        candidate = max(1.0, step * factor) if maximum >= 1 else step * factor
        if math.ceil(maximum / candidate - 1e-9) < at_most:
            return [candidate * index for index in range(math.ceil(maximum / candidate - 1e-9) + 1)]
    raise AssertionError("ten times a power of ten always covers it")
