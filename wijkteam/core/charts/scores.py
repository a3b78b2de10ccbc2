"""A score through time, with what it should become: one goal of one household, or where one person stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wijkteam.core.charts.ink import DataTable, Frame, number, short

_LOWEST = 1
_STEP = 22
_TOP = 16


@dataclass(frozen=True, kw_only=True)
class Score:
    """`is_own` is a score that the people themselves gave: a dot, where that of a worker is a square."""

    day: date
    value: int
    who: str
    is_own: bool = True
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Scores on the days that they were given, oldest first; `target` is a line to reach."""

    key: str
    title: str
    description: str
    scores: Sequence[Score]
    target: int | None = None
    highest: int = 5

    def _y(self, value: int) -> float:
        return _TOP + (self.highest - value) * _STEP

    def _x(self, score: Score) -> float:
        first, last = self.scores[0].day, self.scores[-1].day
        span = (last - first).days
        return 0.5 if span == 0 else (score.day - first).days / span

    def svg(self, *, standalone: bool = False) -> SafeString:
        frame = Frame(standalone=standalone, left=26, right=16)
        parts: list[str] = []
        for value in range(_LOWEST, self.highest + 1):
            y = self._y(value)
            parts.append(frame.line("axis" if value == _LOWEST else "grid", x1=frame.x(0), y1=y, x2=frame.x(1), y2=y))
            parts.append(frame.text("tick", number(value), x=frame.x(0), y=y + 4, dx=-12, anchor="end"))
        if self.target is not None:
            y = self._y(self.target)
            parts.append(frame.line("marker", x1=frame.x(0), y1=y, x2=frame.x(1), y2=y))
        for before, after in zip(self.scores, self.scores[1:], strict=False):
            ends = {"x1": frame.x(self._x(before)), "x2": frame.x(self._x(after))}
            parts.append(frame.line("line-1", y1=self._y(before.value), y2=self._y(after.value), **ends))
        parts.extend(self._mark(frame, score) for score in self.scores)
        bottom = self._y(_LOWEST) + 20
        if self.scores:
            days = [self.scores[0].day, self.scores[-1].day]
            one = days[0] == days[1]
            for at, day, anchor in ((0.5 if one else 0, days[0], "middle" if one else "start"), (1, days[1], "end")):
                parts.append(frame.text("tick", _day(day), x=frame.x(at), y=bottom, anchor=anchor))
                if one:
                    break
        return frame.image(
            parts, key=self.key, title=self.title, description=self.description, height=bottom + 8, kind="scores"
        )

    def _mark(self, frame: Frame, score: Score) -> str:
        mark, y = frame.mark("point-1"), self._y(score.value)
        shape = f'<circle{mark} r="5"/>' if score.is_own else f'<path{mark} d="M-4.5-4.5h9v9h-9z"/>'
        return f'<svg x="{frame.x(self._x(score))}" y="{short(y)}" overflow="visible">{shape}</svg>'

    def table(self) -> DataTable:
        rows = [
            (_day(score.day), number(score.value), f"{score.who}: {score.note}" if score.note else score.who)
            for score in self.scores
        ]
        return DataTable(caption=self.title, head=(_("Day"), _("Score"), _("Who says so")), rows=rows)


def _day(day: date) -> str:
    return date_format(day, "j b Y")
