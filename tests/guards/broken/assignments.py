"""The rules of assignments, mandates and the participation ladder."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.models import Mandate
from collectief.enums import AssignmentUnit
from collectief.models import Assignment
from tests.factories import (
    AssignmentFactory,
    AssignmentPartFactory,
    CaseFactory,
    EditionFactory,
    LadderScoreFactory,
    MandateFactory,
    PersonFactory,
    TeamFactory,
    UserFactory,
)
from tests.guards.past_the_code import change

EARLY = date(2020, 1, 1)


def agreed(**fields: Any) -> Assignment:
    return AssignmentFactory.create(agreed=True, **fields)


def next_version(earlier: Assignment, **fields: Any) -> Assignment:
    return AssignmentFactory.create(**{"team": earlier.team, "replaces": earlier, "version": 2, **fields})


def with_two_successors() -> None:
    earlier = agreed()
    next_version(earlier)
    next_version(earlier)


def ended_again() -> None:
    change(agreed(ended_on=date(2026, 6, 1), end_note="Gehaald"), end_note="Toch niet gehaald")


def both_in_force() -> None:
    earlier = agreed()
    change(next_version(earlier), agreed_on=date(2026, 4, 1), agreed_with="Wethouder", agreed_by=UserFactory.create())


def two_mandates(**fields: Any) -> None:
    first = MandateFactory.create()
    MandateFactory.create(team=first.team, **{"kind": first.kind, "starts_on": date(2026, 12, 31), **fields})


def counted_twice() -> None:
    part = AssignmentPartFactory.create()
    AssignmentPartFactory.create(assignment=part.assignment, initiative=part.initiative)


def scored_twice() -> None:
    first = LadderScoreFactory.create()
    LadderScoreFactory.create(case=first.case, person=first.person, step=4)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("assignment_counts_something", lambda: AssignmentFactory.create(number=0)),
    ("assignment_unit_is_known", lambda: AssignmentFactory.create(unit="smiles")),
    ("assignment_has_a_period", lambda: AssignmentFactory.create(ends_on=date(2026, 3, 1))),
    ("assignment_says_what_and_for_whom", lambda: AssignmentFactory.create(title="")),
    ("assignment_says_what_and_for_whom", lambda: AssignmentFactory.create(target_group="")),
    ("assignment_says_what_is_not_done", lambda: AssignmentFactory.create(will_not="")),
    ("assignment_steps_are_of_the_ladder", lambda: AssignmentFactory.create(step_at_most=7)),
    ("assignment_steps_are_of_the_ladder", lambda: AssignmentFactory.create(reaches_step=0)),
    ("assignment_goes_up_the_ladder", lambda: AssignmentFactory.create(step_at_most=4, reaches_step=4)),
    ("assignment_goes_up_the_ladder", lambda: AssignmentFactory.create(reaches_step=4, unit=AssignmentUnit.MEETINGS)),
    ("assignment_ages_are_possible", lambda: AssignmentFactory.create(age_from=30, age_to=29)),
    ("assignment_ages_are_possible", lambda: AssignmentFactory.create(age_to=121)),
    ("assignment_agreed_as_a_whole", lambda: AssignmentFactory.create(agreed_on=date(2026, 2, 1))),
    ("assignment_agreed_as_a_whole", lambda: AssignmentFactory.create(agreed_with="Wethouder")),
    ("assignment_agreed_as_a_whole", lambda: agreed(agreed_with="")),
    ("assignment_ended_after_it_was_agreed", lambda: AssignmentFactory.create(ended_on=date(2026, 6, 1))),
    ("assignment_ended_after_it_was_agreed", lambda: agreed(ended_on=EARLY, end_note="Gehaald")),
    ("assignment_ended_after_it_was_agreed", lambda: agreed(ended_on=date(2026, 6, 1))),
    ("assignment_version_follows", lambda: AssignmentFactory.create(version=2)),
    ("assignment_version_follows", lambda: AssignmentFactory.create(version=0)),
    ("collectief_assignment_replaces_id_key", with_two_successors),
    ("assignment_stays_as_agreed", lambda: change(agreed(), number=10)),
    ("assignment_stays_as_agreed", lambda: change(agreed(), agreed_on=None, agreed_with="", agreed_by=None)),
    ("assignment_stays_as_agreed", lambda: agreed().delete()),
    ("assignment_stays_as_agreed", ended_again),
    ("assignment_follows_what_was_agreed", lambda: next_version(AssignmentFactory.create())),
    ("assignment_follows_what_was_agreed", lambda: next_version(agreed(), version=3)),
    ("assignment_follows_what_was_agreed", lambda: next_version(agreed(), team=TeamFactory.create())),
    ("assignment_follows_what_was_agreed", both_in_force),
    ("assignment_part_is_one_thing", lambda: AssignmentPartFactory.create(initiative=None)),
    ("assignment_part_is_one_thing", lambda: AssignmentPartFactory.create(edition=EditionFactory.create())),
    ("assignment_part_once", counted_twice),
    ("mandate_kind_is_known", lambda: MandateFactory.create(kind="everything")),
    ("mandate_has_a_period", lambda: MandateFactory.create(ends_on=date(2026, 1, 1))),
    ("mandate_has_a_limit", lambda: MandateFactory.create(up_to_hours=None)),
    ("mandate_has_a_limit", lambda: MandateFactory.create(up_to_euros=0)),
    ("mandate_hours_fit_in_a_week", lambda: MandateFactory.create(up_to_hours=169)),
    ("mandate_says_for_whom_and_with_whom", lambda: MandateFactory.create(for_whom="")),
    ("mandate_says_for_whom_and_with_whom", lambda: MandateFactory.create(agreed_with="")),
    ("mandate_one_at_a_time", two_mandates),
    ("ladder_step_is_known", lambda: LadderScoreFactory.create(step=7)),
    ("ladder_score_once_a_day", scored_twice),
    ("ladder_score_is_of_the_household", lambda: LadderScoreFactory.create(person=PersonFactory.create())),
    ("ladder_score_stays_of_its_day", lambda: change(LadderScoreFactory.create(), scored_on=EARLY)),
    ("ladder_score_stays_of_its_day", lambda: change(LadderScoreFactory.create(), case=CaseFactory.create())),
    ("ladder_score_stays_of_its_day", lambda: change(LadderScoreFactory.create(), person=PersonFactory.create())),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Assignment, AssignmentFactory.create),
    (Mandate, MandateFactory.create),
]
