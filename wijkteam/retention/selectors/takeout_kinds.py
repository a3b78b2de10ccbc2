"""What goes along when a team takes its data along, by kind of thing: read from takeout.toml, asked of the tables."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Case as When_
from django.db.models import F, ForeignKey, Model, Q, QuerySet, Value, When
from django.utils.text import slugify
from django.utils.translation import override

from cases.models import Attachment, Case, CaseRights, Contact, Household, HouseholdMember, Person, Question
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

DECLARED = Path(__file__).resolve().parent.parent / "takeout.toml"
_ROOTS: Mapping[str, type[Model]] = {"team": Team, "case": Case, "household": Household, "person": Person}
# What never says anything elsewhere: which form a row came from.
_NEVER = frozenset({"request_key"})
# Whatever points at one of these goes along only when that does.
_GUARDED: tuple[type[Model], ...] = (Case, Household, Person, Contact)


@lru_cache(maxsize=1)
def load() -> dict[str, Any]:
    with DECLARED.open("rb") as file:
        return tomllib.load(file)


def problems(declared: Mapping[str, Any], models: Sequence[type[Model]]) -> Iterator[tuple[str, str]]:
    """What is wrong with a declaration for these models, each as (label of the model, what is wrong)."""
    named = [*declared["goes"], *declared["lists"]["models"]]
    named += [label for reason in declared["stays"].values() for label in reason["models"]]
    labels = {model._meta.label for model in models}
    for label in sorted(labels - set(named)):
        yield label, "does not say whether it goes along with a team"
    for label in sorted(set(named) - labels):
        yield label, "is said to go along or to stay, but there is no such model"
    for label in sorted({label for label in named if named.count(label) > 1}):
        yield label, "is said to go along or to stay twice"
    for name in (*declared["loose"], *declared["without"]):
        label, _dot, field_name = name.rpartition(".")
        if label not in labels or field_name not in {one.name for one in apps.get_model(label)._meta.concrete_fields}:
            yield label, f"has no field {field_name}"


def _paths(said: str | list[str]) -> list[tuple[str, bool, str]]:
    """(root, may be empty, path) of each."""
    found = []
    for one in [said] if isinstance(said, str) else said:
        root, _colon, path = one.partition(":")
        found.append((root.rstrip("?"), root.endswith("?"), path))
    return found


@dataclass(frozen=True, kw_only=True)
class Column:
    """One field of a kind. `source` is where its value comes from; `points_at` the kind whose number it holds."""

    name: str
    source: str
    field: Any
    points_at: type[Model] | None = None
    is_person_of_staff: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing, a table in the file. `link` is the field with many of it, for which this is the table."""

    name: str
    model: type[Model]
    columns: Sequence[Column]
    link: str = ""


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """All that goes along, in the order of the declaration; a field with many values is a kind of its own."""
    declared = load()
    found = []
    for label in (*declared["lists"]["models"], *declared["goes"]):
        model = apps.get_model(label)
        with override("nl"):
            name = slugify(str(model._meta.verbose_name_plural))
        found.append(Kind(name=name, model=model, columns=_columns(model, declared)))
        for many in model._meta.local_many_to_many:
            if not many.remote_field.through._meta.auto_created:
                continue
            found.append(_linked(name, model, many))
    return tuple(found)


def _columns(model: type[Model], declared: Mapping[str, Any]) -> list[Column]:
    without = {name.rpartition(".")[2] for name in declared["without"] if name.startswith(f"{model._meta.label}.")}
    return [_column(one) for one in model._meta.concrete_fields if one.name not in without and one.name not in _NEVER]


def _column(one: Any) -> Column:
    if not isinstance(one, ForeignKey):
        return Column(name=one.name, source=one.attname, field=one)
    if one.related_model is User:
        return Column(name=one.name, source=f"{one.name}__name", field=one, is_person_of_staff=True)
    return Column(name=one.name, source=one.attname, field=one, points_at=one.related_model)


def _linked(name: str, model: type[Model], many: Any) -> Kind:
    through = many.remote_field.through
    own, other = many.m2m_field_name(), many.m2m_reverse_field_name()
    columns = [_column(through._meta.get_field(own)), _column(through._meta.get_field(other))]
    with override("nl"):
        what = slugify(str(many.verbose_name))
    return Kind(name=f"{name}--{what}", model=through, columns=columns, link=many.name)


@dataclass(kw_only=True)
class Scope:
    """What of a team somebody may take along on a day: rows of each kind, as querysets that were not run yet."""

    team: Team
    user: User
    today: date
    _roots: dict[str, QuerySet[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # What was opened for an hour in an emergency is no ground to take it along.
        rights = replace(CaseRights.of(self.user, on=self.today), emergency=())
        self.rights = rights
        visible = Case.objects.within(rights)
        cases = visible.filter(team=self.team)
        questions = Question.objects.visible_to(self.user, on=self.today).filter(team=self.team)
        households = Household.objects.filter(
            Q(pk__in=cases.order_by().values("household"))
            | Q(pk__in=questions.filter(household__isnull=False).order_by().values("household"))
        )
        if rights.hidden:
            households = households.exclude(pk__in=Case.objects.filter(pk__in=rights.hidden).values("household"))
        members = HouseholdMember.objects.filter(household__in=households.values("pk"))
        self._roots = {
            "team": Team.objects.filter(pk=self.team.pk),
            "case": cases,
            "household": households,
            "person": Person.objects.filter(pk__in=members.values("person")),
        }

    @property
    def left_out(self) -> int:
        """Files of the team that are for named people, and this person is not one of them."""
        return Case.objects.filter(team=self.team, pk__in=self.rights.hidden).count()

    def rows(self, kind: Kind) -> QuerySet[Any]:
        """Rows of a kind, each once and in the order of their number."""
        if kind.link:
            source = next(one.points_at for one in kind.columns if one.points_at is not None)
            own = kind.columns[0].name
            found = kind.model._default_manager.filter(**{f"{own}__in": self.of(source).values("pk")})
            return found.order_by("pk")
        return self.of(kind.model).order_by("pk")

    def of(self, model: type[Model]) -> QuerySet[Any]:
        declared = load()
        if model._meta.label in declared["lists"]["models"]:
            return model._default_manager.all()
        found = model._default_manager.all()
        for root, may_be_empty, path in _paths(declared["goes"][model._meta.label]):
            found = found.filter(self._at_the_end(root, path, may_be_empty=may_be_empty))
        if model is Contact:
            return Contact.objects.filter(pk__in=found.values("pk")).readable_by(self.user)
        if model is Attachment:
            return Attachment.objects.filter(pk__in=found.values("pk")).readable_by(self.user)
        if model is Question:
            found = Question.objects.filter(pk__in=found.values("pk")).visible_to(self.user, on=self.today)
        return found.filter(self._points_only_at_what_goes(model, declared["loose"]))

    def _root(self, root: str) -> QuerySet[Any]:
        return self._roots[root] if root in _ROOTS else self.of(apps.get_model(root))

    def _at_the_end(self, root: str, path: str, *, may_be_empty: bool) -> Q:
        rule = Q(pk=self.team.pk) if (root, path) == ("team", "pk") else Q()
        if root == "team" and path != "pk":
            rule = Q(**{path: self.team})
        elif root != "team":
            rule = Q(**{f"{path}__in": self._root(root).order_by().values("pk")})
        return rule | Q(**{path: None}) if may_be_empty else rule

    def _points_only_at_what_goes(self, model: type[Model], loose: Sequence[str]) -> Q:
        rule = Q()
        for one in model._meta.concrete_fields:
            if not isinstance(one, ForeignKey) or one.related_model not in _GUARDED:
                continue
            if f"{model._meta.label}.{one.name}" in loose or model is one.related_model:
                continue
            inside = Q(**{f"{one.name}__in": self._guard(one.related_model)})
            rule &= inside | Q(**{one.name: None}) if one.null else inside
        return rule

    def _guard(self, model: type[Model]) -> QuerySet[Any]:
        root = next((name for name, one in _ROOTS.items() if one is model), None)
        found = self._roots[root] if root else self.of(model)
        return found.order_by().values("pk")

    def values(self, kind: Kind) -> QuerySet[Any, tuple[Any, ...]]:
        """The values of the columns. What a loose field points at is empty where that stays."""
        loose = set(load()["loose"])
        sources: list[Any] = []
        for one in kind.columns:
            if one.points_at in _GUARDED and f"{kind.model._meta.label}.{one.name}" in loose:
                inside = When(**{f"{one.name}__in": self._guard(one.points_at)}, then=F(one.source))
                sources.append(When_(inside, default=Value(None)))
            else:
                sources.append(one.source)
        return self.rows(kind).values_list(*sources)
