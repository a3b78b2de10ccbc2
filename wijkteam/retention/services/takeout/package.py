"""The ZIP with everything of a team: a table of each kind twice (CSV and JSON Lines), the files, and what it all means.

It is written row by row to a stream, so that a team of fifty thousand people takes as much memory as one of fifty.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import IO, Any, Final, Protocol
from uuid import UUID

from cases.enums import ScanState
from cases.models import Attachment
from cases.services.store_file import open_file_of
from wijkteam.core.spreadsheets.literal import literal
from wijkteam.retention.selectors.takeout_kinds import Kind, Scope, kinds
from wijkteam.retention.services.takeout.caseload_list import HEADINGS, people_of_cases
from wijkteam.retention.services.takeout.codebook import Described, Table, codebook_html, datapackage

_ROWS: Final = 2000
_CHUNK: Final = 256 * 1024
_NOT_IN_A_NAME: Final = re.compile(r"[^\w.\- ]+")
# Fixed, so that the same content gives the same bytes.
_TIME: Final = (1980, 1, 1, 0, 0, 0)


class Stream(Protocol):
    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


@dataclass(kw_only=True)
class Written:
    """What came in the file: rows of each kind, and the cases and households that something is said of."""

    counted: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    files_missing: int = 0


@dataclass(frozen=True, kw_only=True)
class _Entry:
    path: str
    size: int
    sha256: str


class _Package:
    """The ZIP, and of each part its size and checksum."""

    def __init__(self, stream: Stream) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6)  # type: ignore[call-overload]  # it only writes
        self.entries: list[_Entry] = []

    def add(self, path: str, parts: Iterable[bytes]) -> _Entry:
        info = zipfile.ZipInfo(path, _TIME)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as part:
            for data in parts:
                digest.update(data)
                size += len(data)
                part.write(data)
        entry = _Entry(path=path, size=size, sha256=digest.hexdigest())
        self.entries.append(entry)
        return entry

    def close(self) -> None:
        self._zip.close()


def write_package(stream: Stream, scope: Scope, *, at: datetime, say: Callable[[int, int], None]) -> Written:
    """Write all of it. Call it inside a transaction that sees one moment: the tables then fit each other."""
    package, written, tables = _Package(stream), Written(left_out=scope.left_out), []
    every = kinds()
    for done, kind in enumerate(every):
        say(done, len(every) + 2)
        counter = _Counter()
        entry = package.add(f"csv/{kind.name}.csv", _csv(kind, _values(scope, kind, counter)))
        again = package.add(f"jsonl/{kind.name}.jsonl", _json_lines(kind, _values(scope, kind, _Counter())))
        written.counted[kind.name] = counter.rows
        tables.append(Table(kind=kind, rows=counter.rows, csv=_said(entry), json_lines=_said(again)))
    say(len(every), len(every) + 2)
    package.add("inlezen.csv", _as_csv(HEADINGS, people_of_cases(scope)))
    say(len(every) + 1, len(every) + 2)
    for path, parts in _files(scope, written):
        package.add(path, parts)
    described = Described(team=scope.team.name, at=at, tables=tables, left_out=written.left_out)
    package.add("datapackage.json", [datapackage(described)])
    package.add("LEESMIJ.html", [codebook_html(described).encode()])
    package.add("manifest-sha256.txt", (f"{one.sha256}  {one.path}\n".encode() for one in list(package.entries)))
    package.close()
    return written


def _said(entry: _Entry) -> tuple[str, int, str]:
    return entry.path, entry.size, entry.sha256


@dataclass
class _Counter:
    rows: int = 0


def _values(scope: Scope, kind: Kind, counter: _Counter) -> Iterator[tuple[Any, ...]]:
    for row in scope.values(kind).iterator(chunk_size=_ROWS):
        counter.rows += 1
        yield row


def _csv(kind: Kind, rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    return _as_csv([one.name for one in kind.columns], ([_cell(value) for value in row] for row in rows))


def _as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Semicolons and a byte-order mark: Excel in Dutch opens it with a double click. No cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([literal(cell) for cell in row])
        if out.tell() > _CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _json_lines(kind: Kind, rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    names = [one.name for one in kind.columns]
    lines: list[str] = []
    size = 0
    for row in rows:
        line = json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False)
        lines.append(f"{line}\n")
        size += len(line)
        if size > _CHUNK:
            yield "".join(lines).encode()
            lines, size = [], 0
    yield "".join(lines).encode()


def _plain(value: Any) -> Any:
    """A value as JSON has it; moments in UTC, numbers with decimals as they are written."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID):
        return str(value)
    return value


def _files(scope: Scope, written: Written) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Files of cases. What a virus was found in, or was not looked through yet, stays."""
    present = scope.of(Attachment).filter(removed_at=None, scan_state__in=[ScanState.CLEAN, ScanState.UNSCANNED])
    for pk, name, stored_as in present.order_by("pk").values_list("pk", "name", "stored_as").iterator(chunk_size=_ROWS):
        try:
            source = open_file_of(stored_as)
        except FileNotFoundError:
            written.files_missing += 1
            continue
        with source:
            yield f"bestanden/{pk}-{safe_name(name)}", _parts(source)


def _parts(source: IO[bytes]) -> Iterator[bytes]:
    while part := source.read(_CHUNK):
        yield part


def safe_name(name: str) -> str:
    """A name that no folder and no device hides in."""
    return _NOT_IN_A_NAME.sub("_", name.replace("/", "_").replace("\\", "_")).strip(". ")[-100:] or "bestand"
