"""The rules of terms, legal holds, destruction lists and their ledger."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection

from tests.factories import (
    CaseFactory,
    DestructionEntryFactory,
    DestructionListFactory,
    LegalHoldFactory,
    RetentionTermFactory,
    UserFactory,
)
from tests.factories.retention import AT, closed_long_ago
from tests.guards.past_the_code import change
from wijkteam.retention.models import DestructionList, LegalHold, Residue

THREE = "destruction_is_of_three_people"
ORDER = "destruction_goes_in_order"
WEEK = "destruction_waits_seven_days"
DROPPED = "destruction_is_dropped_with_a_reason"
HELD = "destruction_is_held_while_it_runs"
OUT = "entry_is_left_out_with_a_reason"
LIFTED = "hold_is_lifted_as_a_whole"


def one_person_for(first: str, second: str) -> Callable[[], None]:
    def attack() -> None:
        who = UserFactory.create()
        DestructionListFactory.create(approved=True, **{first: who, second: who})

    return attack


def a_list(**fields: Any) -> Callable[[], Any]:
    return lambda: DestructionListFactory.create(**fields)


def an_entry(**fields: Any) -> Callable[[], Any]:
    return lambda: DestructionEntryFactory.create(**fields)


def on_two_lists() -> None:
    case = closed_long_ago()
    DestructionEntryFactory.create(case=case)
    DestructionEntryFactory.create(case=case)


def changed(make: Callable[[], Any], **fields: Any) -> Callable[[], None]:
    return lambda: change(make(), **fields)


def out_twice() -> None:
    one = DestructionEntryFactory.create()
    gone = {"left_out_at": AT, "left_out_by": UserFactory.create(), "left_out_because": "Historisch belang"}
    change(one, **gone)
    change(one, left_out_because="Toch iets anders")


def too_early() -> None:
    entry = DestructionEntryFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT carry_out_destruction(%s)", [entry.pk])


def into_the_ledger() -> None:
    Residue.objects.create(
        list_id="00000000-0000-0000-0000-000000000001", case_id=1,
        case_public_id="00000000-0000-0000-0000-000000000002", household_id=1, household_gone=True, rows={},
        ground="wmo", years=15, due_on=date(2026, 1, 1), destroyed_at=AT, destroyed_by=1,
    )  # fmt: skip


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("term_is_not_shorter_than_the_law", lambda: RetentionTermFactory.create(ground="youth", years=19)),
    ("term_is_not_shorter_than_the_law", lambda: RetentionTermFactory.create(ground="wmo", years=14)),
    ("term_is_not_shorter_than_the_law", lambda: RetentionTermFactory.create(years=4)),
    ("term_is_no_eternity", lambda: RetentionTermFactory.create(years=116)),
    ("term_has_a_source", lambda: RetentionTermFactory.create(source="")),
    ("hold_has_a_reason", lambda: LegalHoldFactory.create(reason="")),
    (LIFTED, lambda: LegalHoldFactory.create(lifted=True, lifted_because="")),
    (LIFTED, lambda: LegalHoldFactory.create(lifted=True, lifted_by=None)),
    (LIFTED, lambda: LegalHoldFactory.create(lifted_because="Zomaar")),
    (LIFTED, lambda: LegalHoldFactory.create(lifted=True, lifted_at=AT - timedelta(days=1))),
    ("hold_stays_as_it_was", changed(LegalHoldFactory.create, until=date(2020, 1, 1))),
    ("hold_stays_as_it_was", changed(lambda: LegalHoldFactory.create(lifted=True), lifted_because="Anders")),
    ("hold_stays_as_it_was", lambda: LegalHold.objects.filter(pk=LegalHoldFactory.create().pk).delete()),
    (THREE, one_person_for("drawn_up_by", "reviewed_by")),
    (THREE, one_person_for("drawn_up_by", "approved_by")),
    (THREE, one_person_for("reviewed_by", "approved_by")),
    (ORDER, a_list(reviewed=True, reviewed_at=None)),
    (ORDER, a_list(approved=True, approved_at=None)),
    (ORDER, a_list(ended_at=AT)),
    (ORDER, a_list(confirmed=True, confirmed_by=None)),
    (WEEK, a_list(confirmed=True, confirmed_at=AT + timedelta(days=7))),
    (WEEK, lambda: DestructionListFactory.create(reviewed=True, confirmed_by=UserFactory.create(), confirmed_at=AT)),
    (DROPPED, a_list(dropped_at=AT)),
    (DROPPED, a_list(dropped_because="Zomaar")),
    (HELD, a_list(leased_until=AT)),
    (HELD, a_list(confirmed=True, leased_until=AT)),
    ("list_stays_as_signed", changed(lambda: DestructionListFactory.create(reviewed=True), reviewed_at=AT)),
    ("list_stays_as_signed", changed(lambda: DestructionListFactory.create(ended=True), runs=3)),
    ("list_stays_as_signed", lambda: DestructionList.objects.filter(pk=DestructionListFactory.create().pk).delete()),
    ("case_is_on_one_list", on_two_lists),
    (OUT, an_entry(left_out_at=AT)),
    (OUT, an_entry(left_out_because="Zomaar")),
    ("entry_loses_its_files_after_its_rows", an_entry(files_removed_at=AT)),
    ("reviewed_list_takes_nothing", lambda: DestructionEntryFactory.create(destruction__reviewed=True)),
    ("entry_is_due", lambda: DestructionEntryFactory.create(case=CaseFactory.create(closed=True), due_on=AT.date())),
    ("entry_is_due", an_entry(years=4)),
    ("entry_is_due", an_entry(ground="youth")),
    ("held_file_is_on_no_list", lambda: DestructionEntryFactory.create(case=held())),
    ("entry_stays_as_it_was", changed(DestructionEntryFactory.create, destroyed_at=AT)),
    ("entry_stays_as_it_was", changed(DestructionEntryFactory.create, years=20)),
    ("entry_stays_as_it_was", out_twice),
    ("destroyed_after_the_road", too_early),
    ("ledger_is_written_by_destroying", into_the_ledger),
]


def held() -> Any:
    return LegalHoldFactory.create(case=closed_long_ago()).case


ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (LegalHold, LegalHoldFactory.create),
    (DestructionList, DestructionListFactory.create),
]
