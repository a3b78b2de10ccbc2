"""Read a spreadsheet of somebody else: XLSX, ODS or CSV, whatever it says it is and however it was made."""

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

Cell = str | int | float | bool | dt.date | dt.datetime | None

_CHILD = Path(__file__).with_name("child.py")
_SECONDS = 40  # of the clock; the child itself may use half of that of a processor
_RATIO = 100
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class SpreadsheetRefused(Exception):
    """The message says to its owner what is wrong and what to do."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may be: bytes as it comes, bytes unpacked, filled rows and columns per sheet, characters in all."""

    size: int
    unpacked: int
    rows: int
    columns: int = 60
    text: int = 6_000_000


# Somebody is waiting for the page; a command has more patience.
FOR_A_PAGE = Limits(size=2 * 1024 * 1024, unpacked=20 * 1024 * 1024, rows=5_000)
FOR_A_COMMAND = Limits(size=20 * 1024 * 1024, unpacked=200 * 1024 * 1024, rows=60_000, text=60_000_000)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A visible sheet. `rows[0]` is row 1 of the file; rows may be of different lengths, and empty."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_spreadsheet(content: bytes, *, limits: Limits = FOR_A_PAGE) -> list[Sheet]:
    """The visible sheets that hold anything; a CSV is one sheet without a name. Formulas come as their last value.

    Reading happens in another process with little memory and time: a file of four kilobytes can ask for three
    gigabytes (trust.md, G13).

    Raises:
        SpreadsheetRefused: too large, not a spreadsheet, or nothing in it.
    """
    if len(content) > limits.size:
        raise SpreadsheetRefused(
            _("This file is larger than %(size)s MB. Split it into parts.") % {"size": limits.size // 1024 // 1024}
        )
    kind = _kind_of(content, limits)
    said: dict[str, Any]
    try:
        # The arguments are our own; the file goes in through a pipe.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD), kind, str(limits.rows), str(limits.columns), str(limits.text)],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        said = json.loads(done.stdout) if done.returncode == 0 else {"refused": "content"}
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        said = {"refused": "content"}
    if "refused" in said:
        raise SpreadsheetRefused(_why(said["refused"], limits))
    sheets = [
        Sheet(name=sheet["name"], rows=[[_cell(cell) for cell in row] for row in sheet["rows"]])
        for sheet in said["sheets"]
        if any(sheet["rows"])
    ]
    if not sheets:
        raise SpreadsheetRefused(_("There is nothing in this file."))
    return sheets


def _kind_of(content: bytes, limits: Limits) -> str:
    if content.startswith(_OLD_EXCEL):
        raise SpreadsheetRefused(
            _("This is an Excel file of before 2007, or one with a password. Save it as .xlsx without a password.")
        )
    if content.startswith(b"PK\x03\x04"):
        _check_zip(content, limits)
        return "workbook"
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SpreadsheetRefused(_why("content", limits))
    return "csv"


def _check_zip(content: bytes, limits: Limits) -> None:
    """What the zip says about itself; when it lies, the limits of the process hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(one.file_size for one in package.infolist())
            parts = len(package.infolist())
            is_closed = _is_closed(package)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise SpreadsheetRefused(_why("content", limits)) from None
    if is_closed:
        raise SpreadsheetRefused(_("This file has a password. Save it without one and send it again."))
    # Small files full of one sentence shrink a lot: the ratio counts from a size where it can hurt.
    if parts > 1000 or unpacked > limits.unpacked or (unpacked > 2**20 and unpacked > _RATIO * len(content)):
        raise SpreadsheetRefused(_("Unpacked this file is far too large. Save only the sheet with the list."))


def _is_closed(package: zipfile.ZipFile) -> bool:
    """Whether it is an ODS with a password: its manifest says how each part was closed."""
    if any(one.flag_bits & 1 for one in package.infolist()):
        return True
    about = next((one for one in package.infolist() if one.filename == "META-INF/manifest.xml"), None)
    if about is None or about.file_size > 2**20:
        return False
    return b"encryption-data" in package.read(about)


def _why(word: str, limits: Limits) -> str:
    if word == "rows":
        return _("There are more than %(count)s rows in it. Split it into parts.") % {"count": limits.rows}
    if word == "columns":
        return _("There are more than %(count)s columns in it. Keep those that are needed.") % {"count": limits.columns}
    if word == "text":
        return _("There is too much text in it. Keep only the columns that are needed.")
    return _("This cannot be read as a spreadsheet. Save it as .xlsx, .ods or .csv and try again.")


def _cell(value: str | float | dict[str, str] | None) -> Cell:
    if isinstance(value, dict):
        return dt.date.fromisoformat(value["day"]) if "day" in value else dt.datetime.fromisoformat(value["at"])
    return value
