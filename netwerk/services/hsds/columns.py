"""What an object of the standard says for the columns of our own tables, and the other way round."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from netwerk.enums import Level, LevelReason, OrganisationKind
from netwerk.services.hsds.check import is_email
from netwerk.services.hsds.nest import OURS
from netwerk.services.hsds.problems import Findings
from netwerk.services.hsds.terms import (
    NOTHING,
    areas_of,
    set_areas,
    set_term,
    set_themes,
    term,
    themes_of,
)

Columns = dict[str, Any]  # text, number or list of texts: as JSON keeps it
_GONE = {"inactive", "defunct"}
_MAX_WEEKS = 260


@dataclass(kw_only=True)
class Here:
    """What exists in this directory."""

    today: date
    themes: dict[str, str] = field(default_factory=dict)  # code -> name
    areas: dict[str, str] = field(default_factory=dict)  # as a file says them -> name


def columns_of(table: str, obj: dict[str, Any], here: Here) -> Columns:
    """What the object says; a column on which it is silent is not in the answer."""
    return _READ[table](obj, here)


def _text(value: object, length: int) -> str:
    return "" if value in (None, NOTHING) else str(value).strip()[:length].strip()


def _phone(obj: dict[str, Any]) -> str:
    first: dict[str, Any] = next(iter(obj.get("phones") or ()), {})
    return _text(str(first.get("number") or "").replace('"', ""), 60)


def _email(obj: dict[str, Any]) -> str:
    said = _text(obj.get("email"), 254)
    return said if is_email(said) else ""


def _website(obj: dict[str, Any]) -> str:
    said = str(obj.get("website") or "").strip()
    try:
        URLValidator(schemes=["http", "https"])(said)
    except ValidationError:
        return ""
    return said if len(said) <= 300 else ""


def _period(obj: dict[str, Any]) -> Columns:
    told = {"starts_on": term(obj, "starts-on"), "ends_on": term(obj, "ends-on")}
    return {name: value for name, value in told.items() if value}


def _organisation(obj: dict[str, Any], here: Here) -> Columns:
    kind = term(obj, "kind")
    return {
        "name": _text(obj.get("name"), 200),
        "description": _text(obj.get("description"), 4000),
        "website": _website(obj),
        "phone": _phone(obj),
        "email": _email(obj),
        "themes": [code for code in themes_of(obj) if code in here.themes],
        **({"kind": kind} if kind else {}),
        **_period(obj),
    }


def _service(obj: dict[str, Any], here: Here) -> Columns:
    told: Columns = {
        "name": _text(obj.get("name"), 200),
        "description": _text(obj.get("description"), 4000),
        "themes": [code for code in themes_of(obj) if code in here.themes],
        "areas": [text for text in areas_of(obj) if text in here.areas],
        "locations": sorted(
            {
                one["location"]["id"]
                for one in obj.get("service_at_locations") or ()
                if isinstance(one.get("location"), dict)
            }
        ),
        "is_over": obj.get("status") in _GONE,
        **_period(obj),
    }
    level = term(obj, "level")
    if level:
        told |= {"level": level, "level_reason": term(obj, "level-reason") or ""}
    weeks, stated_on = term(obj, "waiting-weeks"), term(obj, "waiting-stated-on")
    if weeks or stated_on:
        told |= {"waiting_weeks": weeks or "", "waiting_stated_on": stated_on or ""}
    return told


def _location(obj: dict[str, Any], here: Here) -> Columns:
    address: dict[str, Any] = next(iter(obj.get("addresses") or ()), {})
    area = term(obj, "area")
    told = {
        "name": _text(obj.get("name"), 200),
        "street": _text(address.get("address_1"), 200),
        "postcode": _text(address.get("postal_code"), 20),
        "city": _text(address.get("city"), 100),
        "area": area if area in here.areas else "",
    }
    if not told["name"] and not told["street"]:
        other = next((obj[name] for name in ("alternate_name", "url", "description") if obj.get(name)), "")
        told["name"] = _text(other, 200) or _("place without a name")
    return told


def _contact(obj: dict[str, Any], here: Here) -> Columns:
    return {
        "name": _text(obj.get("name"), 200),
        "function": _text(obj.get("title"), 200),
        "phone": _phone(obj),
        "email": _email(obj),
        **_period(obj),
    }


_READ: dict[str, Callable[[dict[str, Any], Here], Columns]] = {
    "organization": _organisation,
    "service": _service,
    "location": _location,
    "contact": _contact,
}


def check_columns(told: Columns, where: str, findings: Findings) -> None:
    """What our own attributes say must fit; a file that somebody else made has none of them."""
    days: dict[str, date] = {}
    for name in ("starts_on", "ends_on", "waiting_stated_on"):
        try:
            if told.get(name):
                days[name] = date.fromisoformat(told[name])
        except ValueError:
            said = {"value": told[name][:60]}
            findings.problem(where, _("“%(value)s” is not a date. Write it as 2026-12-31.") % said)
    if "starts_on" in days and "ends_on" in days and days["ends_on"] <= days["starts_on"]:
        findings.problem(where, _("it ends before it starts. Correct one of the two days."))
    for name, choices in (("kind", OrganisationKind.values), ("level", Level.values)):
        if told.get(name) and told[name] not in choices:
            said = {"value": told[name][:60], "choices": ", ".join(choices)}
            findings.problem(where, _("“%(value)s” is none of: %(choices)s.") % said)
    if told.get("level") in {Level.CITY, Level.REGION} and told["level_reason"] not in LevelReason.values:
        said = {"choices": ", ".join(LevelReason.values)}
        findings.problem(where, _("say why it stands outside the neighbourhood, with one of: %(choices)s.") % said)
    if told.get("level") == Level.NEIGHBOURHOOD and told["level_reason"]:
        findings.problem(where, _("what is in the neighbourhood has no reason to be outside it. Take the reason out."))
    if "waiting_weeks" in told:
        fits = re.fullmatch(r"\d{1,3}", told["waiting_weeks"]) and int(told["waiting_weeks"]) <= _MAX_WEEKS
        if not fits or not told["waiting_stated_on"]:
            findings.problem(where, _("give both the weeks of waiting (0 to 260) and the day on which they said so."))


def overlaid(table: str, obj: dict[str, Any], now: Columns, taken: Columns, here: Here) -> dict[str, Any]:
    """The object as it is now: what was changed on the screens since it was taken in counts."""
    changed = {name: value for name, value in now.items() if name not in taken or taken[name] != value}
    if not changed:
        return obj
    result = dict(obj)
    if table == "organization":
        _say(result, "name", changed)
        if "description" in changed:
            result["description"] = changed["description"] or NOTHING
        _say(result, "website", changed)
    elif table == "service":
        _say(result, "name", changed)
        _say(result, "description", changed)
        _say_service(result, changed, now, here)
    elif table == "location":
        _say(result, "name", changed)
        _say_address(result, changed, now)
        if "area" in changed:
            set_term(result, "area", changed["area"], entity=table)
        result.setdefault("location_type", "physical")
    elif table == "contact":
        _say(result, "name", changed)
        _say(result, "function", changed, key="title")
    _say(result, "email", changed)
    _say_phone(result, changed)
    for column in ("kind", "starts_on", "ends_on"):
        if column in changed:
            set_term(result, column.replace("_", "-"), changed[column], entity=table)
    if "themes" in changed:
        set_themes(result, changed["themes"], here.themes, entity=table, known=set(here.themes))
    return result


def _say(obj: dict[str, Any], name: str, changed: Columns, *, key: str = "") -> None:
    if name not in changed:
        return
    if changed[name]:
        obj[key or name] = changed[name]
    else:
        obj.pop(key or name, None)


def _say_phone(obj: dict[str, Any], changed: Columns) -> None:
    if "phone" not in changed:
        return
    first, *others = obj.get("phones") or [None]
    if changed["phone"]:
        told = first or {"id": str(uuid5(OURS, f"{obj['id']}/phone"))}
        obj["phones"] = [{**told, "number": changed["phone"]}, *others]
    elif first:
        obj["phones"] = others


def _say_address(obj: dict[str, Any], changed: Columns, now: Columns) -> None:
    names = {"street": "address_1", "postcode": "postal_code", "city": "city"}
    told = {names[name]: value or NOTHING for name, value in changed.items() if name in names}
    if not told:
        return
    first, *others = obj.get("addresses") or [None]
    if first:
        obj["addresses"] = [{**first, **told}, *others]
    elif any(now[name] for name in names):
        made = {
            "id": str(uuid5(OURS, f"{obj['id']}/address")),
            **dict.fromkeys(("address_1", "city", "state_province", "postal_code"), NOTHING),
            "country": "NL",
            "address_type": "physical",
        }
        obj["addresses"] = [{**made, **told}]


def _say_service(obj: dict[str, Any], changed: Columns, now: Columns, here: Here) -> None:
    for column in ("level", "level_reason", "waiting_weeks", "waiting_stated_on"):
        if column in changed:
            set_term(obj, column.replace("_", "-"), str(changed[column]), entity="service")
    is_over = bool(now["ends_on"]) and now["ends_on"] <= here.today.isoformat()
    if ("ends_on" in changed or "status" not in obj) and is_over != (obj.get("status") in _GONE):
        obj["status"] = "inactive" if is_over else "active"
    obj.setdefault("status", "active")
    if "areas" in changed:
        set_areas(obj, changed["areas"], here.areas, known=set(here.areas))
    if "locations" in changed:
        kept = [
            one
            for one in obj.get("service_at_locations") or ()
            if not isinstance(one.get("location"), dict) or one["location"]["id"] in changed["locations"]
        ]
        present = {one["location"]["id"] for one in kept if isinstance(one.get("location"), dict)}
        kept += [
            {"id": str(uuid5(OURS, f"{obj['id']}/{place}")), "location": {"id": place}}
            for place in changed["locations"]
            if place not in present
        ]
        if kept or "service_at_locations" in obj:
            obj["service_at_locations"] = kept
