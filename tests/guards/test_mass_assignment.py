"""T25: a form takes the fields that it shows; whatever else is posted along changes nothing of what is written.

Each form is sent twice as its page shows it, once with every field of every model added, about other people and other
teams. What PostgreSQL is told to write must be the same.
"""

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from pghistory.models import Event
from pytest_django import Settings

from tests.factories import sign_in
from tests.guards.malformed import Form, forms_on
from tests.guards.rows import ACCESS
from tests.guards.test_access import url_of
from tests.guards.world import ACTORS, SIGNED_OUT, World

pytestmark = pytest.mark.django_db
OWN_APPS = ("wijkteam.", "cases", "collectief", "netwerk")
_PASSING = ("django_session", "audit_readlog", "accounts_browsersession", "accounts_guess", "SAVEPOINT", "RELEASE")
_BLOCKS = 2
Written = list[tuple[str, list[Any]]]


def foreign_values(world: World) -> dict[str, str]:
    """Every field of every model, with somebody or something of another team, or a sign that nothing of ours has."""
    by_model: dict[type[Model], Model | None] = {
        type(world.team): world.other_team,
        type(world.case): world.restricted,
        type(world.people["outsider"]): world.people["outsider"],
        type(world.plan): world.draft,
    }
    values: dict[str, str] = {}
    for model in apps.get_models():
        if not model.__module__.startswith(OWN_APPS) or issubclass(model, Event):
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in by_model:
                other = by_model[field.related_model]
                value = str(other.pk) if other is not None else "1"
            elif field.choices:
                value = str(field.choices[-1][0])
            else:
                value = {
                    "DateField": "2031-01-02",
                    "DateTimeField": "2031-01-02T03:04",
                    "BooleanField": "on",
                    "UUIDField": str(uuid.UUID(int=7)),
                }.get(field.get_internal_type(), "987654")
            values.setdefault(field.name, value)
            values.setdefault(field.attname, value)
    return values | {"pk": "987654", "is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1"}


class Hand:
    """Sends a form and remembers what it made PostgreSQL write."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client()
        self.cookies: dict[str, str] = {}

    def _as(self, who: str) -> None:
        if who not in self.cookies:
            self.client.cookies.clear()
            sign_in(self.client, self.world.people[who])
            self.cookies[who] = self.client.cookies.output(header="", sep=";")
        self.client.cookies = SimpleCookie(self.cookies[who])

    def page(self, who: str, url: str) -> bytes:
        self._as(who)
        answer = self.client.get(url)
        return getattr(answer, "content", b"") if answer.status_code == 200 else b""

    def post(self, who: str, url: str, data: dict[str, list[str]]) -> Written:
        written: Written = []

        def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")) and not any(one in sql for one in _PASSING):
                written.append((sql, list(params or ())))
            return execute(sql, params, many, context)

        self._as(who)
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())
            stack.enter_context(connection.execute_wrapper(listen))
            self.client.post(url, data)
            transaction.set_rollback(True)
        cache.clear()
        return written


def _plain(value: Any) -> Any:
    value = getattr(value, "obj", value)
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def same(one: Any, two: Any, foreign: set[str]) -> bool:
    """Equal, or made anew each time: a moment, a number of a row, a key drawn at random. Never what was added."""
    one, two = _plain(one), _plain(two)
    if one == two:
        return True
    if type(one) is not type(two) or str(two) in foreign:
        return False
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two, [foreign] * len(one)))
    if isinstance(one, datetime):
        return bool(two.year != 2031)
    if isinstance(one, date):
        return False
    if isinstance(one, str | bytes):
        return len(one) == len(two) >= 20
    return isinstance(one, int | uuid.UUID) and not isinstance(one, bool)


def differences(before: Written, after: Written, foreign: set[str]) -> list[str]:
    if not before or not after:
        return []  # refused: then there is nothing that could have been slipped in
    if [sql for sql, _ in before] != [sql for sql, _ in after]:
        return [f"wrote {[sql[:90] for sql, _ in before]}, and then {[sql[:90] for sql, _ in after]}"]
    return [
        f"{sql[:90]}: {one!r} became {two!r}"
        for (sql, first), (_, second) in zip(before, after, strict=True)
        for one, two in zip(first, second, strict=True)
        if not same(one, two, foreign)
    ]


def test_t25_the_comparison_itself_sees_what_changed() -> None:
    now = timezone.now()
    assert not differences([("INSERT x", [1, now, "a"])], [("INSERT x", [2, now + timedelta(1), "a"])], {"9"})
    assert differences([("INSERT x", [1])], [("INSERT x", [9])], {"9"})
    assert differences([("INSERT x", [False])], [("INSERT x", [True])], set())
    assert differences([("INSERT x", ["open"])], [("INSERT x", ["closed"])], set())
    assert differences([("INSERT x", [])], [("INSERT x", []), ("UPDATE y", [])], set())
    assert not differences([("INSERT x", [])], [], set())


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_t25_what_a_form_does_not_show_cannot_be_posted(block: int, world: World, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a post with as many fields as this one is refused in life
    values = foreign_values(world)
    assert len(values) > 400
    hand = Hand(world)
    forms = accepted = 0
    wrong = []
    for name in sorted(ACCESS)[block::_BLOCKS]:
        row = ACCESS[name]
        if name.startswith(("account_", "mfa_")):
            continue  # about the own account; its forms are the library's
        who = next((who for who in ACTORS if who not in SIGNED_OUT and row.post[who] in {200, 302, 422}), "")
        if not who:
            continue
        url = url_of(name, world)
        page = hand.page(who, url) if row.get[who] == 200 else b""
        shown = [form for form in forms_on(page, url) if form.method == "POST"] or [Form(method="POST")]
        for form in shown[:3]:
            sent = {key: list(given) for key, given in form.values.items()}
            before = hand.post(who, url, sent)
            extra = {key: [value] for key, value in values.items() if key not in sent and key not in form.files}
            after = hand.post(who, url, sent | extra)
            forms += 1
            accepted += bool(before and after)
            own = {one for given in sent.values() for one in given}
            found = differences(before, after, set(values.values()) - own)
            wrong += [f"{name} as {who}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)
    assert forms > 30
    assert accepted > 20, "no form was accepted: the test sees nothing"
