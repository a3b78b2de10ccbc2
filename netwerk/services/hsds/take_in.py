"""Use case: bring the directory in line with a file of the open standard, all or nothing."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from netwerk.enums import Level, OrganisationKind
from netwerk.models import KeptRow, Location, Organisation, Service
from netwerk.services.hsds.columns import Columns, Here, check_columns, columns_of
from netwerk.services.hsds.content import ROOTS, Content, taken_in, without_cleared
from netwerk.services.hsds.problems import Findings
from netwerk.services.hsds.schema import TABLES
from netwerk.services.hsds.stored import MODELS, Directory, Stored, directory, here
from netwerk.services.hsds.terms import area_said
from wijkteam.areas.models import Area, Theme

_LOCK = 0x68736473  # "hsds": two imports at once would both find the same rows missing
_BATCH = 1000
_MANY = {"themes", "areas", "locations"}


@dataclass(kw_only=True)
class Changed:
    name: str
    fields: tuple[str, ...]


@dataclass(kw_only=True)
class KindChanges:
    """What an import changes, or would change, of one kind."""

    new: list[str] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    absent: int = 0  # in the directory and not in the file: they stay


@dataclass(kw_only=True)
class Changes:
    kinds: dict[str, KindChanges] = field(default_factory=lambda: {name: KindChanges() for name in (*ROOTS, "rest")})
    remarks: list[str] = field(default_factory=list)
    more_remarks: int = 0

    @property
    def are_none(self) -> bool:
        return not any(kind.new or kind.changed for kind in self.kinds.values())

    @property
    def remarks_count(self) -> int:
        return len(self.remarks) + self.more_remarks

    @property
    def digest(self) -> str:
        """The same for two looks at a file that would change the same."""
        said = [(name, kind.new, [(one.name, one.fields) for one in kind.changed]) for name, kind in self.kinds.items()]
        return sha256(json.dumps(said).encode()).hexdigest()

    @property
    def labelled(self) -> list[tuple[str, KindChanges]]:
        labels = {
            "organization": _("organisations"),
            "location": _("places"),
            "service": _("services"),
            "contact": _("contact persons"),
            "rest": _("other rows"),
        }
        return [(labels[name], kind) for name, kind in self.kinds.items()]


@dataclass(kw_only=True)
class _Plan:
    """What becomes of one row."""

    table: str
    hsds_id: str
    obj: dict[str, Any]
    stored: Stored | None
    columns: Columns  # those that change
    taken: Columns
    row: Any = None


@transaction.atomic
def import_hsds(*, content: Content, findings: Findings, today: date, dry_run: bool = False) -> Changes:
    """Take in what `content` says and tell what that changed; with `dry_run`, would change.

    What the file does not say stays as it is; what somebody changed on the screens stays too, until the file says
    something new about that same field. A second time changes nothing: no row is written, no history made.

    Raises:
        FileRefused: something in it does not fit; nothing was written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    local = here(today=today)
    known = directory(local=local, of=_concerned(content))
    changes = Changes(remarks=findings.remarks, more_remarks=findings.more_remarks)
    told = Findings()
    plans = [
        plan
        for table, objects in content.objects.items()
        for hsds_id, obj in objects.items()
        if (plan := _plan(table, hsds_id, obj, content=content, known=known, local=local, told=told, changes=changes))
    ]
    told.refuse()
    for table, model in MODELS.items():
        there = model._default_manager.count() - sum(one.stored is not None for one in plans if one.table == table)
        changes.kinds[table].absent = there - changes.kinds[table].unchanged
    rest = _rest(content, changes)
    if not dry_run:
        _write(plans, content, known)
        _write_rest(rest)
    return changes


def _concerned(content: Content) -> list[Organisation]:
    """The organisations that the file speaks of, and those whose parts it names."""
    parts = Q(hsds_id__in=[*content.objects["organization"], *content.owners.values()])
    for table in ("location", "service", "contact"):
        rows = MODELS[table]._default_manager.filter(hsds_id__in=list(content.objects[table]))
        parts |= Q(pk__in=rows.values("organisation"))
    return list(Organisation.objects.filter(parts).only("pk"))


def _plan(
    table: str, hsds_id: str, obj: dict[str, Any], *, content: Content, known: Directory, local: Here, told: Findings,
    changes: Changes,
) -> _Plan | None:  # fmt: skip
    kind = changes.kinds[table]
    where = content.places.get((table, hsds_id), hsds_id)
    stored = known.rows[table].get(hsds_id)
    if stored is None:
        new = without_cleared(obj)
        says = columns_of(table, new, local)
        check_columns(says, where, told)
        kind.new.append(says["name"])
        columns = {
            **_defaults(table, says, local),
            **{name: value for name, value in says.items() if name != "is_over"},
        }
        return _Plan(table=table, hsds_id=hsds_id, obj=new, stored=None, columns=columns, taken=columns)
    now = known.content.objects[table][hsds_id]
    before = stored.kept or now
    if (
        taken_in(TABLES[table], now, obj, content) == now
        or (new := taken_in(TABLES[table], before, obj, content)) == before
    ):
        kind.unchanged += 1
        return None
    said, says = columns_of(table, before, local), columns_of(table, new, local)
    check_columns(says, where, told)
    columns = {name: value for name, value in says.items() if said.get(name) != value}
    if columns.pop("is_over", None) is not None and "ends_on" not in says:
        columns["ends_on"] = _over_since(stored, local) if says["is_over"] else ""
    if said.get("ends_on") and "ends_on" not in says and "ends_on" not in columns:
        columns["ends_on"] = ""
    names = sorted(name for name in new.keys() | before.keys() if new.get(name) != before.get(name))
    kind.changed.append(Changed(name=says["name"], fields=tuple(names)))
    taken = {**(stored.taken if stored.kept else stored.now), **columns}
    return _Plan(table=table, hsds_id=hsds_id, obj=new, stored=stored, columns=columns, taken=taken)


def _over_since(stored: Stored, local: Here) -> str:
    earliest = date.fromisoformat(stored.now["starts_on"]) + timedelta(days=1)
    return max(earliest, local.today).isoformat()


def _defaults(table: str, says: Columns, local: Here) -> Columns:
    """What we write down where the file is silent."""
    if table == "location":
        return {}
    ends_on = says.get("ends_on", "")
    starts_on = local.today
    if says.get("is_over") and not ends_on:
        ends_on, starts_on = local.today.isoformat(), local.today - timedelta(days=1)
    if ends_on and date.fromisoformat(ends_on) <= starts_on:
        starts_on = date.fromisoformat(ends_on) - timedelta(days=1)
    period: Columns = {"starts_on": starts_on.isoformat(), "ends_on": ends_on}
    if table == "organization":
        return {"kind": OrganisationKind.OTHER.value, **period}
    if table == "service":
        return {
            "level": Level.NEIGHBOURHOOD.value,
            "level_reason": "",
            "waiting_weeks": "",
            "waiting_stated_on": "",
            **period,
        }
    return period


def _rest(content: Content, changes: Changes) -> list[tuple[KeptRow, bool]]:
    """The rows that hang from nothing, with whether each is new."""
    kind = changes.kinds["rest"]
    there = {(row.table, row.hsds_id): row for row in KeptRow.objects.all()}
    due: list[tuple[KeptRow, bool]] = []
    for (table, hsds_id), told in content.loose.items():
        row = there.get((table, hsds_id))
        label = f"{TABLES[table].path} {hsds_id}"
        if row is None:
            kind.new.append(label)
            due.append((KeptRow(table=table, hsds_id=hsds_id, content=told), True))
        elif (new := {**row.content, **told}) != row.content:
            names = sorted(name for name in new if new[name] != row.content.get(name))
            kind.changed.append(Changed(name=label, fields=tuple(names)))
            row.content = new
            due.append((row, False))
        else:
            kind.unchanged += 1
    kind.absent = len(there.keys() - content.loose.keys())
    return due


def _write_rest(rest: list[tuple[KeptRow, bool]]) -> None:
    KeptRow.objects.bulk_create([row for row, is_new in rest if is_new], batch_size=_BATCH)
    KeptRow.objects.bulk_update([row for row, is_new in rest if not is_new], ["content"], batch_size=_BATCH)


def _write(plans: list[_Plan], content: Content, known: Directory) -> None:
    """A few statements per kind, whatever the size; what others point at first."""
    areas = {(area.code, area.year): area.pk for area in Area.objects.only("code", "year")}
    keys = dict(Organisation.objects.filter(hsds_id__in=set(content.owners.values())).values_list("hsds_id", "pk"))
    for table in ROOTS:
        mine = [plan for plan in plans if plan.table == table]
        model = MODELS[table]
        for plan in mine:
            plan.row = plan.stored.row if plan.stored else model(hsds_id=plan.hsds_id)
            if not plan.stored and table != "organization":
                plan.row.organisation_id = keys[content.owners[table, plan.hsds_id]]
            plan.row.hsds_extra = {"object": plan.obj, "taken": plan.taken}
            for name, value in plan.columns.items():
                _set(plan.row, name, value, areas)
        model._default_manager.bulk_create([one.row for one in mine if one.stored is None], batch_size=_BATCH)
        _update(model, [plan for plan in mine if plan.stored])
        if table == "organization":
            keys |= {plan.hsds_id: plan.row.pk for plan in mine}
        _write_many(table, mine, areas)


def _set(row: Any, name: str, value: Any, areas: dict[tuple[str, int], int]) -> None:
    if name in _MANY:
        return
    if name == "area":
        said = area_said(value)
        row.area_id = areas[said] if said else None
    elif name.endswith("_on"):
        setattr(row, name, date.fromisoformat(value) if value else None)
    elif name == "waiting_weeks":
        row.waiting_weeks = int(value) if value else None
    else:
        setattr(row, name, value)


def _update(model: type[Model], plans: list[_Plan]) -> None:
    """Rows that change in the same columns together, so that no other column is written."""
    together: dict[tuple[str, ...], list[Any]] = {}
    for plan in plans:
        names = tuple(sorted({"hsds_extra", *(name for name in plan.columns if name not in _MANY)}))
        together.setdefault(names, []).append(plan.row)
    for names, rows in together.items():
        model._default_manager.bulk_update(rows, list(names), batch_size=_BATCH)


def _write_many(table: str, plans: list[_Plan], areas: dict[tuple[str, int], int]) -> None:
    if table == "organization":
        _link(Organisation.themes.through, "organisation_id", "theme_id", plans, "themes", _themes())
    elif table == "service":
        places = {one for plan in plans for one in plan.columns.get("locations", ())}
        found = dict(Location.objects.filter(hsds_id__in=places).values_list("hsds_id", "pk"))
        said = {
            text: areas[key] for plan in plans for text in plan.columns.get("areas", ()) if (key := area_said(text))
        }
        _link(Service.themes.through, "service_id", "theme_id", plans, "themes", _themes())
        _link(Service.areas.through, "service_id", "area_id", plans, "areas", said)
        _link(Service.locations.through, "service_id", "location_id", plans, "locations", found)


def _themes() -> dict[str, int]:
    return dict(Theme.objects.values_list("code", "pk"))


def _link(through: Any, mine: str, other: str, plans: list[_Plan], column: str, keys: dict[str, int]) -> None:
    due = [plan for plan in plans if column in plan.columns]
    there: dict[int, set[int]] = {}
    for row, key in through.objects.filter(**{f"{mine}__in": [one.row.pk for one in due if one.stored]}).values_list(
        mine, other
    ):
        there.setdefault(row, set()).add(key)
    gone = Q()
    new: list[Any] = []
    for plan in due:
        wanted = {keys[one] for one in plan.columns[column] if one in keys}
        present = there.get(plan.row.pk, set())
        if present - wanted:
            gone |= Q(**{mine: plan.row.pk, f"{other}__in": present - wanted})
        new += [through(**{mine: plan.row.pk, other: key}) for key in sorted(wanted - present)]
    if gone:
        through.objects.filter(gone).delete()
    through.objects.bulk_create(new, batch_size=_BATCH)
