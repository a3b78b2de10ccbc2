"""Trying addresses out with ids of objects that somebody may not know of, and with ids that nothing has."""

import copy
import statistics
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Household
from tests.guards.rows import ACCESS
from tests.guards.test_access import Visitors
from tests.guards.world import World


@dataclass(frozen=True, kw_only=True)
class Guess:
    """An address with an id in it, and somebody for whom the object of the world is not there."""

    name: str
    parameters: Mapping[str, Any]
    parameter: str
    who: str
    method: str

    def url(self, public_id: object) -> str:
        return reverse(self.name, kwargs={**self.parameters, self.parameter: public_id})


def guess_at(name: str, world: World) -> Guess | None:
    """None where nothing is to be guessed: no id in the address, or nobody who gets 404."""
    parameters = dict(ACCESS[name].at(world))
    first = next((key for key, value in parameters.items() if isinstance(value, uuid.UUID)), None)
    if first is None:
        return None
    for method, outcomes in (("GET", ACCESS[name].get), ("POST", ACCESS[name].post)):
        hidden = [who for who, status in outcomes.items() if status == 404]
        if hidden:
            who = "outsider" if "outsider" in hidden else hidden[0]
            return Guess(name=name, parameters=parameters, parameter=first, who=who, method=method)
    return None


class Strangers:
    """Objects like those of the world, of the same team: as many as one wants to guess at."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._cases: list[Case] = []
        self._found: dict[tuple[uuid.UUID, int], list[uuid.UUID]] = {}

    def like(self, public_id: uuid.UUID, count: int) -> list[uuid.UUID]:
        """Ids of `count` such objects; that of the one object again and again where the database allows no second."""
        if (public_id, count) not in self._found:
            self._found[public_id, count] = self._make(public_id, count)
        return self._found[public_id, count]

    def _make(self, public_id: uuid.UUID, count: int) -> list[uuid.UUID]:
        original = _object_with(public_id)
        if isinstance(original, Case):
            return [case.public_id for case in self.cases(count)]
        with_case = any(field.name == "case" for field in original._meta.concrete_fields)
        cases = self.cases(count) if with_case else []
        copies = [self._copy(original, cases[number] if cases else None) for number in range(count)]
        try:
            with transaction.atomic():
                type(original)._default_manager.bulk_create(copies)
        except (DatabaseError, ValueError):  # one for each team, one for each person: then there is only that one
            return [public_id] * count
        return [one.public_id for one in copies]

    @staticmethod
    def _copy(original: models.Model, case: Case | None) -> Any:
        made = copy.copy(original)
        made._state = copy.copy(original._state)
        made._state.adding = True
        made.pk = None
        for field in original._meta.concrete_fields:
            if isinstance(field, models.UUIDField) and not field.is_relation and getattr(original, field.attname):
                setattr(made, field.attname, uuid.uuid4())
        if case is not None and getattr(original, "case_id", None):
            made.case_id = case.pk  # type: ignore[attr-defined]  # asked just above
        return made

    def cases(self, count: int) -> list[Case]:
        if len(self._cases) < count:
            today = timezone.localdate()
            lacking = count - len(self._cases)
            area, team, theme = self._world.case.area_id, self._world.case.team_id, self._world.case.theme_id
            households = Household.objects.bulk_create(Household(name="Vreemd", area_id=area) for _ in range(lacking))
            self._cases += Case.objects.bulk_create(
                Case(
                    household=household, team_id=team, area_id=area, theme_id=theme,
                    opened_on=today, awaiting_coordinator_since=today,
                )
                for household in households
            )  # fmt: skip
        return self._cases[:count]


def _object_with(public_id: uuid.UUID) -> models.Model:
    for model in apps.get_models():
        if any(field.name == "public_id" for field in model._meta.concrete_fields):
            found = model._default_manager.filter(public_id=public_id).first()
            if found is not None:
                return found
    raise AssertionError("the row of this address names no object of the world")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What became of the guesses: every status, every length without the id, and how long each took (ms)."""

    statuses: frozenset[int]
    lengths: frozenset[int]
    foreign_ms: float
    random_ms: float
    kinds: int  # how many different foreign objects were guessed at

    @property
    def difference(self) -> float:
        """Between the medians; 0.1 is ten percent."""
        return abs(self.foreign_ms - self.random_ms) / min(self.foreign_ms, self.random_ms)


def try_out(guess: Guess, visitors: Visitors, strangers: Strangers, *, count: int) -> Answers:
    """In turn one of each, and each first as often as second: what disturbs one disturbs the other."""
    foreign = strangers.like(guess.parameters[guess.parameter], count)
    statuses: set[int] = set()
    lengths: set[int] = set()
    took: dict[bool, list[float]] = {True: [], False: []}
    for number, known in enumerate(foreign):
        pair = [(True, known), (False, uuid.uuid4())]
        for is_foreign, public_id in pair if number % 2 else reversed(pair):
            url = guess.url(public_id)
            start = time.perf_counter()
            response = visitors.ask(guess.who, guess.method, url)
            took[is_foreign].append((time.perf_counter() - start) * 1000)
            statuses.add(response.status_code)
            lengths.add(len(getattr(response, "content", b"").replace(str(public_id).encode(), b"")))
    return Answers(
        statuses=frozenset(statuses),
        lengths=frozenset(lengths),
        foreign_ms=statistics.median(took[True]),
        random_ms=statistics.median(took[False]),
        kinds=len(set(foreign)),
    )
