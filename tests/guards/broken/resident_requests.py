"""The rules of what residents ask, the files that are made for them, and their own words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.factories import PersonFactory, RequestFileFactory, ResidentRequestFactory, ResidentStatementFactory
from tests.factories.retention import AT
from tests.guards.past_the_code import change
from wijkteam.retention.models import RequestFile, ResidentRequest

REASON = "request_is_decided_with_a_reason"
IN_TIME = "request_is_extended_in_time_with_a_reason"
DUE = "request_is_due_after_its_term"
KEPT_REQUEST = "request_stays_as_it_was"
STEP = "resident_file_holds_what_its_step_asks"
RELEASED = "resident_file_is_released_by_another"
ENDS = "resident_file_ends_after_its_days"
FETCHED = "resident_file_is_fetched_in_its_days"
HELD = "resident_file_is_held_while_it_is_made"
KEPT_FILE = "resident_file_stays_as_released"
OPEN = "resident_file_is_of_an_open_request"
FOLLOWS = "statement_follows_a_refusal"
SAID = "statement_stays_as_it_was_said"


def asked(**fields: Any) -> Callable[[], Any]:
    return lambda: ResidentRequestFactory.create(**fields)


def a_file(**fields: Any) -> Callable[[], Any]:
    return lambda: RequestFileFactory.create(**fields)


def changed(make: Callable[[], Any], **fields: Any) -> Callable[[], None]:
    return lambda: change(make(), **fields)


def gone(make: Callable[[], Any]) -> Callable[[], Any]:
    def attack() -> None:
        row = make()
        type(row)._default_manager.filter(pk=row.pk).delete()

    return attack


def released_by_who_asked() -> None:
    one = RequestFileFactory.create(ready=True)
    change(one, released_by=one.asked_by, released_at=AT, ends_at=AT + timedelta(days=30), archive=b"x", content=None)


def granted_without_a_file() -> None:
    one = ResidentRequestFactory.create()
    change(one, outcome="granted", decided_at=AT, decided_by=one.noted_by)


def extended_too_late() -> None:
    ResidentRequestFactory.create(
        extended=True, received_on=date(2026, 1, 31), extended_on=date(2026, 3, 1), due_on=date(2026, 4, 30)
    )


def two_files() -> None:
    one = RequestFileFactory.create()
    RequestFileFactory.create(request=one.request)


def somebody_elses_words() -> None:
    ResidentStatementFactory.create(person=PersonFactory.create())


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("request_has_words", asked(words="")),
    ("request_has_words", asked(identity="")),
    ("request_has_words", asked(kind="")),
    ("request_names_who_asks_for_them", asked(asked_by="representative")),
    ("request_names_who_asks_for_them", asked(representative="Haar zus")),
    (DUE, asked(received_on=date(2026, 1, 31), due_on=date(2026, 3, 3))),
    (DUE, asked(received_on=date(2026, 1, 31), due_on=date(2026, 4, 30))),
    (DUE, asked(extended=True, received_on=date(2026, 1, 31), due_on=date(2026, 2, 28))),
    (IN_TIME, asked(extended=True, extended_because="")),
    (IN_TIME, asked(extended=True, extended_by=None)),
    (IN_TIME, asked(extended_because="Groot")),
    (IN_TIME, asked(extended=True, extended_on=date(2020, 1, 1))),
    (IN_TIME, extended_too_late),
    (REASON, asked(refused=True, because="")),
    (REASON, asked(refused=True, decided_by=None)),
    (REASON, asked(refused=True, outcome="")),
    (REASON, asked(because="Zomaar")),
    (KEPT_REQUEST, changed(asked(), words="Iets anders")),
    (KEPT_REQUEST, changed(asked(extended=True), extended_because="Toch anders")),
    (KEPT_REQUEST, changed(asked(refused=True), because="Toch anders")),
    (KEPT_REQUEST, gone(asked())),
    ("granted_access_has_a_released_file", granted_without_a_file),
    ("request_has_one_file_at_a_time", two_files),
    (HELD, a_file(leased_until=AT)),
    (HELD, a_file(ready=True, leased_until=AT)),
    (STEP, a_file(content=b"x")),
    (STEP, a_file(ready=True, content=None)),
    (STEP, a_file(released=True, archive=None)),
    (STEP, a_file(ready=True, erased_at=AT)),
    (RELEASED, released_by_who_asked),
    (RELEASED, a_file(released=True, released_by=None)),
    (ENDS, a_file(released=True, ends_at=None)),
    (ENDS, a_file(released=True, ends_at=AT)),
    (FETCHED, a_file(handed_over_at=AT)),
    (FETCHED, a_file(released=True, handed_over_at=AT)),
    (OPEN, a_file(request__refused=True)),
    (OPEN, a_file(request__kind="correction")),
    (KEPT_FILE, changed(a_file(released=True), marks=[{}])),
    (KEPT_FILE, changed(a_file(erased=True), problem="Zomaar")),
    (KEPT_FILE, gone(a_file())),
    ("statement_has_words", lambda: ResidentStatementFactory.create(text="")),
    (FOLLOWS, lambda: ResidentStatementFactory.create(request__refused=False)),
    (FOLLOWS, lambda: ResidentStatementFactory.create(request__kind="erasure")),
    (FOLLOWS, somebody_elses_words),
    (SAID, changed(ResidentStatementFactory.create, text="Iets anders")),
    (SAID, gone(ResidentStatementFactory.create)),
]

ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (ResidentRequest, ResidentRequestFactory.create),
    (RequestFile, RequestFileFactory.create),
]
