"""Restricted files and emergency access."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.enums import ReviewResult
from tests.factories import (
    BreakGlassFactory,
    CaseFactory,
    CaseRestrictionFactory,
    CaseRestrictionPersonFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

MOMENT = datetime(2026, 4, 16, 9, tzinfo=UTC)


def nobody_named() -> None:
    restriction = CaseRestrictionFactory.create(case=CaseFactory.create(waiting=True), people=[UserFactory.create()])
    restriction.people.update(removed_at=MOMENT, removed_by=UserFactory.create())


def coordinator_not_named() -> None:
    restriction = CaseRestrictionFactory.create(people=[UserFactory.create()])
    restriction.people.filter(added_by=None, user=restriction.case.coordinators.get().worker).update(
        removed_at=MOMENT, removed_by=UserFactory.create()
    )


def judged_by_oneself() -> None:
    one = BreakGlassFactory.create(ended=True)
    change(one, reviewed_at=MOMENT, reviewed_by=one.user, result=ReviewResult.JUSTIFIED, review_note="Prima.")


def judged_twice() -> None:
    change(BreakGlassFactory.create(judged=True), result=ReviewResult.UNJUSTIFIED)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("case_has_one_restriction_at_a_time", lambda: twice(CaseRestrictionFactory.create, case=CaseFactory.create())),
    ("restriction_has_a_reason", lambda: CaseRestrictionFactory.create(note="")),
    ("restriction_lifted_as_a_whole", lambda: change(CaseRestrictionFactory.create(), lifted_at=MOMENT)),
    ("restriction_lifted_as_a_whole", lambda: CaseRestrictionFactory.create(lifted=True, lifted_because="")),
    ("restriction_names_somebody", nobody_named),
    ("restriction_names_somebody", lambda: CaseRestrictionFactory.create(case=CaseFactory.create(waiting=True))),
    ("restricted_case_names_its_coordinator", coordinator_not_named),
    ("restriction_stays_as_it_was", lambda: change(CaseRestrictionFactory.create(), note="Iets anders")),
    ("restriction_stays_as_it_was", lambda: change(CaseRestrictionFactory.create(lifted=True), lifted_because="x")),
    (
        "person_named_once",
        lambda: twice(
            CaseRestrictionPersonFactory.create,
            restriction=CaseRestrictionFactory.create(),
            user=UserFactory.create(),
        ),
    ),
    ("person_removed_as_a_whole", lambda: change(CaseRestrictionPersonFactory.create(), removed_at=MOMENT)),
    ("restriction_person_stays_as_it_was", lambda: change(CaseRestrictionPersonFactory.create(), added_at=MOMENT)),
    ("emergency_reason_says_something", lambda: BreakGlassFactory.create(reason="Haast.".ljust(40))),
    (
        "emergency_lasts_an_hour_at_most",
        lambda: BreakGlassFactory.create(started_at=MOMENT, ends_at=MOMENT + timedelta(minutes=61)),
    ),
    ("emergency_is_of_a_household", lambda: BreakGlassFactory.create(household=None)),
    ("emergency_reviewed_by_another", judged_by_oneself),
    ("emergency_reviewed_as_a_whole", lambda: BreakGlassFactory.create(judged=True, review_note="")),
    ("one_emergency_at_a_time", lambda: twice(BreakGlassFactory.create, user=UserFactory.create())),
    ("emergency_stays_as_it_was", lambda: change(BreakGlassFactory.create(), reason="Iets heel anders dan het was.")),
    ("emergency_stays_as_it_was", lambda: change(BreakGlassFactory.create(ended=True), ends_at=MOMENT)),
    ("emergency_stays_as_it_was", judged_twice),
    ("emergency_stays_as_it_was", lambda: BreakGlassFactory.create().delete()),
]
