"""The published schema of HSDS 3: which tables there are, what a row holds, and what nests in what."""

import json
from dataclasses import dataclass
from pathlib import Path

Obj = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Field:
    name: str
    type: str
    format: str
    enum: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class One:
    """A single object that nests under a name; in a table its id stands in `column`."""

    column: str
    table: str


@dataclass(frozen=True, kw_only=True)
class Table:
    name: str
    path: str
    fields: dict[str, Field]
    required: tuple[str, ...]
    tabular_required: tuple[str, ...]
    many: dict[str, str]
    one: dict[str, One]

    @property
    def own_key(self) -> str:
        """The column in which rows of other tables say that they belong to a row of this one."""
        return f"{self.name}_id"


def _read() -> dict[str, Table]:
    published = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
    return {
        one["name"]: Table(
            name=one["name"],
            path=one["path"],
            fields={
                field["name"]: Field(
                    name=field["name"],
                    type=field["type"],
                    format=field.get("format", ""),
                    enum=tuple(field.get("enum", ())),
                )
                for field in one["fields"]
            },
            required=tuple(one["required"]),
            tabular_required=tuple(one["tabular_required"]),
            many=one["many"],
            one={name: One(**said) for name, said in one["one"].items()},
        )
        for one in published["tables"]
    }


TABLES = _read()
BY_PATH = {table.path: table for table in TABLES.values()}

# Rows of these are reached by many kinds of others, so their column does not carry the name of one table.
LINKS = {"attribute": "link_id", "metadata": "resource_id"}
LINK_TABLE = {"attribute": "link_entity", "metadata": "resource_type"}


def parents_of(table: Table) -> dict[str, list[tuple[Table, str]]]:
    """Column of `table` -> the tables it may point at, with the name under which rows of `table` nest there."""
    found: dict[str, list[tuple[Table, str]]] = {}
    for parent in TABLES.values():
        for name, child in parent.many.items():
            if child == table.name:
                column = LINKS.get(table.name, parent.own_key)
                if column in table.fields:
                    found.setdefault(column, []).append((parent, name))
    return found


PARENTS = {table.name: parents_of(table) for table in TABLES.values()}


def data_package() -> Obj:
    """The descriptor that goes with the tables, as the tabular data package standard has it."""
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "version": "3.0",
        "homepage": "http://docs.openreferral.org",
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in TABLES.values()],
    }


def _resource(table: Table) -> Obj:
    keys = [
        {"fields": column, "reference": {"resource": parents[0][0].name, "fields": "id"}}
        for column, parents in PARENTS[table.name].items()
        if len(parents) == 1 and column in table.tabular_required
    ]
    keys += [
        {"fields": one.column, "reference": {"resource": one.table, "fields": "id"}}
        for one in table.one.values()
        if one.column in table.tabular_required and one.column not in {key["fields"] for key in keys}
    ]
    return {
        "name": table.name,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": {
            "fields": [_described(field, table) for field in table.fields.values()],
            "primaryKey": "id",
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _described(field: Field, table: Table) -> Obj:
    rules: Obj = {"required": field.name in table.required or field.name in table.tabular_required}
    if field.name == "id":
        rules["unique"] = True
    if field.enum:
        rules["enum"] = list(field.enum)
    kinds = {"date": "date", "time": "string", "date-time": "string"}
    described: Obj = {"name": field.name, "type": kinds.get(field.format, field.type), "constraints": rules}
    if field.format in {"uuid", "email", "uri"}:
        described["format"] = field.format
    return described
