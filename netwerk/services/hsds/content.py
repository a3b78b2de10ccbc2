"""What a directory says, whatever the form it came in: each organisation, service, location and person once."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from netwerk.services.hsds.check import below
from netwerk.services.hsds.problems import Findings
from netwerk.services.hsds.schema import LINKS, TABLES, Table

# What stands in a table of our own; everything else stays with the one it belongs to.
ROOTS = ("organization", "location", "service", "contact")


# What a cell says that was left empty on purpose: there is nothing here now.
CLEARED: Any = object()


def is_root(table: Table, obj: dict[str, Any]) -> bool:
    """A contact without a name is not somebody: it stays with what it belongs to."""
    name = obj.get("name")
    return table.name in ROOTS and (table.name != "contact" or (isinstance(name, str) and bool(name.strip())))


@dataclass(kw_only=True)
class Content:
    """`objects` by table and id: in them a location or person that nests is only {"id": …}; services, and the
    organisation of a service, are left out: `owners` says whose each one is. `loose` rows hang from nothing."""

    objects: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {name: {} for name in ROOTS})
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    loose: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    # Every id that the file gives to something, by table: what is in it has moved when it is elsewhere now.
    ids: dict[str, set[str]] = field(default_factory=dict)
    is_tabular: bool = False


class Gathering:
    """Takes nested objects apart, and refuses an id that stands for two things."""

    def __init__(self, content: Content, findings: Findings) -> None:
        self.content = content
        self.findings = findings
        self.seen: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
        self.claims: dict[tuple[str, str], tuple[bool, str]] = {}
        self.pointing: list[tuple[Table, str, dict[str, Any], str]] = []

    def add(
        self, table: Table, obj: dict[str, Any], path: str, owner: str = "", *, is_listed: bool = False
    ) -> dict[str, Any]:
        """The object as it is kept inside its parent: itself, or its id when it is kept apart."""
        key = (table.name, str(obj["id"]))
        self._refuse_other(table, obj, path, key)
        self.content.ids.setdefault(table.name, set()).add(key[1])
        owner = self._owner(table, obj, path, owner)
        kept: dict[str, Any] = {}
        for name, value in obj.items():
            if name in table.many and isinstance(value, list):
                child = TABLES[table.many[name]]
                inside = [
                    self.add(
                        child, one, f"{below(path, name)}[{number}]", owner, is_listed=table.name == "organization"
                    )
                    for number, one in enumerate(value)
                ]
                if child.name != "service" or not inside:
                    kept[name] = inside
            elif name in table.one and isinstance(value, dict):
                inner = self.add(TABLES[table.one[name].table], value, below(path, name), owner)
                if name != "organization":
                    kept[name] = inner
            else:
                kept[name] = value
        for name, link in table.one.items():
            if name not in obj and obj.get(link.column) is not None:
                self.pointing.append((table, name, kept, path))
        if not is_root(table, obj):
            return kept
        self.content.places.setdefault(key, path)
        known = self.content.objects[table.name].get(key[1])
        self.content.objects[table.name][key[1]] = merged(known, kept) if known else kept
        if owner and table.name != "organization":
            self._claim(key, owner, is_listed=is_listed)
        return {"id": key[1]}

    def _claim(self, key: tuple[str, str], owner: str, *, is_listed: bool) -> None:
        """Of two that share something, it is of the one that lists it, whatever the order in the file."""
        claim = (not is_listed, owner)
        if key not in self.claims or claim < self.claims[key]:
            self.claims[key] = claim
            self.content.owners[key] = owner

    def follow(self, known: Mapping[str, Set[str]]) -> None:
        """What says only the id of something: it must stand in the file, or be `known` here."""
        for table, name, kept, path in self.pointing:
            link = table.one[name]
            target = str(kept[link.column])
            here = target in self.content.ids.get(link.table, ())
            if name == "location" and (here or target in known.get("location", ())):
                kept["location"] = {"id": target}
            elif not here and target not in known.get(link.table, ()) and link.column != "taxonomy_id":
                told = _("nothing in the file has the id %(id)s. Add it, or take this reference out.") % {"id": target}
                self.findings.problem(below(path, link.column), told)

    def _owner(self, table: Table, obj: dict[str, Any], path: str, owner: str) -> str:
        if table.name == "organization":
            return str(obj["id"])
        if table.name == "service":
            nested = obj.get("organization")
            said = nested.get("id") if isinstance(nested, dict) else obj.get("organization_id")
            if said and owner and said != owner:
                told = _("this says another organisation than the one that it stands under. Make them the same.")
                self.findings.problem(below(path, "organization_id"), told)
            return owner or str(said or "")
        return owner

    def _refuse_other(self, table: Table, obj: dict[str, Any], path: str, key: tuple[str, str]) -> None:
        known = self.seen.get(key)
        if known is None:
            self.seen[key] = (path, obj)
            return
        where, first = known
        if first is obj:
            return
        pointers = {one.own_key for one in TABLES.values()} | set(LINKS.values()) | {"link_entity", "resource_type"}
        for name, value in obj.items():
            other = first.get(name, value)
            if name not in table.fields or name in pointers or value == other or None in (value, other):
                continue
            said = {"id": key[1], "where": where}
            told = _("the id %(id)s stands at %(where)s too, and there this is something else. Use two ids.")
            self.findings.problem(below(path, name), told % said)


def merged(known: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Two sayings of one thing in one file: lists are put together by id."""
    result = dict(known)
    for name, value in new.items():
        old = result.get(name)
        if _are_lists(old, value):
            told = {one["id"]: one for one in value}
            both = [merged(one, told.pop(one["id"])) if one["id"] in told else one for one in old]
            result[name] = [*both, *told.values()]
        elif _is_same(old, value):
            result[name] = merged(old, value)
        else:
            result[name] = value
    return result


def taken_in(table: Table, known: dict[str, Any], new: dict[str, Any], content: Content) -> dict[str, Any]:
    """What is `known` here, brought in line with what a file says of it.

    What the file does not say stays. Something in a list that the file has elsewhere, was moved there.
    """
    result = dict(known)
    for name, value in new.items():
        old = result.get(name)
        if value is CLEARED:
            result.pop(name, None)
        elif name in table.many and _are_lists(old, value):
            result[name] = _list_taken_in(TABLES[table.many[name]], old, value, content)
        elif name in table.one and _is_same(old, value):
            result[name] = taken_in(TABLES[table.one[name].table], old, value, content)
        else:
            result[name] = without_cleared(value)
    if content.is_tabular:
        for name in result.keys() - new.keys():
            if name in table.many and _are_lists(result[name], []):
                result[name] = _list_taken_in(TABLES[table.many[name]], result[name], [], content)
                if not result[name]:
                    del result[name]
    return result


def _list_taken_in(
    table: Table, old: list[dict[str, Any]], new: list[dict[str, Any]], content: Content
) -> list[dict[str, Any]]:
    told = {one["id"]: one for one in new}
    ids = content.ids.get(table.name, set())
    both = [
        taken_in(table, one, told.pop(one["id"]), content) if one["id"] in told else one
        for one in old
        if one["id"] in told or one["id"] not in ids
    ]
    return [*both, *(without_cleared(one) for one in told.values())]


def _are_lists(old: Any, value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and isinstance(old, list) and all(_has_id(one) for one in (*value, *old))


def _is_same(old: Any, value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict) and isinstance(old, dict) and value.get("id") == old.get("id")


def _has_id(one: object) -> bool:
    return isinstance(one, dict) and "id" in one


def without_cleared(value: Any) -> Any:
    """As it can be kept."""
    if isinstance(value, dict):
        return {name: without_cleared(inner) for name, inner in value.items() if inner is not CLEARED}
    return [without_cleared(one) for one in value] if isinstance(value, list) else value


def full(table: Table, obj: dict[str, Any], content: Content) -> dict[str, Any]:
    """The object with everything that nests in it, as a JSON file has it."""
    if table.name in ROOTS and set(obj) == {"id"}:
        obj = content.objects[table.name].get(obj["id"], obj)
    result = dict(obj)
    for name, child in table.many.items():
        if isinstance(obj.get(name), list):
            result[name] = [full(TABLES[child], one, content) for one in obj[name]]
    for name, link in table.one.items():
        if isinstance(obj.get(name), dict):
            result[name] = full(TABLES[link.table], obj[name], content)
    return result
