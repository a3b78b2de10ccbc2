"""The directory as it stands in the database, in the form of the standard."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q

from netwerk.models import KeptRow, Location, Organisation, Professional, Service
from netwerk.services.hsds.columns import Columns, Here, overlaid
from netwerk.services.hsds.content import Content
from netwerk.services.hsds.terms import area_text
from wijkteam.areas.models import Area, Theme

MODELS: dict[str, type[Model]] = {
    "organization": Organisation,
    "location": Location,
    "service": Service,
    "contact": Professional,
}


@dataclass(kw_only=True)
class Stored:
    """One row: what a file said of it (`kept`, None for our own), what that made of its columns, what they are now."""

    row: Any
    kept: dict[str, Any] | None
    taken: Columns
    now: Columns


@dataclass(kw_only=True)
class Directory:
    rows: dict[str, dict[str, Stored]]
    content: Content


def here(*, today: date) -> Here:
    areas = Area.objects.values_list("code", "year", "name")
    return Here(
        today=today,
        themes=dict(Theme.objects.values_list("code", "name")),
        areas={area_text(code, year): name for code, year, name in areas},
    )


def known_ids() -> dict[str, set[str]]:
    return {
        name: set(model._default_manager.values_list("hsds_id", flat=True))
        for name, model in MODELS.items()
        if name in {"organization", "location"}
    }


def directory(*, local: Here, of: Iterable[Organisation] | None = None) -> Directory:
    """Everything, or only what is `of` these organisations; a fixed number of statements."""
    organisations = Organisation.objects.order_by("name", "pk")
    mine = Q()
    if of is not None:
        keys = [one.pk for one in of]
        organisations = organisations.filter(pk__in=keys)
        mine = Q(organisation__in=keys)
    services = Service.objects.filter(mine).order_by("name", "pk")
    through = _Through(organisations, services)
    rows: dict[str, dict[str, Stored]] = {name: {} for name in MODELS}
    for organisation in organisations:
        _add(rows["organization"], organisation, _organisation(organisation, through))
    areas = {pk: area_text(code, year) for pk, code, year in Area.objects.values_list("pk", "code", "year")}
    for place in Location.objects.filter(mine).order_by("pk"):
        _add(rows["location"], place, _location(place, areas))
    for service in services:
        _add(rows["service"], service, _service(service, through, areas))
    for person in Professional.objects.filter(mine).order_by("name", "pk"):
        _add(rows["contact"], person, _contact(person))
    return Directory(rows=rows, content=_content(rows, local, everything=of is None))


class _Through:
    """What rows have several of."""

    def __init__(self, organisations: Any, services: Any) -> None:
        themes = Organisation.themes.through.objects.filter(organisation__in=organisations.order_by())
        self.themes = _pairs(themes, "organisation_id", "theme__code")
        services = services.order_by()
        self.service_themes = _pairs(
            Service.themes.through.objects.filter(service__in=services), "service_id", "theme__code"
        )
        self.areas = _pairs(Service.areas.through.objects.filter(service__in=services), "service_id", "area_id")
        self.places = _pairs(
            Service.locations.through.objects.filter(service__in=services), "service_id", "location__hsds_id"
        )


def _pairs(rows: Any, key: str, value: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one, other in rows.values_list(key, value):
        found[one].append(other)
    return found


def _add(rows: dict[str, Stored], row: Any, now: Columns) -> None:
    extra = row.hsds_extra
    rows[row.hsds_id] = Stored(row=row, kept=extra.get("object"), taken=extra.get("taken", {}), now=now)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _organisation(row: Organisation, through: _Through) -> Columns:
    return {
        "name": row.name,
        "kind": row.kind,
        "description": row.description,
        "website": row.website,
        "phone": row.phone,
        "email": row.email,
        "themes": sorted(through.themes[row.pk]),
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
    }


def _service(row: Service, through: _Through, areas: dict[int, str]) -> Columns:
    return {
        "name": row.name,
        "description": row.description,
        "level": row.level,
        "level_reason": row.level_reason,
        "themes": sorted(through.service_themes[row.pk]),
        "areas": sorted(areas[pk] for pk in through.areas[row.pk]),
        "locations": sorted(through.places[row.pk]),
        "waiting_weeks": "" if row.waiting_weeks is None else str(row.waiting_weeks),
        "waiting_stated_on": _day(row.waiting_stated_on),
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
    }


def _location(row: Location, areas: dict[int, str]) -> Columns:
    return {
        "name": row.name,
        "street": row.street,
        "postcode": row.postcode,
        "city": row.city,
        "area": areas[row.area_id] if row.area_id else "",
    }


def _contact(row: Professional) -> Columns:
    return {
        "name": row.name,
        "function": row.function,
        "phone": row.phone,
        "email": row.email,
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
    }


def _content(rows: dict[str, dict[str, Stored]], local: Here, *, everything: bool) -> Content:
    content = Content()
    owner = {stored.row.pk: hsds_id for hsds_id, stored in rows["organization"].items()}
    for name, some in rows.items():
        for hsds_id, stored in some.items():
            content.objects[name][hsds_id] = overlaid(
                name, stored.kept or {"id": hsds_id}, stored.now, stored.taken, local
            )
            if name != "organization":
                content.owners[name, hsds_id] = owner[stored.row.organisation_id]
    if everything:
        _forget_removed(content)
    for name, listed in (("location", "locations"), ("contact", "contacts")):
        for hsds_id, stored in rows[name].items():
            if stored.kept is None:
                organisation = content.objects["organization"][content.owners[name, hsds_id]]
                refs = organisation.get(listed) or []
                if all(one["id"] != hsds_id for one in refs):
                    content.objects["organization"][organisation["id"]] = {
                        **organisation, listed: [*refs, {"id": hsds_id}],
                    }  # fmt: skip
    for row in KeptRow.objects.order_by("table", "pk") if everything else ():
        content.loose[row.table, row.hsds_id] = row.content
    return content


def _forget_removed(content: Content) -> None:
    """A place that was removed on the screens is not named any more by what stood there."""
    for name in ("organization", "service"):
        for hsds_id, obj in content.objects[name].items():
            if any(_is_gone(one, content) for one in obj.get("locations") or ()):
                kept = [one for one in obj["locations"] if not _is_gone(one, content)]
                content.objects[name][hsds_id] = {**obj, "locations": kept}


def _is_gone(ref: dict[str, Any], content: Content) -> bool:
    return set(ref) == {"id"} and ref["id"] not in content.objects["location"]
