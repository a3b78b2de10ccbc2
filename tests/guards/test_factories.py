"""Every factory makes what PostgreSQL accepts at commit, and every model has one."""

import inspect
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from factory.declarations import Trait
from pghistory.models import Event

from cases.models import SearchWord
from tests import factories
from tests.factories.base import Factory
from wijkteam.audit.models import DroppedMonth, OpenedHousehold

ALL: list[type[Factory[Any]]] = [
    value for value in vars(factories).values() if inspect.isclass(value) and issubclass(value, Factory)
]
# Nobody can make one, a test neither: a function of the owner writes it (tests/audit/test_months.py does that), or a
# trigger: of the read log (tests/audit/test_daily_limit.py), of households (tests/cases/households/test_found_by.py).
ONLY_BY_THE_DATABASE = {DroppedMonth, OpenedHousehold, SearchWord}
OWN_APPS = ("wijkteam.", "cases", "collectief", "netwerk")


def traits() -> list[tuple[type[Factory[Any]], str]]:
    return [
        (made_by, name)
        for made_by in ALL
        for name, value in made_by._meta.parameters.items()
        if isinstance(value, Trait)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("made_by", ALL, ids=lambda one: one.__name__)
def test_two_of_a_kind_are_accepted(made_by: type[Factory[Any]]) -> None:
    made_by.create()
    made_by.create()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
@pytest.mark.parametrize(("made_by", "trait"), traits(), ids=lambda one: getattr(one, "__name__", one))
def test_every_trait_is_accepted(made_by: type[Factory[Any]], trait: str) -> None:
    made_by.create(**{trait: True})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_model_has_a_factory() -> None:
    own = {
        model for model in apps.get_models() if model.__module__.startswith(OWN_APPS) and not issubclass(model, Event)
    }
    missing = own - {made_by._meta.model for made_by in ALL} - ONLY_BY_THE_DATABASE
    assert not missing, f"Add a factory to tests/factories for {sorted(model._meta.label for model in missing)}."
