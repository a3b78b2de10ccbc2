"""Files to try things on: the published samples, directories made by chance, and what two files have in common."""

import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command

from netwerk.models import KeptRow, Location, Organisation, Professional, Service
from netwerk.services.hsds.content import Content
from netwerk.services.hsds.read import read_path
from netwerk.services.hsds.schema import LINK_TABLE, LINKS, TABLES

SAMPLES = Path(__file__).parent / "samples"
FULL = SAMPLES / "organization_full.json"
NOBODY: dict[str, set[str]] = {}


def imported(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_hsds", str(path), *options, stdout=said)
    return said.getvalue()


def exported(path: Path, *options: str) -> Path:
    call_command("export_hsds", str(path), *options, stdout=io.StringIO())
    return path


def emptied() -> None:
    for model in (Professional, Service, Location, Organisation, KeptRow):
        model.objects.all().delete()


def sorted_deep(value: Any) -> Any:
    """The same but for the order in which lists stand."""
    if isinstance(value, dict):
        return {name: sorted_deep(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted((sorted_deep(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def organisations(path: Path) -> list[Any]:
    """What a file of ours holds."""
    found = json.loads(path.read_text())["contents"]
    assert isinstance(found, list)
    return found


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Each table with its rows, without what is empty."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(file)]
        if rows:
            found[path.name] = sorted(rows, key=lambda row: row["id"])
    return found


def content(path: Path) -> Content:
    return read_path(path, known=NOBODY)[0]


def id_of(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


_WORDS = [
    "Huis",
    "van de",
    "wijk",
    "Ümit",
    "“brug”",
    "a,b",
    "regel\neinde",
    "=1+1",
    "€ 5",
    "  rand ",
    "null",
    "0123",
    "日本",
]


def made(chance: random.Random, *, organisations: int = 3) -> dict[str, Any]:
    """A page with organisations in which every kind of thing occurs that the standard has."""
    shared = {
        name: _obj(name, chance, shared={}, depth=9) for name in ("location", "contact", "program", "taxonomy_term")
    }
    return {"contents": [_obj("organization", chance, shared=shared, depth=0) for _ in range(organisations)]}


def _obj(table_name: str, chance: random.Random, *, shared: dict[str, Any], depth: int) -> dict[str, Any]:
    if table_name in shared and chance.random() < 0.3:
        return dict(shared[table_name])
    table = TABLES[table_name]
    pointers = {one.own_key for one in TABLES.values()} | set(LINKS.values()) | set(LINK_TABLE.values())
    obj: dict[str, Any] = {"id": id_of(chance)}
    for field in table.fields.values():
        wanted = field.name in table.required or chance.random() < 0.5
        if field.name != "id" and field.name not in pointers and field.name != "parent_id" and wanted:
            obj[field.name] = _value(field.type, field.format, field.enum, chance)
    if chance.random() < 0.3:
        obj["x_note"] = _text(chance)
    if chance.random() < 0.2:
        obj["x_tree"] = {"deep": [1, None, {"er": _text(chance)}], "empty": ""}
    for name, child in table.many.items():
        if depth < 3 and child != "organization" and chance.random() < (0.9 if child == "service" else 0.35):
            some = [_obj(child, chance, shared=shared, depth=depth + 1) for _ in range(chance.randint(0, 2))]
            obj[name] = list({one["id"]: one for one in some}.values())
    for name, link in table.one.items():
        if name != "organization" and (chance.random() < 0.7 or name == "unit"):
            obj[name] = _obj(link.table, chance, shared=shared, depth=depth + 1)
    return obj


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(1, 6)))


def _value(kind: str, form: str, enum: tuple[str, ...], chance: random.Random) -> Any:
    if enum:
        return chance.choice(enum)
    if kind == "number":
        return chance.choice([0, 7, -3, 52.3702, 1234567])
    if form in {"date", "date-time"}:
        return f"20{chance.randint(10, 40)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    return {"time": "09:30", "email": "a@b.example", "uri": "https://b.example/?a=1"}.get(form) or _text(chance)


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(inner)
