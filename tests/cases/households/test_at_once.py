"""Merging against merging, and against opening a case, over real connections that commit."""

from datetime import date

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from cases.enums import RestrictionKind
from cases.models import Case, Household, HouseholdMember, HouseholdMerge, Person
from cases.services.merge_households import merge_households
from cases.services.merge_persons import merge_persons
from cases.services.move_house import NewAddress
from cases.services.open_case import open_case
from cases.services.restrict_case import IsNeeded, restrict_case, unname_person
from cases.services.split_household import Goes, NewHome, split_household
from tests.cases.test_at_once import at_once, kinds
from tests.factories import CaseFactory, HouseholdFactory, HouseholdMemberFactory, PersonFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def merge(keep: Household, merged: Household, by: User) -> HouseholdMerge:
    return merge_households(keep=keep, merged=merged, same={}, why="Eén gezin.", by=by, at=timezone.now())


def test_two_merge_the_same_two_both_ways(team: Team, colleague: User) -> None:
    one, other = (CaseFactory.create(team=team, coordinator=colleague).household for _ in range(2))
    results = at_once(*([lambda: merge(one, other, colleague), lambda: merge(other, one, colleague)] * 3))
    assert kinds(results) == ["AreMerged"] * 5 + ["HouseholdMerge"]
    assert Case.objects.open().filter(household__in=[one, other]).count() == 1


def test_merging_against_opening_a_case_leaves_one_open_case(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague)
    empty = HouseholdFactory.create()
    theme = case.theme

    def begin() -> Case:
        return open_case(
            team=team, household=empty, theme=theme, coordinator=colleague, by=colleague, at=timezone.now()
        )

    results = at_once(begin, lambda: merge(case.household, empty, colleague), begin)
    assert "HouseholdMerge" in kinds(results)
    assert set(kinds(results)) <= {"Case", "HouseholdHasOpenCase", "HouseholdMerge"}
    assert not empty.cases.exists()
    assert not empty.members.exists()
    crowded = Household.objects.annotate(n=Count("cases", filter=Q(cases__closed_on=None))).filter(n__gt=1)
    assert not crowded.exists()


def test_a_chain_of_merges_ends_in_one_household(team: Team, colleague: User) -> None:
    a, b, c = (CaseFactory.create(team=team, coordinator=colleague).household for _ in range(3))
    results = at_once(lambda: merge(b, a, colleague), lambda: merge(c, b, colleague))
    assert set(kinds(results)) <= {"AreMerged", "HouseholdMerge"}
    for household in (a, b, c):
        gone = HouseholdMerge.objects.filter(merged=household).exists()
        assert gone != household.members.exists()


def test_two_merge_two_persons_both_ways(colleague: User) -> None:
    one, other = PersonFactory.create(), PersonFactory.create()
    HouseholdMemberFactory.create(person=one)

    def join(keep: Person, merged: Person) -> object:
        return merge_persons(keep=keep, merged=merged, why="x", by=colleague, at=timezone.now())

    results = at_once(*([lambda: join(one, other), lambda: join(other, one)] * 2))
    assert kinds(results) == ["AreMerged"] * 3 + ["PersonMerge"]
    assert HouseholdMember.objects.filter(person__in=[one, other]).count() == 1


def test_two_split_one_household_at_once(case: Case, colleague: User) -> None:
    HouseholdMemberFactory.create(household=case.household)
    members = list(case.household.members.order_by("pk").select_related("person"))
    choices = {members[0].person.public_id: Goes.STAYS, members[1].person.public_id: Goes.GOES}
    home = NewHome(name="Apart", address=NewAddress(street="Weg 1", postcode="", city="", area=case.area))

    def split() -> object:
        return split_household(
            household=case.household,
            home=home,
            choices=choices,
            split_on=date(2026, 4, 1),
            by=colleague,
            at=timezone.now(),
        )

    assert kinds(at_once(split, split, split)) == ["HouseholdSplit"] + ["MembersHaveChanged"] * 2


def test_restricting_at_once_makes_one_restriction(case: Case, colleague: User) -> None:
    def restrict() -> object:
        return restrict_case(
            case=case,
            kind=RestrictionKind.THREAT,
            note="x",
            named=[colleague],
            by=colleague,
            at=timezone.now(),
        )

    assert kinds(at_once(restrict, restrict, restrict)) == ["CaseRestriction"] + ["IsRestrictedAlready"] * 2


def test_the_last_two_cannot_both_leave(team: Team) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    one, other = (TeamMembershipFactory.create(team=team).user for _ in range(2))
    restrict_case(case=case, kind=RestrictionKind.THREAT, note="x", named=[one, other], by=one, at=timezone.now())

    def leave(user: User) -> None:
        unname_person(case=case, user=user, by=user, at=timezone.now())

    results = at_once(lambda: leave(one), lambda: leave(other))
    assert sum(isinstance(result, IsNeeded) for result in results) == 1
