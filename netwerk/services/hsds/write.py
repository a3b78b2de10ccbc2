"""Write a directory as the standard has it: one JSON file, or a package of tables. Refuses what is not valid."""

import csv
import io
import json
import zipfile
from typing import Any

from netwerk.services.hsds.check import check_fields, check_tree
from netwerk.services.hsds.content import Content, full
from netwerk.services.hsds.nest import REST, rows_of_content
from netwerk.services.hsds.problems import Findings, row_of
from netwerk.services.hsds.schema import TABLES, Table, data_package

# Tables that came after version 3.0 are only there when there is something in them.
_LATER = {"unit", "service_capacity", "url"}
_MADE = (2026, 1, 1, 0, 0, 0)  # in a zip: the same directory gives the same file


def documents(content: Content) -> list[dict[str, Any]]:
    """Each organisation in full."""
    services: dict[str, list[dict[str, Any]]] = {}
    for service in content.objects["service"].values():
        services.setdefault(content.owners["service", service["id"]], []).append(service)
    result = []
    for organisation in content.objects["organization"].values():
        document = full(TABLES["organization"], organisation, content)
        if mine := services.get(organisation["id"]):
            document["services"] = [full(TABLES["service"], one, content) for one in mine]
        result.append(document)
    return result


def as_json(content: Content) -> bytes:
    """A page with every organisation in full. Raises FileRefused when something in it is not valid."""
    contents = documents(content)
    findings = Findings()
    for number, document in enumerate(contents):
        check_tree(TABLES["organization"], document, f"contents[{number}]", findings)
    findings.refuse()
    page: dict[str, Any] = {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }
    if content.loose:
        page["tabular"] = _loose(content)
    return (json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode()


def _loose(content: Content) -> dict[str, list[dict[str, Any]]]:
    """Rows that hang from no organisation, under the names that they have in a package."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for (table_name, _row_id), row in content.loose.items():
        tables.setdefault(TABLES[table_name].path, []).append(row)
    return tables


def as_tables(content: Content) -> dict[str, bytes]:
    """File name -> content. Raises FileRefused when something in it is not valid."""
    rows = rows_of_content(content)
    findings = Findings()
    files: dict[str, bytes] = {}
    for table in TABLES.values():
        mine = [{name: value for name, value in row.items() if name[0] != "\x00"} for row in rows.get(table.name, ())]
        for number, row in enumerate(mine, start=2):
            told = {name: value for name, value in row.items() if name != REST}
            check_fields(
                table,
                told,
                lambda name, number=number, path=table.path: row_of(path, number, name),  # type: ignore[misc]
                findings,
                tabular=True,
            )
        if mine or table.name not in _LATER:
            files[table.path] = _csv(table, mine)
    findings.refuse()
    files["datapackage.json"] = (json.dumps(data_package(), indent=2) + "\n").encode()
    return files


def _csv(table: Table, rows: list[dict[str, Any]]) -> bytes:
    unknown = sorted({name for row in rows for name in row if name not in table.fields and name != REST})
    header = [*table.fields, *unknown, *([REST] if any(REST in row for row in rows) else [])]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in header])
    return text.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else value


def as_zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, _MADE), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
