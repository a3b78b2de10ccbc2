"""The rules of sharing with partners."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from cases.enums import SharingBasis
from cases.models import SharedItem, SharingRecord
from tests.factories import (
    PersonFactory,
    ProfessionalFactory,
    SharedItemFactory,
    SharingRecordFactory,
)
from tests.guards.past_the_code import change

DAY = date(2020, 1, 1)
APRIL = date(2026, 4, 1)


def record_twice() -> None:
    first = SharingRecordFactory.create()
    SharingRecordFactory.create(case=first.case, person=first.person, organisation=first.organisation)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(ends_on=None)),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(consent_on=None)),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(consent_manner="")),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(consent_by="")),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(by_law=True, law="")),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(by_law=True, law="other")),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(for_safety=True, ground="")),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(basis="because")),
    ("sharing_basis_is_complete", lambda: SharingRecordFactory.create(basis=SharingBasis.DUTY, ground="x")),
    ("sharing_ends_after_start", lambda: SharingRecordFactory.create(ends_on=DAY)),
    ("sharing_begins_with_the_consent", lambda: SharingRecordFactory.create(consent_on=date(2026, 3, 3))),
    ("sharing_withdrawn_as_a_whole", lambda: SharingRecordFactory.create(withdrawn=True, withdrawn_reason="")),
    ("sharing_withdrawn_as_a_whole", lambda: SharingRecordFactory.create(withdrawn=True, withdrawn_on=DAY)),
    ("sharing_withdrawn_as_a_whole", lambda: SharingRecordFactory.create(withdrawn=True, withdrawn_by=None)),
    ("sharing_recorded_once_at_a_time", record_twice),
    ("shared_person_is_of_the_household", lambda: SharingRecordFactory.create(person=PersonFactory.create())),
    (
        "receiver_works_for_the_organisation",
        lambda: SharingRecordFactory.create(professional=ProfessionalFactory.create()),
    ),
    ("sharing_record_stays_as_it_was", lambda: change(SharingRecordFactory.create(), ends_on=date(2030, 1, 1))),
    ("sharing_record_stays_as_it_was", lambda: change(SharingRecordFactory.create(), person=PersonFactory.create())),
    (
        "sharing_record_stays_as_it_was",
        lambda: change(
            SharingRecordFactory.create(withdrawn=True), withdrawn_on=None, withdrawn_reason="", withdrawn_by=None
        ),
    ),
    ("sharing_record_runs", lambda: SharedItemFactory.create(shared_at=datetime(2026, 3, 1, 9, tzinfo=UTC))),
    ("sharing_record_runs", lambda: SharedItemFactory.create(shared_at=datetime(2099, 1, 1, 9, tzinfo=UTC))),
    (
        "sharing_record_runs",
        lambda: SharedItemFactory.create(
            record=SharingRecordFactory.create(withdrawn=True), shared_at=datetime(2026, 4, 1, 9, tzinfo=UTC)
        ),
    ),
    ("shared_item_says_what", lambda: SharedItemFactory.create(what="")),
    ("shared_item_stays_written", lambda: change(SharedItemFactory.create(), what="Iets anders")),
    ("shared_item_stays_written", lambda: SharedItem.objects.filter(pk=SharedItemFactory.create().pk).delete()),
]

ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (SharingRecord, SharingRecordFactory.create),
    (SharedItem, SharedItemFactory.create),
]
