"""What stands in the file, for people (LEESMIJ.html) and for programs (datapackage.json, Data Package 2.0)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkteam.retention.selectors.field_names import name_of
from wijkteam.retention.selectors.takeout_kinds import Column, Kind, kinds, load

_TYPES: Final[Mapping[str, str]] = {
    "BigAutoField": "integer",
    "AutoField": "integer",
    "BigIntegerField": "integer",
    "PositiveBigIntegerField": "integer",
    "IntegerField": "integer",
    "PositiveIntegerField": "integer",
    "SmallIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "datetime",
    "TimeField": "time",
    "DecimalField": "number",
    "FloatField": "number",
    "JSONField": "any",
    "ArrayField": "array",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A kind as it came in the file; path, size and checksum of both its forms."""

    kind: Kind
    rows: int
    csv: tuple[str, int, str]
    json_lines: tuple[str, int, str]

    @property
    def title(self) -> str:
        return _title(self.kind)

    @property
    def fields(self) -> "list[dict[str, Any]]":
        return [_field(one) for one in self.kind.columns]


@dataclass(frozen=True, kw_only=True)
class Described:
    team: str
    at: datetime
    tables: Sequence[Table]
    left_out: int


def _title(kind: Kind) -> str:
    title = capfirst(str(kind.model._meta.verbose_name_plural))
    if not kind.link:
        return title
    source = kind.columns[0].points_at
    assert source is not None  # noqa: S101  (a link stands between two tables)
    many = source._meta.get_field(kind.link)
    return f"{capfirst(str(source._meta.verbose_name_plural))}: {getattr(many, 'verbose_name', kind.link)}"


def _field(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "title": capfirst(name_of(column.field)),
        "type": "string" if column.is_person_of_staff else _TYPES.get(column.field.get_internal_type(), "string"),
    }
    if column.points_at is not None:
        said["type"] = "integer"
        said["description"] = _("Number (id) of: %(what)s") % {"what": column.points_at._meta.verbose_name}
    elif column.is_person_of_staff:
        said["description"] = _("Name of a colleague")
    elif column.field.help_text:
        said["description"] = str(column.field.help_text)
    elif column.name == "id":
        said["description"] = _("Number of the row, by which other tables point at it")
    if said["type"] == "string" and column.field.get_internal_type() == "UUIDField":
        said["format"] = "uuid"
    if choices := getattr(column.field, "flatchoices", None):
        said["categories"] = [{"value": value, "label": str(label)} for value, label in choices if value != ""]
    if column.field.primary_key:
        said["constraints"] = {"required": True, "unique": True}
    return said


def datapackage(described: Described) -> bytes:
    """Each table is a resource in CSV, with the same in JSON Lines beside it."""
    names = {table.kind.model: table.kind.name for table in described.tables if not table.kind.link}
    resources: list[dict[str, Any]] = []
    for table in described.tables:
        schema = _schema(table, names)
        path, size, digest = table.csv
        common = {"type": "table", "title": table.title, "schema": schema}
        resources.append(
            {
                "name": table.kind.name,
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
                "bytes": size,
                "hash": f"sha256:{digest}",
                **common,
            }
        )
        path, size, digest = table.json_lines
        resources.append(
            {
                "name": f"{table.kind.name}-jsonl",
                "path": path,
                "format": "jsonl",
                "mediatype": "application/jsonl",
                "encoding": "utf-8",
                "bytes": size,
                "hash": f"sha256:{digest}",
                **{**common, "schema": {**schema, "foreignKeys": []}},
            }
        )
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "wijkteam",
        "title": _("Everything of %(team)s") % {"team": described.team},
        "description": _("Taken along from Wijkteam. LEESMIJ.html says in words what this is and what is not in it."),
        "created": described.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _schema(table: Table, names: Mapping[Any, str]) -> dict[str, Any]:
    """Which table a number points at; only of what goes along whole, so that no reference is broken."""
    keys = [
        {"fields": [one.name], "reference": {"resource": names[one.points_at], "fields": ["id"]}}
        for one in table.kind.columns
        if one.points_at in names and one.points_at in _whole()
    ]
    return {
        "fields": table.fields,
        "missingValues": [""],
        **({"primaryKey": ["id"]} if any(one.name == "id" for one in table.kind.columns) else {}),
        "foreignKeys": keys,
    }


def _whole() -> set[Any]:
    lists = set(load()["lists"]["models"])
    guarded = {"cases.Case", "cases.Household", "cases.Person", "cases.Contact", "teams.Team"}
    return {kind.model for kind in kinds() if kind.model._meta.label in lists | guarded}


def codebook_html(described: Described) -> str:
    stays = [
        {
            "why": reason["nl"],
            "what": ", ".join(sorted(_names_of(reason["models"]))),
        }
        for reason in load()["stays"].values()
    ]
    return render_to_string("retention/takeout_readme.html", {"described": described, "stays": stays})


def _names_of(labels: Sequence[str]) -> list[str]:
    from django.apps import apps

    return [str(apps.get_model(label)._meta.verbose_name_plural) for label in labels]
