"""Households over time: moved, split, merged, found twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from cases.enums import DoubleAnswer
from tests.factories import (
    CaseFactory,
    HouseholdAddressFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    HouseholdMergeFactory,
    HouseholdSplitFactory,
    PersonFactory,
    PersonMergeFactory,
    PossibleDoubleFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

MOMENT = datetime(2026, 4, 16, 9, tzinfo=UTC)
DAY = date(2024, 1, 1)


def merge_into_oneself() -> None:
    household = HouseholdFactory.create(members=0)
    HouseholdMergeFactory.create(household=household, merged=household)


def merge_into_a_merged_household() -> None:
    HouseholdMergeFactory.create(household=HouseholdMergeFactory.create().merged)


def case_for_a_merged_household() -> None:
    CaseFactory.create(household=HouseholdMergeFactory.create().merged)


def member_of_a_merged_household() -> None:
    HouseholdMemberFactory.create(household=HouseholdMergeFactory.create().merged)


def merge_people_into_a_merged_person() -> None:
    PersonMergeFactory.create(person=PersonMergeFactory.create().merged)


def merged_person_moves_in() -> None:
    HouseholdMemberFactory.create(person=PersonMergeFactory.create().merged)


def person_merged_while_living_somewhere() -> None:
    PersonMergeFactory.create(merged=HouseholdMemberFactory.create().person)


def person_merged_with_oneself() -> None:
    person = PersonFactory.create()
    PersonMergeFactory.create(person=person, merged=person)


def split_from_oneself() -> None:
    household = HouseholdFactory.create()
    HouseholdSplitFactory.create(household=household, made=household)


def double_of_one_case() -> None:
    case = CaseFactory.create()
    PossibleDoubleFactory.create(new_case=case, known_case=case)


def answered(answer: DoubleAnswer = DoubleAnswer.SAME) -> Any:
    return PossibleDoubleFactory.create(known_answer=answer, known_at=MOMENT, known_by=UserFactory.create())


def new_side_first() -> None:
    PossibleDoubleFactory.create(new_answer=DoubleAnswer.SAME, new_at=MOMENT, new_by=UserFactory.create())


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("address_ends_after_start", lambda: HouseholdAddressFactory.create(ends_on=DAY)),
    (
        "household_has_one_address_at_a_time",
        lambda: twice(HouseholdAddressFactory.create, household=HouseholdFactory.create()),
    ),
    ("split_makes_another_household", split_from_oneself),
    ("merge_is_of_two_households", merge_into_oneself),
    ("merge_has_a_reason", lambda: HouseholdMergeFactory.create(why="")),
    ("merge_ends_a_case_for_another", lambda: HouseholdMergeFactory.create(ended_case=CaseFactory.create())),
    ("merge_goes_to_a_living_household", merge_into_a_merged_household),
    ("merged_household_is_empty", lambda: HouseholdMergeFactory.create(merged=HouseholdFactory.create())),
    ("merged_household_takes_nothing", case_for_a_merged_household),
    ("merged_household_takes_nothing", member_of_a_merged_household),
    ("person_merge_is_of_two", person_merged_with_oneself),
    ("person_merge_has_a_reason", lambda: PersonMergeFactory.create(why="")),
    ("person_merge_goes_to_a_living_person", merge_people_into_a_merged_person),
    ("merged_person_lives_nowhere", merged_person_moves_in),
    ("merged_person_lives_nowhere", person_merged_while_living_somewhere),
    (
        "double_found_once",
        lambda: twice(PossibleDoubleFactory.create, new_case=CaseFactory.create(), known_case=CaseFactory.create()),
    ),
    ("double_is_of_two_cases", double_of_one_case),
    ("double_known_side_answers_as_a_whole", lambda: PossibleDoubleFactory.create(known_answer=DoubleAnswer.SAME)),
    ("double_new_side_answers_second", new_side_first),
    ("double_answer_is_final", lambda: change(answered(), known_answer=DoubleAnswer.OTHER)),
]
