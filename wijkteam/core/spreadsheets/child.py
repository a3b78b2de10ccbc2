"""Reads one spreadsheet in a process of its own, so that a hostile file takes nothing else down with it.

Run as a script, with the kind of file and the limits as arguments; the file comes in and JSON goes out. It imports
nothing of the application. Cells are text, whole numbers, numbers, yes/no, nothing, or {"day": ...} / {"at": ...}.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
from collections.abc import Iterable
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 20
DELIMITERS = ";,\t|"
LONGEST_CELL = 100_000


class _TooLarge(Exception):
    """The message is a fixed word: rows, columns or text."""


def _cell(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, dt.datetime):
        return {"day": value.date().isoformat()} if value.time() == dt.time.min else {"at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return str(value)


class _Room:
    """How much text may still come out: a short file can say one long text a hundred thousand times."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, cells: list[Any]) -> None:
        self._left -= sum(len(cell) for cell in cells if isinstance(cell, str))
        if self._left < 0:
            raise _TooLarge("text")


def _rows(found: Iterable[Iterable[Any]], most_rows: int, most_columns: int, room: _Room) -> list[list[Any]]:
    """Empty cells at the end of a row, and empty rows at the end, are left out; others keep their place."""
    rows: list[list[Any]] = []
    filled = 0
    for number, cells in enumerate(found, start=1):
        row = [_cell(cell) for cell in cells]
        while row and row[-1] is None:
            row.pop()
        if len(row) > most_columns:
            raise _TooLarge("columns")
        room.take(row)
        filled += bool(row)
        if filled > most_rows or number > 20 * most_rows:
            raise _TooLarge("rows")
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into the most columns of which most lines have equally many."""

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=delimiter) if row]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=score)


def _comma_separated(content: bytes, most_rows: int, most_columns: int, room: _Room) -> list[dict[str, Any]]:
    csv.field_size_limit(LONGEST_CELL)
    text = _text(content)
    first, _newline, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == 5:
        delimiter, text, skipped = said[4], rest, 1
    else:
        delimiter, skipped = _delimiter(text), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = _rows(([cell.strip() for cell in row] for row in reader), most_rows, most_columns, room)
    return [{"name": "", "rows": [[]] * skipped + rows}]


def _workbook(content: bytes, most_rows: int, most_columns: int, room: _Room) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.end and (sheet.end[1] >= 20 * most_columns or sheet.end[0] >= 40 * most_rows):
            raise _TooLarge("columns" if sheet.end[1] >= 20 * most_columns else "rows")
        # What does not begin in the first column keeps its place; empty rows above it come along by themselves.
        aside: list[Any] = [None] * (sheet.start or (0, 0))[1]
        found = (aside + row for row in sheet.iter_rows())
        rows = _rows(found, most_rows, most_columns, room)
        _fill_down(rows, sheet.merged_cell_ranges or (), room)
        sheets.append({"name": about.name, "rows": rows})
    return sheets


def _fill_down(rows: list[list[Any]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]], room: _Room) -> None:
    """Cells that were merged over several rows say for each of these rows what stands in the first."""
    for (top, left), (bottom, _right) in merged:
        if bottom == top or top >= len(rows) or left >= len(rows[top]) or rows[top][left] is None:
            continue
        for row in rows[top + 1 : bottom + 1]:
            if not row or (left < len(row) and row[left] is not None):
                continue
            row.extend([None] * (left + 1 - len(row)))
            row[left] = rows[top][left]
            room.take([row[left]])


def main() -> None:
    kind, most_rows, most_columns, most_text = sys.argv[1], *map(int, sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    read = _comma_separated if kind == "csv" else _workbook
    try:
        said: dict[str, Any] = {"sheets": read(content, most_rows, most_columns, _Room(most_text))}
    except _TooLarge as error:
        said = {"refused": str(error)}
    except (Exception, MemoryError):  # whatever is wrong with it, it is no spreadsheet that can be read
        said = {"refused": "content"}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
