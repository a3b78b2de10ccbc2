"""How a published value is written: x when it is hidden, a dash when there is none."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

from wijkteam.core.charts.ink import number
from wijkteam.reports.enums import Unit

HIDDEN = "hidden"
SYMBOL = "x"


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Where one can ask about a line, and how many questions there are (`waiting`: without an answer yet)."""

    url: str
    label: str
    count: int = 0
    waiting: int = 0


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """A figure as words: label, value with its unit, and what to know when reading it."""

    key: str
    label: str
    value: str
    note: str = ""
    talk: Talk | None = None


def month_name(month: dt.date) -> str:
    """October 2026, in the language of the reader."""
    return f"{MONTHS[month.month]} {month.year}"


def short_month(month: dt.date) -> str:
    """Oct: in a picture of twelve months no name comes twice."""
    return str(MONTHS_3[month.month])


def month_from(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


def shown(value: Any, unit: Unit | None = None) -> str:
    """A published value in words: x when it is hidden, a dash when there is none."""
    if value == HIDDEN:
        return SYMBOL
    if value is None:
        return "–"
    if unit == Unit.DAYS:
        text = str(value)
        return _("%(days)s or more") % {"days": text[:-1]} if text.endswith("+") else text.replace("-", "–")
    if isinstance(value, str):
        return value
    if unit == Unit.PERCENTAGE:
        return f"{number(value)}%"
    if unit in {Unit.FTE, Unit.PER_FTE}:
        return number(value, 1)
    return number(value)
