"""Read what somebody hands over: a JSON file, a folder of tables, or a zip of those."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from netwerk.services.hsds.check import below, check_fields, check_tree, kind_of
from netwerk.services.hsds.content import CLEARED, Content, Gathering
from netwerk.services.hsds.nest import REST, Rows, content_of_rows, numbered
from netwerk.services.hsds.problems import FileRefused, Findings, row_of
from netwerk.services.hsds.schema import BY_PATH, LINKS, TABLES, Table

MAX_BYTES = 60 * 1024 * 1024  # unpacked, everything together
MAX_ENTRIES = 100
_LONGEST_CELL = 10 * 1024 * 1024
_PACKAGE = "datapackage.json"
_POINTERS = {one.own_key for one in TABLES.values()} | {"parent_id"} | set(LINKS.values())

Known = Mapping[str, Set[str]]
csv.field_size_limit(_LONGEST_CELL)


def read_path(path: Path, *, known: Known) -> tuple[Content, Findings]:
    """Raises FileRefused, with what is wrong and where; `known` are the ids of this directory, by table."""
    try:
        if path.is_dir():
            inside = [
                one for one in sorted(path.iterdir()) if one.is_file() and one.suffix.lower() in {".csv", ".json"}
            ]
            _refuse_size(sum(one.stat().st_size for one in inside), len(inside))
            return _read_tables({one.name: one.read_bytes() for one in inside}, known)
        _refuse_size(path.stat().st_size, 1)
        return read_bytes(path.read_bytes(), known=known)
    except OSError as error:
        said = {"path": str(path), "error": error.strerror or ""}
        raise FileRefused([_("%(path)s cannot be read: %(error)s.") % said]) from None


def read_bytes(data: bytes, *, known: Known) -> tuple[Content, Findings]:
    """A JSON file, or a zip with tables."""
    _refuse_size(len(data), 1)
    if data[:4] == b"PK\x03\x04":
        return _read_tables(_unzipped(data), known)
    return _read_json(data, known)


def _refuse_size(size: int, count: int) -> None:
    if size > MAX_BYTES or count > MAX_ENTRIES:
        said = {"size": MAX_BYTES // 1024 // 1024, "count": MAX_ENTRIES}
        told = _("This is too large: at most %(size)s MB and %(count)s files at a time. Split it into parts.") % said
        raise FileRefused([told])


def _unzipped(data: bytes) -> dict[str, bytes]:
    """The tables in a zip, in its root or in one folder. What it says about its size is not believed."""
    told = _("The zip file cannot be opened. Make it anew, without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [one for one in package.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
            entries = [one for one in entries if one.filename.lower().endswith((".csv", ".json"))]
            _refuse_size(sum(one.file_size for one in entries), len(entries))
            found: dict[str, bytes] = {}
            left = MAX_BYTES
            for entry in entries:
                if Path(entry.filename).name in found:
                    raise FileRefused([_("%(name)s is in the zip file twice. Keep one.") % {"name": entry.filename}])
                with package.open(entry) as content:
                    found[Path(entry.filename).name] = read = content.read(left + 1)
                left -= len(read)
                _refuse_size(MAX_BYTES - left, 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise FileRefused([told]) from None
    if len(found) == 1 and not any(name.lower().endswith(".csv") for name in found):
        raise FileRefused([_("There is no table in the zip file. Upload the JSON file itself.")])
    return found


# JSON


class _Once(dict[str, Any]):
    """An object that knows which names stood in it twice."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    if len(set(names)) == len(names):
        return dict(pairs)
    result = _Once(pairs)
    result.doubled = tuple(sorted({name for name in names if names.count(name) > 1}))
    return result


def _no_number(said: str) -> Any:
    raise ValueError(said)


def _finite(said: str) -> float:
    value = float(said)
    if value in (float("inf"), float("-inf")):
        raise ValueError(said)
    return value


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        told = _("Line %(line)s: this is not UTF-8. Save the file as UTF-8 and try again.") % {"line": line}
        raise FileRefused([told]) from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        said = {"line": error.lineno, "column": error.colno}
        told = _("Line %(line)s, position %(column)s: this is not JSON. Correct it there, or export the file again.")
        raise FileRefused([told % said]) from None
    except RecursionError:
        raise FileRefused([_("This nests far deeper than the standard ever does. Export the file again.")]) from None
    except ValueError as error:
        told = _("There is a number in it that is not one: “%(value)s”. Correct it.") % {"value": str(error)[:60]}
        raise FileRefused([told]) from None


def _read_json(data: bytes, known: Known) -> tuple[Content, Findings]:
    said = _parsed(data)
    findings = Findings()
    tables: Any = None
    if isinstance(said, dict) and said and all(name.endswith(".csv") for name in said):
        return _finish_rows(_rows_of_json(said, "", findings), findings, known)
    if isinstance(said, dict) and "contents" in said:
        tables = said.get("tabular")
        items, path = said["contents"], "contents"
    elif isinstance(said, list):
        items, path = said, ""
    elif isinstance(said, dict):
        items, path = [said], None
    else:
        told = _("This is %(what)s. An organisation, a service, or a list of those is what can be taken in.")
        raise FileRefused([told % {"what": kind_of(said)}])
    if not isinstance(items, list):
        findings.problem(
            "contents", _("this must be a list, between [ and ]. It is %(what)s.") % {"what": kind_of(items)}
        )
        findings.refuse()
    where = [path if path is None else f"{path}[{number}]" for number in range(len(items))]
    pairs = [(_table_of(one), one, place or "") for one, place in zip(items, where, strict=True)]
    for table, one, place in pairs:
        check_tree(table, one, place, findings)
        if (
            table.name == "service"
            and isinstance(one, dict)
            and not (one.get("organization") or one.get("organization_id"))
        ):
            told = _("a service belongs to an organisation, and this one names none. Export it with its organisation.")
            findings.problem(below(place, "organization"), told)
    loose = _rows_of_json(tables, "tabular", findings) if tables else {}
    findings.refuse()
    _refuse_twice(pairs, findings)
    content = Content()
    gathering = Gathering(content, findings)
    for table, one, place in pairs:
        gathering.add(table, one, place)
    gathering.follow(known)
    for name, rows in loose.items():
        for row in rows:
            content.loose[name, row["id"]] = {key: value for key, value in row.items() if not key.startswith("\x00")}
    findings.refuse()
    return content, findings


def _table_of(item: object) -> Table:
    """A service says its status, or whose it is; an organisation says neither."""
    marks = ("status", "organization", "organization_id", "service_at_locations", "program")
    is_service = isinstance(item, dict) and any(name in item for name in marks)
    return TABLES["service" if is_service else "organization"]


def _refuse_twice(pairs: list[tuple[Table, Any, str]], findings: Findings) -> None:
    seen: dict[tuple[str, str], str] = {}
    for table, one, place in pairs:
        first = seen.setdefault((table.name, one["id"]), place)
        if first != place:
            said = {"id": one["id"], "where": first}
            findings.problem(below(place, "id"), _("the id %(id)s stands at %(where)s already. Keep one.") % said)


def _rows_of_json(said: Any, path: str, findings: Findings) -> Rows:
    rows: Rows = {}
    if not isinstance(said, dict):
        findings.problem(path, _("this must be an object, between { and }. It is %(what)s.") % {"what": kind_of(said)})
        return rows
    for name, told in said.items():
        table = BY_PATH.get(name)
        place = below(path, name)
        if table is None:
            findings.remark(place, _("this is no table of the standard. It is left out."))
        elif not isinstance(told, list):
            findings.problem(
                place, _("this must be a list, between [ and ]. It is %(what)s.") % {"what": kind_of(told)}
            )
        else:
            rows[table.name] = _checked_rows(table, told, findings, path=f"{path}.{name}" if path else name)
    return rows


# Tables


def _read_tables(files: dict[str, bytes], known: Known) -> tuple[Content, Findings]:
    findings = Findings()
    rows: Rows = {}
    paths = _paths(files)
    for name, data in files.items():
        table = paths.get(name)
        if table is not None:
            rows[table.name] = _checked_rows(table, _cells(table, name, data, findings), findings, path=name)
        elif name.lower().endswith(".csv"):
            findings.remark(name, _("this is no table of the standard. It is left out."))
    if not rows:
        findings.problem("", _("There is no table of the standard in it, such as organizations.csv."))
    return _finish_rows(rows, findings, known)


def _paths(files: dict[str, bytes]) -> dict[str, Table]:
    """Which file holds which table: as the descriptor says, or else by the name that the standard gives it."""
    paths = {name: BY_PATH[name] for name in files if name in BY_PATH}
    try:
        described = json.loads(files.get(_PACKAGE, b"{}"))
        resources = described["resources"] if isinstance(described, dict) else []
    except (ValueError, KeyError, RecursionError):
        return paths  # the published example has a leftover there: the names of the files say enough
    for one in resources if isinstance(resources, list) else []:
        if isinstance(one, dict) and one.get("name") in TABLES and isinstance(one.get("path"), str):
            name = Path(one["path"]).name
            if name in files:
                paths[name] = TABLES[one["name"]]
    return paths


def _cells(table: Table, path: str, data: bytes, findings: Findings) -> list[dict[str, Any] | None]:
    """The rows as objects, None for one that is refused already."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        told = _("this is not UTF-8. Save the file as “CSV UTF-8” and try again.")
        findings.problem(row_of(path, line), told)
        return []
    found: list[dict[str, Any] | None] = []
    header: list[str] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = [cell.strip() for cell in cells]
                if not _header_fits(table, header, path, findings):
                    return []
            elif not any(cells):
                found.append(None)
            elif len(cells) != len(header):
                said = {"found": len(cells), "expected": len(header)}
                told = _(
                    "there are %(found)s cells, and the header has %(expected)s. Look at the quotes and the commas."
                )
                findings.problem(row_of(path, number), told % said)
                found.append(None)
            else:
                found.append(_typed(table, dict(zip(header, cells, strict=True)), path, number, findings))
    except csv.Error:
        findings.problem(row_of(path, number + 1), _("from here on the file is not CSV. Look at the quotes."))
    if not header and not number:
        findings.problem(path, _("the file is empty: not even a header. Leave it out, or fill it."))
    return found


def _header_fits(table: Table, header: list[str], path: str, findings: Findings) -> bool:
    where = row_of(path, 1)
    needed = [name for name in (*table.required, *table.tabular_required) if name not in header]
    if len(header) == 1 and ";" in header[0]:
        findings.problem(where, _("the cells are separated by semicolons. Save the file with commas."))
        return False
    for name in sorted({name for name in header if header.count(name) > 1}):
        findings.problem(row_of(path, 1, name), _("this column is there twice. Keep one."))
    for name in needed:
        findings.problem(row_of(path, 1, name), _("this column must be there. Add it, with that name."))
    unknown = [name for name in header if name and name not in table.fields and name != REST]
    if unknown and not needed:
        findings.remark(
            where, _("columns that the standard does not know are kept: %(names)s.") % {"names": ", ".join(unknown)}
        )
    if "" in header:
        findings.problem(where, _("there is a column without a name. Give it one, or take it out."))
    return not needed and "" not in header and len(set(header)) == len(header)


def _typed(table: Table, cells: dict[str, str], path: str, number: int, findings: Findings) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, cell in cells.items():
        field = table.fields.get(name)
        if name == REST:
            row |= {REST: _rest(cell, path, number, findings)} if cell else {}
        elif cell == "":
            if name not in _POINTERS and name != "id":
                row[name] = CLEARED
        elif field and field.type == "number":
            row[name] = _number(cell)
        else:
            row[name] = cell
    return row


def _number(cell: str) -> Any:
    """As a number when it is one; the check says so when it is not."""
    if re.fullmatch(r"-?\d{1,18}", cell.strip()):
        return int(cell)
    if re.fullmatch(r"-?\d{0,18}\.?\d{1,18}([eE][+-]?\d{1,2})?", cell.strip()):
        return float(cell)
    return cell


def _rest(cell: str, path: str, number: int, findings: Findings) -> dict[str, Any]:
    try:
        said = _parsed(cell.encode())
    except (FileRefused, UnicodeEncodeError):
        said = None
    if not isinstance(said, dict):
        told = _("this must be an object in JSON. Leave the cell as it was exported, or empty.")
        findings.problem(row_of(path, number, REST), told)
        return {}
    return said


def _checked_rows(table: Table, rows: list[Any], findings: Findings, *, path: str) -> list[dict[str, Any]]:
    """The rows that can be used, each with its number; row 1 is the header, as in a spreadsheet."""
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if row is None and path.lower().endswith(".csv"):
            continue
        if not isinstance(row, dict):
            findings.problem(
                row_of(path, number),
                _("this must be an object, between { and }. It is %(what)s.") % {"what": kind_of(row)},
            )
            continue
        row = {name: _as_text(table, name, value) for name, value in row.items()}
        told = {name: None if value is CLEARED else value for name, value in row.items() if name != REST}
        check_fields(table, told, lambda name, number=number: row_of(path, number, name), findings, tabular=True)  # type: ignore[misc]
        for name, inner in _nested(table, row.get(REST) or {}):
            check_tree(inner[0], inner[1], f"{row_of(path, number, REST)}: {name}", findings)
        row_id = told.get("id")
        if not isinstance(row_id, str) or not row_id.strip():
            continue
        if row_id in seen:
            said = {"id": row_id, "row": seen[row_id]}
            findings.problem(
                row_of(path, number, "id"), _("the id %(id)s stands in row %(row)s already. Keep one.") % said
            )
            continue
        seen[row_id] = number
        found.append(numbered({name: value for name, value in row.items() if value is not None}, number))
    return found


def _as_text(table: Table, name: str, value: Any) -> Any:
    """A table does not know a number from its figures: an identifier of figures alone is text all the same."""
    field = table.fields.get(name)
    is_figures = field and field.type == "string" and isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_figures else value


def _nested(table: Table, rest: dict[str, Any]) -> Iterator[tuple[str, tuple[Table, Any]]]:
    for name, child in table.many.items():
        for number, one in enumerate(rest.get(name) or ()):
            yield f"{name}[{number}]", (TABLES[child], one)
    for name, link in table.one.items():
        if rest.get(name):
            yield name, (TABLES[link.table], rest[name])


def _finish_rows(rows: Rows, findings: Findings, known: Known) -> tuple[Content, Findings]:
    findings.refuse()
    content = content_of_rows(rows, findings, known_organisations=known.get("organization", set()))
    findings.refuse()
    return content, findings
