"""G22: who sees something of a household stands in the read log, and without the log nothing is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories import sign_in
from tests.guards.planted import WORD, plant, rows_of_case
from tests.guards.rows import ACCESS
from tests.guards.world import World
from tests.promises import Measured
from wijkteam.audit.models import ReadLog

pytestmark = pytest.mark.django_db


def addresses(world: World) -> list[tuple[str, str]]:
    """Every address of ours, about the objects of the world."""
    found = []
    for name, row in sorted(ACCESS.items()):
        if name.startswith(("account_", "mfa_", "core:")):
            continue
        try:
            found.append((name, reverse(name, kwargs=dict(row.at(world)))))
        except NoReverseMatch as error:
            raise AssertionError(name) from error
    return found


def words_in(response: Any, planted: set[str]) -> set[str]:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return set(WORD.findall(content.decode("utf-8", "replace"))) & planted


def test_g22_each_answer_with_a_word_of_a_household_has_a_line(world: World, measured: Measured) -> None:
    planted = plant(rows_of_case(world), "dossier")
    person = world.people["colleague"]
    client = sign_in(Client(), person)
    missing, shown = [], 0
    for name, place in addresses(world):
        before = ReadLog.objects.filter(user_id=person.pk, household_id=world.case.household_id).count()
        if not words_in(client.get(place), planted):
            continue
        shown += 1
        after = ReadLog.objects.filter(user_id=person.pk, household_id=world.case.household_id).count()
        if after == before:
            missing.append(name)
    assert not missing, "these show a household and write nothing in the read log"
    assert shown > 30, "the pages show nothing: the test sees nothing"
    measured.add("G22", "answers with a word of a household, 0 without a line", shown, part="complete")


def log_is_broken(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if 'INSERT INTO "audit_readlog"' in sql:
        raise OperationalError("could not extend file: No space left on device")
    return execute(sql, params, many, context)


def test_g22_without_the_log_nothing_is_shown(world: World, measured: Measured) -> None:
    planted = plant(rows_of_case(world), "dossier")
    client = sign_in(Client(raise_request_exception=False), world.people["colleague"])
    refused = 0
    with connection.execute_wrapper(log_is_broken):
        for name, place in addresses(world):
            with transaction.atomic():  # of its own, as in life: a page that failed leaves nothing behind
                response = client.get(place)
                transaction.set_rollback(True)
            assert not words_in(response, planted), f"{name} shows a household that nobody wrote down"
            refused += response.status_code == 500
    assert refused > 30
    measured.add("G22", "pages refused while the log was broken, 0 words shown", refused, part="closed")
