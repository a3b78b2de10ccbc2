"""What the standard has no field for stands in attributes, with terms of our own: the form in which it comes back."""

import re
from typing import Any
from uuid import uuid5

from netwerk.services.hsds.nest import OURS

_TERMS = {
    "kind": ("Kind of organisation", "What the organisation is, such as a school or a general practice."),
    "starts-on": ("From", "The first day on which it is there."),
    "ends-on": ("Until", "The first day on which it is no longer there."),
    "level": ("Reach", "How far a service reaches: neighbourhood, city or region."),
    "level-reason": ("Reason of the reach", "Why a service stands outside the neighbourhood."),
    "waiting-weeks": ("Stated waiting time", "How many weeks of waiting the provider states."),
    "waiting-stated-on": ("Stated on", "The day on which the provider stated the waiting time."),
    "area": ("Neighbourhood", "The CBS area in which the location lies, with the year of the division."),
}  # fmt: skip


def _id_of(*said: str) -> str:
    return str(uuid5(OURS, "/".join(said)))


_FACTS = {
    "id": _id_of("taxonomy", "facts"),
    "name": "Wijkteam",
    "description": "Facts about partners of a neighbourhood team for which the standard has no field.",
}
_THEMES = {
    "id": _id_of("taxonomy", "themes"),
    "name": "Wijkteam themes",
    "description": "The themes in which a municipality orders questions and help.",
}
_AREA = re.compile(r"CBS (\d{4}) ((?:GM|WK|BU)[0-9A-Z]{4,8})")
NOTHING = "-"  # where the standard asks for a text and there is none


def term(obj: dict[str, Any], code: str) -> str | None:
    """What an attribute of ours says."""
    for one in obj.get("attributes") or ():
        if (one.get("taxonomy_term") or {}).get("id") == _id_of("term", code):
            return str(one.get("value") or "")
    return None


def set_term(obj: dict[str, Any], code: str, value: str, *, entity: str) -> None:
    """Say it, or say it no more when there is nothing to say."""
    attributes = list(obj.get("attributes") or ())
    mine = [one for one in attributes if (one.get("taxonomy_term") or {}).get("id") == _id_of("term", code)]
    if value and mine:
        attributes = [{**one, "value": value} if one is mine[0] else one for one in attributes]
    elif value:
        name, description = _TERMS[code]
        told = {
            "id": _id_of("term", code), "code": code, "name": name, "description": description,
            "taxonomy": _FACTS["name"], "language": "en", "taxonomy_detail": _FACTS,
        }  # fmt: skip
        attributes.append({"id": _id_of(obj["id"], code), "link_entity": entity, "value": value, "taxonomy_term": told})
    else:
        attributes = [one for one in attributes if one not in mine]
    _put(obj, "attributes", attributes)


def themes_of(obj: dict[str, Any]) -> list[str]:
    return sorted({code for one in obj.get("attributes") or () if (code := _theme(one))})


def _theme(attribute: dict[str, Any]) -> str:
    told = attribute.get("taxonomy_term") or {}
    is_ours = (told.get("taxonomy_detail") or {}).get("id") == _THEMES["id"]
    return str(told.get("code") or "") if is_ours else ""


def set_themes(obj: dict[str, Any], codes: list[str], names: dict[str, str], *, entity: str, known: set[str]) -> None:
    """Only the themes that exist here (`known`) are ours to take away."""
    attributes = [one for one in obj.get("attributes") or () if (code := _theme(one)) not in known or code in codes]
    present = {_theme(one) for one in attributes}
    for code in codes:
        if code not in present:
            told = {
                "id": _id_of("theme", code), "code": code, "name": names[code], "description": names[code],
                "taxonomy": _THEMES["name"], "language": "nl", "taxonomy_detail": _THEMES,
            }  # fmt: skip
            attributes.append({"id": _id_of(obj["id"], "theme", code), "link_entity": entity, "taxonomy_term": told})
    _put(obj, "attributes", attributes)


def area_text(code: str, year: int) -> str:
    return f"CBS {year} {code}"


def area_said(text: object) -> tuple[str, int] | None:
    found = _AREA.fullmatch(text) if isinstance(text, str) else None
    return (found[2], int(found[1])) if found else None


def areas_of(obj: dict[str, Any]) -> list[str]:
    """The areas that a service is for, as far as they are said by code."""
    return sorted({one["extent"] for one in obj.get("service_areas") or () if area_said(one.get("extent"))})


def set_areas(obj: dict[str, Any], texts: list[str], names: dict[str, str], *, known: set[str]) -> None:
    kept = [
        one
        for one in obj.get("service_areas") or ()
        if not area_said(one.get("extent")) or one["extent"] in texts or one["extent"] not in known
    ]
    present = {one.get("extent") for one in kept}
    kept += [
        {"id": _id_of(obj["id"], text), "name": names[text], "extent": text, "extent_type": "text"}
        for text in texts
        if text not in present
    ]
    _put(obj, "service_areas", kept)


def _put(obj: dict[str, Any], name: str, value: list[Any]) -> None:
    if value or name in obj:
        obj[name] = value
