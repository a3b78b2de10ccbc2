"""Weekly counts per area and theme, and reading them from a file."""

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLUMNS = ("week", "area", "theme", "questions", "residents")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{1,2})")
_MOST_WEEKS = 60 * 52
_MOST = 10**9


class CountsFileError(ValueError):
    """A file of counts cannot be read: the message names the line and the column."""


@dataclass(frozen=True, kw_only=True)
class WeeklyCounts:
    """Consecutive ISO weeks (2026-W05), oldest first. `questions` is week x area x theme, `residents` week x area."""

    weeks: tuple[str, ...]
    areas: tuple[str, ...]
    themes: tuple[str, ...]
    questions: NDArray[np.float64]
    residents: NDArray[np.float64]


@dataclass(frozen=True)
class _Row:
    monday: dt.date
    area: str
    theme: str
    questions: int
    residents: float


def read_counts(lines: Iterable[str]) -> WeeklyCounts:
    """Read a CSV file with the columns of `COLUMNS` in any order; a row that is missing counts as no questions.

    An area keeps the residents it had until a row says otherwise. Rows of the same week, area and theme add up.

    Raises:
        CountsFileError: which line and column to mend.
    """
    reader = csv.reader(line.removeprefix("\ufeff") for line in lines)
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise CountsFileError(f"line 1: there is no column {', '.join(missing)}; needed are {', '.join(COLUMNS)}")
    rows = []
    try:
        for values in reader:
            if any(value.strip() for value in values):
                named = dict(zip(header, (value.strip() for value in values), strict=False))
                rows.append(_row(named, line=reader.line_num))
    except csv.Error as error:
        raise CountsFileError(f"line {reader.line_num}: {error}") from error
    if not rows:
        raise CountsFileError("there is no row of counts in this file")
    return _as_table(rows)


def _row(named: dict[str, str], *, line: int) -> _Row:
    def refuse(column: str, why: str) -> CountsFileError:
        return CountsFileError(f"line {line}, column {column}: {why}")

    for column in COLUMNS:
        if not named.get(column):
            raise refuse(column, "is empty")
    match = _WEEK.fullmatch(named["week"].upper())
    if match is None:
        raise refuse("week", f"{named['week']!r} is no ISO week such as 2026-W05")
    try:
        monday = dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError as error:
        raise refuse("week", f"{named['week']!r} does not exist") from error
    if not re.fullmatch(r"[0-9]{1,9}", named["questions"]):
        raise refuse("questions", f"{named['questions']!r} is no whole number from 0")
    try:
        residents = float(named["residents"])
    except ValueError:
        residents = 0.0
    if not 0 < residents < _MOST:
        raise refuse("residents", f"{named['residents']!r} is no number above 0")
    return _Row(monday, named["area"], named["theme"], int(named["questions"]), residents)


def _as_table(rows: list[_Row]) -> WeeklyCounts:
    first, last = min(row.monday for row in rows), max(row.monday for row in rows)
    length = (last - first).days // 7 + 1
    if length > _MOST_WEEKS:
        raise CountsFileError(f"the file runs from {iso_week(first)} to {iso_week(last)}: that is too long")
    areas = tuple(sorted({row.area for row in rows}))
    themes = tuple(sorted({row.theme for row in rows}))
    place = {name: at for at, name in enumerate(areas)}
    subject = {name: at for at, name in enumerate(themes)}
    questions = np.zeros((length, len(areas), len(themes)))
    residents = np.full((length, len(areas)), np.nan)
    for row in rows:
        at = (row.monday - first).days // 7
        questions[at, place[row.area], subject[row.theme]] += row.questions
        residents[at, place[row.area]] = row.residents
    return WeeklyCounts(
        weeks=tuple(iso_week(first + dt.timedelta(weeks=at)) for at in range(length)),
        areas=areas,
        themes=themes,
        questions=questions,
        residents=_kept(residents),
    )


def _kept(residents: NDArray[Any]) -> NDArray[np.float64]:
    """Fill in what is not said: the last number before, at the start the first one after."""
    filled = residents.copy()
    for area in range(filled.shape[1]):
        known = np.flatnonzero(~np.isnan(filled[:, area]))
        at = np.maximum(np.searchsorted(known, np.arange(len(filled)), side="right") - 1, 0)
        filled[:, area] = filled[known[at], area]
    return filled


def iso_week(day: dt.date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"
