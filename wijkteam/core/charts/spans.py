"""Terms in time: from a first day to the day it is due, with what was done and where today is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wijkteam.core.charts.ink import DataTable, Frame, Marker, Row

_BAR = 16
_HIGH = 30
_ROW = 34


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `start` to `due`, and on to `extended` when there was an extension. `done` is when it was finished."""

    label: str
    start: date
    due: date
    text: str
    extended: date | None = None
    done: date | None = None
    is_late: bool = False
    note: str = ""

    @property
    def last(self) -> date:
        return max(self.due, self.extended or self.due, self.done or self.due)


@dataclass(frozen=True, kw_only=True)
class Spans:
    """A bar per term on one line of time. A dot where it was done, a diamond where that was too late."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    spans: Sequence[Span]
    today: date | None

    @property
    def _first(self) -> date:
        return min(span.start for span in self.spans)

    @property
    def _last(self) -> date:
        last = max(span.last for span in self.spans)
        # today counts as long as it lies near: a clock of last year is not squeezed into a corner
        if self.today is not None and last < self.today <= last + timedelta(days=60):
            return self.today
        return last

    def _at(self, day: date) -> float:
        return 0.02 + 0.96 * (day - self._first).days / max((self._last - self._first).days, 1)

    def _mark(self, frame: Frame, span: Span, *, y: float) -> list[str]:
        top = y + (_HIGH - _BAR) / 2
        middle = y + _HIGH / 2
        parts = [frame.rect("track", x=frame.x(0), y=middle - 1, width=frame.span(1), height=2)]
        width = frame.span(self._at(span.due) - self._at(span.start))
        parts.append(frame.rect("band", x=frame.x(self._at(span.start)), y=top, width=width, height=_BAR, round=3))
        if span.extended is not None:
            width = frame.span(self._at(span.extended) - self._at(span.due))
            parts.append(frame.rect("hidden", x=frame.x(self._at(span.due)), y=top, width=width, height=_BAR))
        end = frame.x(self._at(span.extended or span.due))
        parts.append(frame.line("bracket", x1=end, y1=top - 3, x2=end, y2=top + _BAR + 3))
        if self.today is not None and self._first <= self.today <= self._last:
            x = frame.x(self._at(self.today))
            parts.append(frame.line("now", x1=x, y1=y, x2=x, y2=y + _HIGH))
        if span.done is not None:
            x = frame.x(self._at(span.done))
            if span.is_late:
                parts.append(
                    f'<svg x="{x}" y="{middle}" overflow="visible">'
                    f'<path{frame.mark("dot-high")} d="M0-8 8 0 0 8-8 0z"/></svg>'
                )
            else:
                parts.append(f'<circle{frame.mark("dot")} cx="{x}" cy="{middle}" r="7"/>')
        return parts

    @property
    def marker(self) -> Marker | None:
        if self.today is None or not self._first <= self.today <= self._last:
            return None
        return Marker(
            value=self._at(self.today), label=_("The dashed line is today; a thick line is where a term ends.")
        )

    @property
    def rows(self) -> list[Row]:
        frame = Frame(standalone=False)
        return [
            Row(
                label=span.label,
                svg=frame.cell(self._mark(frame, span, y=0), height=_HIGH),
                text=span.text,
                note=span.note,
            )
            for span in self.spans
        ]

    def svg(self, *, standalone: bool = True) -> SafeString:
        frame = Frame(standalone=standalone, left=190, right=175)
        parts = []
        for index, span in enumerate(self.spans):
            y = index * _ROW
            parts.append(frame.text("label", span.label, x="0", y=y + _HIGH / 2 + 4.5))
            parts.extend(self._mark(frame, span, y=y))
            parts.append(frame.text("value", span.text, x=frame.x(1), y=y + _HIGH / 2 + 4.5, dx=12))
        return frame.image(
            parts,
            key=self.key,
            title=self.title,
            description=self.description,
            height=_ROW * len(self.spans),
            kind="spans",
        )

    def table(self) -> DataTable:
        head = (self.label_heading, _("From"), _("At the latest"), self.value_heading)
        rows = [
            (
                span.label,
                date_format(span.start, "j F Y"),
                date_format(span.extended or span.due, "j F Y"),
                span.text,
            )
            for span in self.spans
        ]
        return DataTable(caption=self.title, head=head, rows=rows)
