"""The register of personal data: read from register.toml, compared with the models, shown to the privacy officer."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import get_language
from pghistory.models import Event

from wijkteam.retention.selectors.field_names import name_of

REGISTER = Path(__file__).resolve().parent.parent / "register.toml"
OWN_APPS = ("wijkteam.", "cases.", "collectief.", "netwerk.")
# Say nothing by themselves: which row it is, and that a form was sent once.
_WITHOUT_MEANING = frozenset({"id", "public_id", "request_key"})
_SAME = {"basis": "bases", "period": "periods", "recipients": "recipients"}
_PARTS = {"purpose": "purposes", **_SAME}


@lru_cache(maxsize=1)
def load() -> dict[str, Any]:
    """The register as it stands in the file."""
    with REGISTER.open("rb") as file:
        return tomllib.load(file)


def own_models() -> list[type[Model]]:
    """Models of ours that need a line; a history table follows the one whose changes it keeps."""
    return [
        model for model in apps.get_models() if model.__module__.startswith(OWN_APPS) and not issubclass(model, Event)
    ]


def fields_of(model: type[Model]) -> "dict[str, Field[Any, Any]]":
    """The fields that must be named in the line of a model."""
    return {field.name: field for field in model._meta.concrete_fields if field.name not in _WITHOUT_MEANING}


def problems(register: Mapping[str, Any], models: Sequence[type[Model]]) -> Iterator[tuple[str, str]]:
    """What is wrong with a register for these models, each as (label of the model, what is wrong)."""
    lines: Mapping[str, Mapping[str, Any]] = register.get("models", {})
    for model in models:
        if model._meta.label not in lines:
            yield model._meta.label, "has no line in the register"
    for label, line in lines.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            yield label, "is in the register, but there is no such model"
            continue
        for part, table in _PARTS.items():
            if line.get(part) not in register.get(table, {}):
                yield label, f"has no known {part}: {line.get(part)!r}"
        yield from ((label, problem) for problem in _field_problems(line, set(fields_of(model))))


def _field_problems(line: Mapping[str, Any], fields: set[str]) -> Iterator[str]:
    personal, other = line.get("personal"), line.get("other", [])
    if personal == "all":
        if other:
            yield "calls all fields personal, and some not"
        return
    if not isinstance(personal, list):
        yield 'does not say which fields are personal: a list, or "all"'
        return
    if line.get("basis") == "none" and personal:
        yield "has personal fields, but no ground to keep them"
    if other == "all":
        if personal or not line.get("why"):
            yield "calls no field personal without saying why"
        return
    named = [*personal, *other]
    yield from (f"says twice what {name} is" for name in sorted({name for name in named if named.count(name) > 1}))
    yield from (f"does not say whether {name} is personal" for name in sorted(fields - set(named)))
    yield from (f"names {name}, which is no field" for name in sorted(set(named) - fields))


@dataclass(frozen=True, kw_only=True)
class _Texts:
    """The texts of the register in one language."""

    register: Mapping[str, Any]
    language: str

    def say(self, table: str, key: str) -> str:
        texts: Mapping[str, str] = self.register[table][key]
        return texts.get(self.language) or texts[settings.LANGUAGE_CODE]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Tables that are kept on the same ground, as long, for the same people."""

    basis: str
    period: str
    recipients: str
    # The name of a table, and its fields that are about people.
    tables: list[tuple[str, str]]
    # Tables without a word about people.
    without: list[str]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    title: str
    kept: list[Kept]


def register_page() -> list[Purpose]:
    """The whole register, a part for each purpose. Runs no query."""
    register = load()
    texts = _Texts(register=register, language=get_language() or settings.LANGUAGE_CODE)
    by_purpose: dict[str, dict[tuple[str, ...], Kept]] = {key: {} for key in register["purposes"]}
    for label, line in register["models"].items():
        model = apps.get_model(label)
        on, long, seen = (texts.say(table, line[part]) for part, table in _SAME.items())
        kept = by_purpose[line["purpose"]].setdefault(
            (on, long, seen), Kept(basis=on, period=long, recipients=capfirst(seen), tables=[], without=[])
        )
        name = capfirst(str(model._meta.verbose_name_plural))
        if personal := _personal(model, line):
            kept.tables.append((name, personal))
        else:
            kept.without.append(name)
    return [
        Purpose(title=texts.say("purposes", key), kept=list(kept.values())) for key, kept in by_purpose.items() if kept
    ]


def _personal(model: type[Model], line: Mapping[str, Any]) -> str:
    fields = fields_of(model)
    names: Sequence[str] = list(fields) if line["personal"] == "all" else line["personal"]
    return ", ".join(name_of(fields[name]) for name in names)
