"""Two scores side by side: how somebody sees it, and how another sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wijkteam.core.charts.ink import DataTable, Frame, Row, number

_HIGH = 30
_ROW = 34


@dataclass(frozen=True, kw_only=True)
class Pair:
    """`first` is a filled dot, `second` an open square; either may be missing."""

    label: str
    first: float | None
    second: float | None
    note: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """For each name two marks on one scale from `low` to `high`, told apart by their shape as well as their colour."""

    key: str
    title: str
    description: str
    label_heading: str
    first_heading: str
    second_heading: str
    pairs: Sequence[Pair]
    low: int = 1
    high: int = 5

    @property
    def value_heading(self) -> str:
        return f"{self.first_heading}, {self.second_heading}"

    def words(self, pair: Pair) -> str:
        first = _("%(who)s %(score)s") % {"who": self.first_heading, "score": number(pair.first)}
        second = _("%(who)s %(score)s") % {"who": self.second_heading, "score": number(pair.second)}
        return f"{first} · {second}"

    def _at(self, score: float) -> float:
        # a little in from both ends: the marks have a width
        return 0.04 + 0.92 * (score - self.low) / (self.high - self.low)

    def _mark(self, frame: Frame, pair: Pair, *, y: float) -> list[str]:
        middle = y + _HIGH / 2
        parts = [frame.line("grid", x1=frame.x(0.04), y1=middle, x2=frame.x(0.96), y2=middle)]
        for score in range(self.low, self.high + 1):
            x = frame.x(self._at(score))
            parts.append(frame.line("axis", x1=x, y1=middle - 4, x2=x, y2=middle + 4))
        if pair.first is not None and pair.second is not None and pair.first != pair.second:
            ends = (frame.x(self._at(pair.first)), frame.x(self._at(pair.second)))
            parts.append(frame.line("between", x1=ends[0], y1=middle, x2=ends[1], y2=middle))
        if pair.second is not None:
            x = frame.x(self._at(pair.second))
            parts.append(
                f'<svg x="{x}" y="{middle}" overflow="visible">'
                f'<rect{frame.mark("dot-open")} x="-9" y="-9" width="18" height="18"/></svg>'
            )
        if pair.first is not None:
            # smaller than the square, so that both show where they agree
            parts.append(f'<circle{frame.mark("dot")} cx="{frame.x(self._at(pair.first))}" cy="{middle}" r="6.5"/>')
        return parts

    @property
    def rows(self) -> list[Row]:
        frame = Frame(standalone=False)
        return [
            Row(
                label=pair.label,
                svg=frame.cell(self._mark(frame, pair, y=0), height=_HIGH),
                text=self.words(pair),
                note=pair.note,
                href=pair.href,
            )
            for pair in self.pairs
        ]

    def svg(self, *, standalone: bool = True) -> SafeString:
        frame = Frame(standalone=standalone, left=190, right=175)
        parts = []
        for index, pair in enumerate(self.pairs):
            y = index * _ROW
            parts.append(frame.text("label", pair.label, x="0", y=y + _HIGH / 2 + 4.5))
            parts.extend(self._mark(frame, pair, y=y))
            parts.append(frame.text("value", self.words(pair), x=frame.x(1), y=y + _HIGH / 2 + 4.5, dx=12))
        height = _ROW * len(self.pairs)
        return frame.image(
            parts, key=self.key, title=self.title, description=self.description, height=height, kind="pairs"
        )

    def table(self) -> DataTable:
        head = (self.label_heading, self.first_heading, self.second_heading)
        rows = [(pair.label, number(pair.first), number(pair.second)) for pair in self.pairs]
        return DataTable(caption=self.title, head=head, rows=rows)
