"""What goes along when somebody asks what is kept about them: read from access.toml, compared with the register."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from wijkteam.retention.selectors.register import fields_of

RULES = Path(__file__).resolve().parent.parent / "access.toml"
# What waits at the side for whoever releases a file; everything else that is left stays.
JUDGED = "others"
_LOOKUPS = ("person", "file", "household", "from", "until", "whose", "restricted")


@lru_cache(maxsize=1)
def load_rules() -> dict[str, Any]:
    """The rules as they stand in the file."""
    with RULES.open("rb") as file:
        return tomllib.load(file)


def field_at(model: type[Model], lookup: str) -> "Field[Any, Any]":
    """The field at the end of `a__b__c`. Raises FieldDoesNotExist."""
    *way, last = lookup.split("__")
    for step in way:
        found = model._meta.get_field(step)
        if not found.is_relation or not isinstance(found.related_model, type):
            raise FieldDoesNotExist
        model = found.related_model
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if field is None:
        raise FieldDoesNotExist
    return field  # type: ignore[return-value]  # a relation from the other side is no Field, and serves as well


def access_problems(rules: Mapping[str, Any], register: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is not decided on for these tables, each as (label of the model, what is wrong)."""
    lines: Mapping[str, Mapping[str, Any]] = rules.get("models", {})
    personal = {label for label, line in register.get("models", {}).items() if line["personal"]}
    for label in sorted(personal - set(lines)):
        yield label, "is about people, and nothing says whether it goes along when somebody asks for their data"
    for label, line in lines.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            yield label, "stands among what goes along, but there is no such model"
            continue
        if isinstance(line.get("left"), str):
            if line["left"] not in rules["reasons"]:
                yield label, f"is left for no known reason: {line['left']!r}"
            continue
        yield from ((label, problem) for problem in _problems_of(model, line, rules["reasons"]))


def _problems_of(model: type[Model], line: Mapping[str, Any], reasons: Mapping[str, Any]) -> Iterator[str]:
    along, left = line.get("along", []), line.get("left", {})
    if not {"person", "file", "household"} & set(line):
        yield "does not say whose a row of it is"
    for lookup in [*(line[name] for name in _LOOKUPS if name in line), *along]:
        try:
            field_at(model, lookup)
        except FieldDoesNotExist:
            yield f"names {lookup}, which leads nowhere"
    named = [*(name for name in along if "__" not in name), *left]
    yield from (f"says twice what to do with {name}" for name in sorted({n for n in named if named.count(n) > 1}))
    yield from (f"does not say whether {name} goes along" for name in sorted(set(fields_of(model)) - set(named)))
    yield from (f"names {name}, which is no field" for name in sorted(set(named) - set(fields_of(model))))
    yield from (f"leaves {name} for no known reason: {why!r}" for name, why in left.items() if why not in reasons)
