"""Between tables and nested objects: a row that says whose it is nests there, and the other way round."""

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from netwerk.services.hsds.content import Content, Gathering, full, without_cleared
from netwerk.services.hsds.problems import Findings, row_of
from netwerk.services.hsds.schema import LINK_TABLE, LINKS, PARENTS, TABLES, Table

# What the tabular form has no room for stands in this column, as JSON.
REST = "wijkteam_json"
OURS = uuid5(NAMESPACE_URL, "https://wijkteam.example/hsds")

Rows = dict[str, list[dict[str, Any]]]
_NUMBER = "\x00row"


def content_of_rows(rows: Rows, findings: Findings, *, known_organisations: Iterable[str] = ()) -> Content:
    """`rows` by table, checked; each knows its number (`numbered`)."""
    nesting = _Nesting(rows, findings, set(known_organisations))
    return nesting.content()


def numbered(row: dict[str, Any], number: int) -> dict[str, Any]:
    return {_NUMBER: number, **row}


def number_of(row: dict[str, Any]) -> int:
    return int(row.get(_NUMBER, 0))


class _Nesting:
    def __init__(self, rows: Rows, findings: Findings, known: set[str]) -> None:
        self.rows = rows
        self.findings = findings
        self.known = known
        self.objects: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES}
        self.attached: set[tuple[str, str]] = set()

    def content(self) -> Content:
        self._make_objects()
        for table in TABLES.values():
            for row in self.rows.get(table.name, ()):
                self._nest_ones(table, row)
                self._nest_in_parents(table, row)
        content = Content(is_tabular=True)
        gathering = Gathering(content, self.findings)
        for obj in self.objects["organization"].values():
            gathering.add(TABLES["organization"], obj, self._where("organization", obj["id"]))
        for row in self.rows.get("service", ()):
            if row.get("organization_id") in self.known and row["id"] not in content.objects["service"]:
                gathering.add(TABLES["service"], self.objects["service"][row["id"]], self._where("service", row["id"]))
        self._loose(content)
        for table_name, row_id in list(content.places):
            content.places[table_name, row_id] = self._where(table_name, row_id)
        return content

    def _make_objects(self) -> None:
        for table in TABLES.values():
            for row in self.rows.get(table.name, ()):
                row.update(row.pop(REST, {}))
                if row.get("organization_id", "") is None:
                    del row["organization_id"]
                obj = {name: value for name, value in row.items() if name != _NUMBER}
                self.objects[table.name].setdefault(row["id"], obj)

    def _nest_ones(self, table: Table, row: dict[str, Any]) -> None:
        obj = self.objects[table.name][row["id"]]
        for name, link in table.one.items():
            target = obj.get(link.column)
            if name == "organization" or target is None:
                continue
            if target in self.objects[link.table]:
                obj[name] = self.objects[link.table][target]
                del obj[link.column]
            elif link.column in table.tabular_required or link.column == "program_id":
                self._dangling(table, row, link.column, TABLES[link.table], is_problem=True)
            else:
                self._dangling(table, row, link.column, TABLES[link.table], is_problem=False)

    def _nest_in_parents(self, table: Table, row: dict[str, Any]) -> None:
        obj = self.objects[table.name][row["id"]]
        missing: list[tuple[str, Table]] = []
        for column, parents in PARENTS[table.name].items():
            target = row.get(column)
            if target is None:
                continue
            found = [(parent, name) for parent, name in parents if target in self.objects[parent.name]]
            told = row.get(LINK_TABLE.get(table.name, ""))
            found = [one for one in found if one[0].name == told] or found[:1]
            for parent, name in found:
                self.objects[parent.name][target].setdefault(name, []).append(obj)
                self.attached.add((table.name, row["id"]))
                obj.pop(column, None)
                if obj.get(LINK_TABLE.get(table.name, "")) == parent.name:
                    del obj[LINK_TABLE[table.name]]
            if not found and not (column == "organization_id" and target in self.known):
                missing.append((column, parents[0][0]))
        for column, parent in missing:
            hangs = (table.name, row["id"]) in self.attached or table.name in LINKS or table.name == "location"
            is_problem = column in table.tabular_required or not hangs
            self._dangling(table, row, column, parent, is_problem=is_problem and table.name not in LINKS)

    def _dangling(self, table: Table, row: dict[str, Any], column: str, parent: Table, *, is_problem: bool) -> None:
        where = row_of(table.path, number_of(row), column)
        if table.name in LINKS and column == LINKS[table.name]:
            told = _("nothing in the file has the id %(id)s. The row is kept.") % {"id": row[column]}
        elif is_problem:
            told = _("%(file)s has no row with the id %(id)s. Add that row, or take this one out.") % {
                "file": parent.path, "id": row[column],
            }  # fmt: skip
        else:
            told = _("%(file)s has no row with the id %(id)s. The id is kept.") % {
                "file": parent.path, "id": row[column],
            }  # fmt: skip
        (self.findings.problem if is_problem else self.findings.remark)(where, told)

    def _loose(self, content: Content) -> None:
        """What is reached from no organisation is kept as the row it was."""
        for table in TABLES.values():
            for row in self.rows.get(table.name, ()):
                if row["id"] in content.ids.get(table.name, ()):
                    continue
                kept = without_cleared({name: value for name, value in row.items() if name != _NUMBER})
                content.loose[table.name, row["id"]] = kept
                content.places[table.name, row["id"]] = row_of(table.path, number_of(row))

    def _where(self, table_name: str, row_id: str) -> str:
        if not hasattr(self, "_numbers"):
            self._numbers = {
                (name, row["id"]): number_of(row) for name, rows in self.rows.items() for row in reversed(rows)
            }
        return row_of(TABLES[table_name].path, self._numbers.get((table_name, row_id), 0))


def _fits_a_row(table: Table, obj: dict[str, Any]) -> bool:
    """A table asks for some links that an object may leave out."""
    return all(
        name in obj or link.column in obj for name, link in table.one.items() if link.column in table.tabular_required
    )


def rows_of_content(content: Content) -> Rows:
    """Every object as a row that says whose it is; a thing that belongs to two of a kind is written twice."""
    return _Flattening(content).rows()


class _Flattening:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES}
        self.offered_by: dict[str, str] = {}

    def rows(self) -> Rows:
        for table_name, objects in self.content.objects.items():
            for obj in objects.values():
                self.found[table_name][obj["id"]] = self._scalars(TABLES[table_name], obj)
        for table_name, objects in self.content.objects.items():
            for obj in objects.values():
                row = self._row(TABLES[table_name], obj)
                owner = self.content.owners.get((table_name, obj["id"]))
                if table_name == "service" and owner:
                    row["organization_id"] = owner
        for program, owner in self.offered_by.items():
            row = self.found["program"][program]
            if "organization_id" not in row:  # a table asks for it, an object that nests in a service does not say it
                row["organization_id"] = owner
                row[REST] = {**row.get(REST, {}), "organization_id": None}
        for (table_name, row_id), row in self.content.loose.items():
            if row_id not in self.found[table_name]:
                self.found[table_name][row_id] = self._scalars(TABLES[table_name], row)
        return {name: list(rows.values()) for name, rows in self.found.items() if rows}

    def _scalars(self, table: Table, obj: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for name, value in obj.items():
            if (name in table.many and isinstance(value, list)) or (name in table.one and isinstance(value, dict)):
                if value in ([], {}):
                    rest[name] = value
                continue
            fits = name in table.fields if value not in (None, "") else False
            fits = fits or (name not in table.fields and isinstance(value, str) and value != "" and name != REST)
            (row if fits else rest)[name] = value
        if rest:
            row[REST] = rest
        return row

    def _row(self, table: Table, obj: dict[str, Any]) -> dict[str, Any]:
        row = self.found[table.name].get(obj["id"])
        if row is None or not (set(obj) <= {"id"}):
            told = self._scalars(table, obj)
            if row is None:
                row = self.found[table.name][obj["id"]] = told
            else:
                for name, value in told.items():
                    row.setdefault(name, value)
        for name, child in table.many.items():
            for one in obj.get(name) or ():
                if _fits_a_row(TABLES[child], one):
                    self._below(TABLES[child], one, table, obj)
                else:
                    row.setdefault(REST, {}).setdefault(name, []).append(full(TABLES[child], one, self.content))
        for name, link in table.one.items():
            inner = obj.get(name)
            if isinstance(inner, dict) and inner:
                self._row(TABLES[link.table], inner)
                row[link.column] = inner["id"]
                if link.table == "program":
                    self.offered_by.setdefault(inner["id"], self.content.owners.get((table.name, obj["id"]), ""))
        return row

    def _below(self, table: Table, obj: dict[str, Any], parent: Table, of: dict[str, Any]) -> None:
        row = self._row(table, obj)
        column = LINKS.get(table.name, parent.own_key)
        if column not in table.fields:
            return
        owner = str(of["id"])
        mine = row.setdefault("\x00mine", {})
        if column in mine and mine[column] != (parent.name, owner):
            twin_id = str(uuid5(OURS, f"{obj['id']}/{parent.name}/{owner}"))
            twin = {name: value for name, value in row.items() if name not in mine and name != "\x00mine"}
            twin[REST] = {**twin.get(REST, {}), "id": obj["id"]}
            twin["id"] = twin_id
            if table.name in LINKS and LINK_TABLE[table.name] not in obj:
                twin.pop(LINK_TABLE[table.name], None)
            row = self.found[table.name].setdefault(twin_id, twin)
            mine = row.setdefault("\x00mine", {})
        row[column] = owner
        mine[column] = (parent.name, owner)
        if table.name in LINKS:
            row.setdefault(LINK_TABLE[table.name], parent.name)
