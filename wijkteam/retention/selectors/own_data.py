"""All that is kept about one person, as the rules of access.toml say: what they get, and what is judged first."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Model, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import HouseholdMember, NetworkPerson, Person
from cases.selectors.consulted import consulted
from wijkteam.retention.models.stays import Stays, stays_of
from wijkteam.retention.selectors.access_rules import JUDGED, field_at, load_rules
from wijkteam.retention.selectors.field_names import name_of
from wijkteam.retention.selectors.register import load

# The file speaks the language of the municipality's letters.
LANGUAGE = "nl"
# How a row of another table is called in a field that points at it.
_NAMES = ("name", "title", "label")
_EARLIEST, _LATEST = dt.date.min, dt.date.max


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One row of a table. `is_aside` waits to be judged; `mentions` are other people whose names stand in it."""

    key: str
    table: str
    fields: list[dict[str, Any]]
    mentions: list[str]
    is_aside: bool = False


def own_data(person: Person, *, now: dt.datetime) -> dict[str, Any]:
    """What is found, ready to be kept as JSON. About three statements for each table, however large the file is."""
    with override(LANGUAGE):
        stays = stays_of(person.pk)
        others = _other_names(person, stays)
        passages = [
            asdict(passage)
            for label, rule in load_rules()["models"].items()
            if not isinstance(rule.get("left"), str)
            for passage in _passages(apps.get_model(label), rule, stays=stays, others=others)
        ]
        return {
            "version": 1,
            "made_at": now.isoformat(),
            "name": person.full_name,
            "passages": passages,
            "consulted": _consulted(stays, now=now),
            "kept": _kept({passage["table"] for passage in passages}),
        }


def _passages(
    model: type[Model], rule: Mapping[str, Any], *, stays: Stays, others: "re.Pattern[str] | None"
) -> Iterator[Passage]:
    judged = [name for name, why in rule.get("left", {}).items() if why == JUDGED]
    along = list(rule["along"])
    shown = {name: _shown(model, name) for name in [*along, *judged]}
    extra = {name: rule[name] for name in ("from", "until", "restricted") if name in rule}
    home = _household_of(rule)
    lookups = ["pk", *(path for path, _say in shown.values()), *extra.values(), *home]
    seen: set[int] = set()
    for row in model._default_manager.filter(_of_person(rule, stays)).order_by("pk").values(*set(lookups)).iterator():
        if row["pk"] in seen or (home and not _in_their_time(row, rule, home, stays)):
            continue
        seen.add(row["pk"])
        key = f"{model._meta.label}:{row['pk']}"
        # A field of the row with a name of the same value is said once: what hangs on the own rows is no news.
        is_restricted = "restricted" in rule and row[rule["restricted"]] == "restricted"
        for suffix, names, is_aside in (("", along, is_restricted), (":aside", judged, True)):
            fields = [said for name in names if (said := _said(model, name, shown[name], row))]
            if fields:
                yield Passage(
                    key=f"{key}{suffix}",
                    table=model._meta.label,
                    fields=fields,
                    mentions=_mentions(fields, others),
                    is_aside=is_aside,
                )


def _of_person(rule: Mapping[str, Any], stays: Stays) -> Q:
    if "person" in rule:
        return Q(**{f"{rule['person']}__in": stays.persons})
    found = Q(pk=None)
    if "file" in rule:
        found |= Q(**{f"{rule['file']}__in": stays.cases})
    if "household" in rule:
        found |= Q(**{f"{rule['household']}__in": list(stays.periods)})
    if "whose" in rule:
        found &= Q(**{rule["whose"]: None}) | Q(**{f"{rule['whose']}__in": stays.persons})
    return found


def _household_of(rule: Mapping[str, Any]) -> list[str]:
    """Lookups to the household of a row; the first that is filled says it."""
    if "person" in rule:
        return []
    paths = []
    if "file" in rule:
        paths.append("household" if rule["file"] == "pk" else f"{rule['file']}__household")
    if "household" in rule:
        paths.append(rule["household"])
    return paths


def _in_their_time(row: Mapping[str, Any], rule: Mapping[str, Any], home: Sequence[str], stays: Stays) -> bool:
    household = next((row[path] for path in home if row[path] is not None), None)
    begin = _day(row.get(rule.get("from", "")), _EARLIEST)
    end = _day(row.get(rule.get("until", "")), _LATEST)
    return stays.covers(household, begin, max(begin, end))


def _day(value: dt.date | dt.datetime | None, otherwise: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localdate(value)
    return otherwise if value is None else value


def _shown(model: type[Model], name: str) -> "tuple[str, Field[Any, Any]]":
    """The lookup that gives what people read, and the field that knows how to say it."""
    field = field_at(model, name)
    if isinstance(field, ForeignKey):
        target: type[Model] = field.related_model
        own = next((one for one in _NAMES if one in {f.name for f in target._meta.concrete_fields}), None)
        if own is None:
            raise ValueError(f"{model._meta.label}.{name} points at what has no name")
        return f"{name}__{own}", field
    return name, field


def _said(
    model: type[Model], name: str, shown: "tuple[str, Field[Any, Any]]", row: Mapping[str, Any]
) -> dict[str, Any] | None:
    path, field = shown
    value = row[path]
    if value is None or value == "" or value == []:
        return None
    said: dict[str, Any] = {"name": name, "label": capfirst(name_of(field)), "value": _in_words(field, value)}
    if isinstance(value, dt.date | bool | int | float):
        said["data"] = value.isoformat() if isinstance(value, dt.date) else value
    return said


def _in_words(field: "Field[Any, Any]", value: Any) -> str:
    if isinstance(value, list):
        base = field.base_field if isinstance(field, ArrayField) else field
        return ", ".join(_in_words(base, one) for one in value)
    if field.choices and not isinstance(value, bool):
        return capfirst(str(dict(field.flatchoices).get(value, value)))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    return str(value)


def _other_names(person: Person, stays: Stays) -> "re.Pattern[str] | None":
    """Given names of who lived along, and names of who was around them: a help for whoever reads it through."""
    names = set(
        HouseholdMember.objects.filter(household__in=stays.periods)
        .exclude(person__in=stays.persons)
        .values_list("person__given_name", flat=True)
    )
    names |= set(NetworkPerson.objects.filter(exploration__case__in=stays.cases).values_list("name", flat=True))
    names = {name.strip() for name in names if len(name.strip()) > 2} - {person.given_name}
    if not names:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})(?!\w)")


def _mentions(fields: Sequence[Mapping[str, Any]], others: "re.Pattern[str] | None") -> list[str]:
    if others is None:
        return []
    return sorted({name for field in fields for name in others.findall(field["value"])})


def _consulted(stays: Stays, *, now: dt.datetime) -> list[dict[str, str]]:
    """Days and purposes, not the names of employees (CJEU C-579/21); only of the time that they belonged to it."""
    lines = [
        {
            "day": line.day.isoformat(),
            "day_said": date_format(line.day, "j F Y"),
            "who": f"{capfirst(str(line.role))}, {line.organisation}",
            "what": line.what,
            "why": line.why,
        }
        for household, periods in stays.periods.items()
        for line in consulted(household=household, since=min(starts for starts, _ends in periods), now=now).lines
        if any(starts <= line.day < ends for starts, ends in periods)
    ]
    return sorted(lines, key=lambda line: line["day"], reverse=True)


def _kept(tables: set[str]) -> list[dict[str, str]]:
    """Why it is kept, on which ground, how long, and who gets to see it: once for each that is the same."""
    register = load()
    found: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for label, line in register["models"].items():
        if label in tables:
            name = str(apps.get_model(label)._meta.verbose_name_plural)
            found[line["purpose"], line["basis"], line["period"], line["recipients"]].append(name)
    return [
        {
            "what": ", ".join(sorted(names)),
            "why": register["purposes"][purpose][LANGUAGE],
            "ground": register["bases"][basis][LANGUAGE],
            "how_long": register["periods"][period][LANGUAGE],
            "for_whom": register["recipients"][recipients][LANGUAGE],
        }
        for (purpose, basis, period, recipients), names in found.items()
    ]
