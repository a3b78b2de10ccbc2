"""Use case: undo a list that was taken in, as a whole, within a day and as long as nobody worked on what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.models import Event

from cases.models import (
    Case,
    CaseCoordinator,
    CaseloadImport,
    Household,
    HouseholdMember,
    ImportedCase,
    Person,
    PossibleDouble,
    Question,
)
from cases.models.caseload_import import UNDONE_WITHIN
from wijkteam.accounts.models import User

# What a list makes, in the order in which it goes: nothing points at a row that is gone.
_MADE: Sequence[type[Model]] = (
    PossibleDouble, Question, CaseCoordinator, ImportedCase, Case, HouseholdMember, Person, Household,
)  # fmt: skip
# That there is one is not for everybody to know: who undoes a list reads only that somebody worked on it.
_UNNAMED = frozenset({"SafetyRecord", "CaseRestriction", "BreakGlass", "PossibleDouble"})


class TooLate(Exception):
    """It was taken in more than a day ago, or undone already."""


@dataclass(frozen=True, kw_only=True)
class WorkDone:
    """What stands in the way: the `number` of a case, empty when it is not for its reader, and what was done."""

    number: str
    what: str


class InTheWay(Exception):
    """Work was done on what came of the list: `work` says where."""

    def __init__(self, work: Sequence[WorkDone]) -> None:
        super().__init__("work was done on cases of the list")
        self.work = work


def is_in_time(batch: CaseloadImport, *, at: dt.datetime) -> bool:
    return batch.undone_at is None and at <= batch.made_at + UNDONE_WITHIN


@transaction.atomic
def undo_list(*, batch: CaseloadImport, by: User | None, at: dt.datetime) -> None:
    """Take away all that came of it. What it was stays in the history of each row.

    Whoever works on one of its cases at this moment either comes first, and then it is refused, or finds it gone.

    Raises:
        TooLate, InTheWay
    """
    found = CaseloadImport.objects.select_for_update().get(pk=batch.pk)
    if not is_in_time(found, at=at):
        raise TooLate
    made = _made_of(found)
    locked: Sequence[type[Model]] = (Case, Household, Person, Question)
    for one in locked:
        list(one._default_manager.select_for_update().filter(pk__in=made[one]).order_by("pk").values_list("pk"))
    if work := work_since(found, by=by, at=at, made=made):
        raise InTheWay(work)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in _MADE:
                rows = model._default_manager.filter(pk__in=made[model])
                rows._raw_delete(rows.db)
            found.undone_at, found.undone_by = at, by
            found.save(update_fields=["undone_at", "undone_by"])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise InTheWay([WorkDone(number="", what=_("A colleague is working on one of these cases now."))]) from error


Made = dict[type[Model], list[int]]


def _made_of(batch: CaseloadImport) -> Made:
    cases = list(ImportedCase.objects.filter(batch=batch).values_list("case_id", flat=True))
    households = list(Case.objects.filter(pk__in=cases).values_list("household_id", flat=True))
    members = HouseholdMember.objects.filter(household__in=households)
    return {
        ImportedCase: list(ImportedCase.objects.filter(batch=batch).values_list("pk", flat=True)),
        Case: cases,
        Household: households,
        HouseholdMember: list(members.values_list("pk", flat=True)),
        Person: list(members.values_list("person_id", flat=True)),
        CaseCoordinator: list(CaseCoordinator.objects.filter(case__in=cases).values_list("pk", flat=True)),
        Question: list(Question.objects.filter(case__in=cases).values_list("pk", flat=True)),
        PossibleDouble: list(PossibleDouble.objects.filter(new_case__in=cases).values_list("pk", flat=True)),
    }


def work_since(batch: CaseloadImport, *, by: User | None, at: dt.datetime, made: Made | None = None) -> list[WorkDone]:
    """What was written or changed on what came of the list since it was taken in. Empty: it can be undone."""
    made = made or _made_of(batch)
    found: Counter[tuple[int, str]] = Counter()
    context = _context_of(batch)
    for model in _MADE:
        for pk in _changed_since(model, made[model], context):
            found[(_case_of(model, pk), _said_of_change(model))] += 1
    for model, field, target in _pointing():
        own = made.get(model, [])
        rows = model._base_manager.filter(**{f"{field.attname}__in": made[target]})
        if own:
            rows = rows.exclude(pk__in=own)
        for pk in rows.values_list(field.attname, flat=True)[:200]:
            found[(_case_of(target, pk), _name_of(model))] += 1
    cases = Case.objects.filter(pk__in={pk for pk, _what in found})
    if by is not None:
        cases = cases.visible_to(by, on=timezone.localdate(at))
    numbers = {case.pk: case.number for case in cases}
    said = {WorkDone(number=numbers.get(pk, ""), what=what if pk in numbers else _worked()) for pk, what in found}
    return sorted(said, key=lambda one: (one.number, one.what))


def _said_of_change(model: type[Model]) -> str:
    return _worked() if model.__name__ in _UNNAMED else _("changed: %(what)s") % {"what": model._meta.verbose_name}


def _worked() -> str:
    return _("somebody worked on it")


def _name_of(model: type[Model]) -> str:
    return _worked() if model.__name__ in _UNNAMED else str(model._meta.verbose_name)


def _context_of(batch: CaseloadImport) -> object:
    """Each change carries the context in which it was made: that of the list is the one that made its own row."""
    events = apps.get_model("cases", "CaseloadImportEvent")._default_manager
    return events.filter(pgh_obj=batch.pk, pgh_label="insert").values_list("pgh_context_id", flat=True).first()


def _changed_since(model: type[Model], pks: Sequence[int], context: object) -> Iterable[int]:
    """Rows with a change of another context than that of the list: somebody did something with them."""
    events = apps.get_model("cases", f"{model.__name__}Event")._default_manager
    of_these = events.filter(pgh_obj__in=pks)
    return list(of_these.exclude(pgh_context_id=context).values_list("pgh_obj", flat=True).distinct())


def _pointing() -> Iterable[tuple[type[Model], "Field[Any, Any]", type[Model]]]:
    """Every column of every table that points at something a list makes: a new table is in it by itself."""
    for model in apps.get_models():
        if issubclass(model, Event) or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            target = field.related_model
            is_constraint = isinstance(field, ForeignKey) and getattr(field, "db_constraint", False)
            if is_constraint and isinstance(target, type) and target in _MADE:
                yield model, field, target


def _case_of(model: type[Model], pk: int) -> int:
    """The case that a row belongs to, to name it by its number; 0 when there is none."""
    ways = {
        Case: Case.objects.filter(pk=pk),
        Household: Case.objects.filter(household=pk),
        Person: Case.objects.filter(household__members__person=pk),
        HouseholdMember: Case.objects.filter(household__members=pk),
        CaseCoordinator: Case.objects.filter(coordinators=pk),
        Question: Case.objects.filter(questions=pk),
        ImportedCase: Case.objects.filter(imported_from=pk),
        PossibleDouble: Case.objects.filter(doubles_found=pk),
    }
    return ways[model].order_by("pk").values_list("pk", flat=True).first() or 0
