"""G20: 2,000 planted names and numbers, all logs at DEBUG: none in a log, an address, a mail or what Valkey keeps."""

import logging
import os
import re
from collections.abc import Iterator
from itertools import count, cycle, islice, product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from celery.app.trace import trace_task
from celery.worker.consumer.consumer import UNKNOWN_FORMAT  # type: ignore[attr-defined]  # the stubs know none
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from kombu import Connection

from cases.models import Contact
from tests.factories import ContactFactory, UserFactory, sign_in
from tests.guards.conftest import world as world  # a world of its own
from tests.guards.malformed import forms_on
from tests.guards.planted import free_text, rows_of_case
from tests.guards.rows import ACCESS
from tests.guards.world import World
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.celery import app
from wijkteam.core.logs import JsonFormatter
from wijkteam.core.personal_marks import is_citizen_service_number

pytestmark = pytest.mark.django_db
EACH = 1000
NAMES = [f"Zwaluwstaart{''.join(letters)}" for letters in islice(product(ascii_lowercase, repeat=3), EACH)]
# Of the series that is given to nobody.
NUMBERS = list(islice((str(one) for one in count(999_000_000) if is_citizen_service_number(str(one))), EACH))
_WORD = re.compile(r"Zwaluwstaart[a-z]{3}|(?<!\d)999\d{6}(?!\d)")
_LINK = re.compile(r'(?:href|action|hx-get|hx-post|src)="([^"]*)"')


class Lines(logging.Handler):
    """What would be written, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every logger there is, at DEBUG."""
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    for one in list(logging.root.manager.loggerDict.values()):
        if isinstance(one, logging.Logger) and not one.name.startswith(("faker", "factory", "asyncio")):
            monkeypatch.setattr(one, "level", logging.DEBUG)
            monkeypatch.setattr(one, "propagate", True)
            one.manager._clear_cache()  # type: ignore[attr-defined]  # which levels are on is remembered
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)


def plant(world: World) -> set[str]:
    """In each text of the file, and the rest of the two thousand in contacts; gives all of them."""
    pairs = cycle(zip(NAMES, NUMBERS, strict=True))
    for row in rows_of_case(world):
        values = {
            one.name: " ".join(next(pairs))
            for one in free_text(type(row))
            if (one.max_length or 200) >= 30 and one.name not in {"outcome", "postcode", "phone", "email"}
        }
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    for start in range(0, EACH, 50):
        both = zip(NAMES[start : start + 50], NUMBERS[start : start + 50], strict=True)
        contact = ContactFactory.create(case=world.case, author=world.people["colleague"])
        Contact.objects.filter(pk=contact.pk).update(text=" ".join(f"{name} {number}" for name, number in both))
    return {*NAMES, *NUMBERS}


def kept_by_valkey() -> str:
    """Sessions, counters, the queue: every key with what it holds."""
    with Connection(settings.CELERY_BROKER_URL) as broker:
        client: Any = broker.default_channel.client  # type: ignore[attr-defined]  # of Valkey
        return "\n".join(f"{key!r} {client.dump(key)!r}" for key in client.keys("*"))


def typed(values: dict[str, list[str]], choices: dict[str, list[str]], pairs: Iterator[tuple[str, str]]) -> Any:
    """The form as its page has it, with a name and a number wherever somebody can write."""
    written = {"Iets wat iemand schreef", ""}
    return {
        name: given if name in choices or given[0] not in written else [" ".join(next(pairs))]
        for name, given in values.items()
    }


@app.task(name="tests.fails-with-a-name")
def fails(**_: Any) -> None:
    raise ValueError(f"{NAMES[1]} {NUMBERS[1]}")


def test_g20_no_planted_name_or_number_in_a_log(
    world: World, said: list[str], monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    assert len(plant(world)) == 2 * EACH
    pairs = cycle(zip(NAMES, NUMBERS, strict=True))
    client = sign_in(Client(raise_request_exception=False), world.people["colleague"])
    shown: set[str] = set()
    answers = 0
    for name, row in sorted(ACCESS.items()):
        if not name.startswith(("cases:", "drafts:", "daily:")) or row.get["colleague"] not in {200, 405}:
            continue
        url = reverse(name, kwargs=dict(row.at(world)))
        pages = [client.get(url)]
        for form in list(forms_on(getattr(pages[0], "content", b""), url))[:2]:
            if form.method == "POST":
                with transaction.atomic():
                    pages.append(client.post(url, typed(form.values, form.choices, pairs)))
                    transaction.set_rollback(True)
        for page in pages:
            answers += 1
            body = getattr(page, "content", b"").decode("utf-8", "replace")
            shown |= set(_WORD.findall(body))
            assert not _WORD.search(str(dict(page.headers))), f"{name}: in a header"
            for link in _LINK.findall(body):
                assert not _WORD.search(link) or link.startswith(("mailto:", "tel:")), f"{name} links to {link}"
    assert shown >= {*NAMES, *NUMBERS}, "not everything was seen: the search sees too little"

    def breaks(*args: object, **kwargs: object) -> None:
        raise ValueError(f"{NAMES[0]} {NUMBERS[0]}")

    with monkeypatch.context() as patch:
        patch.setattr("cases.views.case_file.record_reading", breaks)
        assert client.get(reverse("cases:detail", args=[world.case.public_id])).status_code == 500
    trace_task(fails, "1", (NAMES[2],), {"name": NUMBERS[2]}, {"argsrepr": NAMES[2]}, app=app)
    logging.getLogger("celery.worker.consumer.consumer").error(UNKNOWN_FORMAT, NAMES[3])
    everything = "\n".join(said)
    assert len(said) > answers, "the log says nothing: the search sees nothing"
    assert '"error": "ValueError"' in everything
    assert "tests.fails-with-a-name" in everything
    assert not _WORD.findall(everything)
    assert not _WORD.findall("\n".join(f"{one.subject} {one.body} {one.to} {one.extra_headers}" for one in mail.outbox))
    assert not _WORD.findall(kept_by_valkey())
    measured("G20", f"{2 * EACH} names and numbers in {answers} answers, 0 in {len(said)} log lines, queue and mail")


def postgres_log() -> Path | None:
    found = os.environ.get("WIJKTEAM_TEST_POSTGRES_LOG") or str(Path(settings.VAR) / "postgres" / "postgres.log")
    return Path(found) if Path(found).is_file() else None


def test_g20_what_postgresql_refuses_is_told_without_what_it_was(said: list[str]) -> None:
    """A broken unique rule names its value in the line behind the error: that line stays away."""
    log = postgres_log()
    assert log is not None, "the log of the server is not where the tests' own server writes it"
    first = UserFactory.create(username=NAMES[10].lower())
    second = UserFactory.create()
    begin = log.stat().st_size
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.filter(pk=second.pk).update(username=first.username)
    assert first.username in str(refused.value), "PostgreSQL tells it to us: the test plants something"
    try:
        raise refused.value
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/{NAMES[10]}/")
    with log.open("rb") as file:
        file.seek(begin)
        written = file.read().decode("utf-8", "replace")
    assert "duplicate key value" in written
    assert first.username not in written
    assert not _WORD.search("\n".join(said))
    assert first.username not in "\n".join(said)
