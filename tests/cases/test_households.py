"""Who lives where, a second household of a child, what the question stood for, closing and coming back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import ClosingReason, HouseholdRole
from cases.models import Case, HouseholdMember, Person
from cases.services.change_case import FIELDS, change_case
from cases.services.change_household import LivesElsewhere, add_member, end_membership
from cases.services.close_case import GoalsHaveChanged, close_case
from cases.services.detect_change import HasChanged, fingerprint
from cases.services.lock_case import CaseIsClosed
from cases.services.open_case import open_case
from tests.cases.conftest import NOW, TODAY
from tests.factories import (
    CaseFactory,
    GoalFactory,
    HouseholdMemberFactory,
    PersonFactory,
    PlanFactory,
    TeamAreaFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *args])


# -- people ----------------------------------------------------------------------------------------


def test_somebody_new_joins_the_household(signed_in: Client, case: Case) -> None:
    said = {"given_name": "Sem", "family_name": "Bakker", "birth_date": "3-4-2018", "role": HouseholdRole.CHILD}
    answer = signed_in.post(url("member-add", case), {**said, "is_main": "on", "starts_on": "1-5-2026"})
    assert answer.status_code == 302
    member = HouseholdMember.objects.get(person__family_name="Bakker")
    assert (member.household, member.starts_on, member.is_main) == (case.household, date(2026, 5, 1), True)
    page = signed_in.get(url("detail", case))
    assert [row.age for row in page.context["page"].members if row.name == "Sem Bakker"] == [8]


def test_nobody_is_born_or_comes_tomorrow(signed_in: Client, case: Case) -> None:
    said = {"family_name": "Bakker", "role": HouseholdRole.CHILD, "is_main": "on", "starts_on": "1-5-2026"}
    assert signed_in.post(url("member-add", case), {**said, "birth_date": "5-5-2026"}).status_code == 422
    assert signed_in.post(url("member-add", case), {**said, "starts_on": "5-5-2026"}).status_code == 422
    assert not Person.objects.filter(family_name="Bakker").exists()


def test_a_child_gets_a_second_household(signed_in: Client, case: Case, team: Team) -> None:
    other = CaseFactory.create(team=team).household
    child = HouseholdMemberFactory.create(
        household=other, person__given_name="Yıldız", person__family_name="Çelik", role=HouseholdRole.CHILD
    ).person
    found = signed_in.post(url("member-search", case), {"text": "celik"})
    assert [one.name for one in found.context["found"]] == ["Yıldız Çelik"]
    assert ReadLog.objects.filter(act=Act.SEARCH, household_id=other.pk).count() == 1
    address = url("member-join", case, child.public_id)
    assert signed_in.get(address).context["form"]["is_main"].value() is False  # it has its main home
    signed_in.post(address, {"role": HouseholdRole.CHILD, "starts_on": "1-5-2026"})
    assert set(child.memberships.values_list("household", "is_main")) == {(other.pk, True), (case.household_id, False)}


def test_moving_ends_the_old_main_membership_in_the_same_act(signed_in: Client, case: Case, team: Team) -> None:
    other = CaseFactory.create(team=team).household
    lived = HouseholdMemberFactory.create(household=other)
    address = url("member-join", case, lived.person.public_id)
    signed_in.post(address, {"role": HouseholdRole.ADULT, "is_main": "on", "starts_on": "1-5-2026"})
    lived.refresh_from_db()
    assert lived.ends_on == date(2026, 5, 1)
    assert lived.person.memberships.filter(household=case.household, is_main=True, ends_on=None).exists()


def test_people_of_other_teams_are_not_found_and_cannot_be_joined(
    signed_in: Client, case: Case, other_team: Team
) -> None:
    stranger = HouseholdMemberFactory.create(
        household=CaseFactory.create(team=other_team).household, person__family_name="Onbekend"
    ).person
    assert signed_in.post(url("member-search", case), {"text": "onbekend"}).context["found"] == []
    assert signed_in.get(url("member-join", case, stranger.public_id)).status_code == 404


def test_one_main_household_at_a_time(case: Case, colleague: User) -> None:
    person = HouseholdMemberFactory.create().person
    with pytest.raises(LivesElsewhere):
        add_member(
            household=case.household,
            person=person,
            role=HouseholdRole.ADULT,
            is_main=True,
            starts_on=TODAY,
            by=colleague,
        )


def test_who_leaves_stays_in_the_history(signed_in: Client, case: Case) -> None:
    member = case.household.members.get()
    signed_in.post(url("member-end", case, member.person.public_id), {"ends_on": "2026-05-01"})
    member.refresh_from_db()
    assert member.ends_on == date(2026, 5, 1)
    assert signed_in.get(url("detail", case)).context["page"].members == ()


def test_who_left_on_the_day_of_coming_was_never_there(colleague: User) -> None:
    member = HouseholdMemberFactory.create(starts_on=TODAY)
    end_membership(member=member, ends_on=TODAY, by=colleague)
    assert not HouseholdMember.objects.exists()


def test_two_people_who_change_one_address_see_both(signed_in: Client, case: Case) -> None:
    TeamAreaFactory.create(team=case.team, area=case.household.area)
    address = url("household-edit", case)
    seen = signed_in.get(address).context["form"].initial["seen"]
    type(case.household).objects.filter(pk=case.household_id).update(street="Van mijn collega 1")
    said = {"name": "Nieuw", "street": "Van mij 2", "postcode": "", "city": "", "area": case.household.area_id}
    answer = signed_in.post(address, {**said, "seen": seen})
    assert answer.status_code == 409
    assert "Van mijn collega 1" in answer.text
    assert "Van mij 2" in answer.text
    again = signed_in.post(address, {**said, "seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302
    case.household.refresh_from_db()
    assert case.household.street == "Van mij 2"


def test_a_person_of_another_household_cannot_be_changed_through_this_case(signed_in: Client, case: Case) -> None:
    assert signed_in.get(url("member-edit", case, PersonFactory.create().public_id)).status_code == 404


# -- the question behind the question --------------------------------------------------------------


def test_writing_it_down(signed_in: Client, case: Case) -> None:
    form = signed_in.get(url("edit", case)).context["form"]
    said = {"underlying_question": "Alleen sinds de scheiding.", "theme": case.theme_id, "has_safety_concern": "on"}
    signed_in.post(url("edit", case), {**said, "seen": form.initial["seen"]})
    case.refresh_from_db()
    assert (case.underlying_question, case.has_safety_concern) == ("Alleen sinds de scheiding.", True)


def test_two_writers_of_it_lose_nothing(case: Case, colleague: User) -> None:
    seen = fingerprint(case, FIELDS)
    theirs, mine = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    theirs.underlying_question = "De een"
    change_case(case=theirs, seen=seen, by=colleague)
    mine.underlying_question = "De ander"
    with pytest.raises(HasChanged):
        change_case(case=mine, seen=seen, by=colleague)
    case.refresh_from_db()
    assert case.underlying_question == "De een"


# -- closing ---------------------------------------------------------------------------------------


def test_closing_gives_each_goal_a_result_and_ends_plan_and_coordinator(
    signed_in: Client, case: Case, colleague: User
) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    draft = PlanFactory.create(case=case)
    field, outcome = f"result_{goal.public_id.hex}", f"outcome_{goal.public_id.hex}"
    said = {"reason": ClosingReason.COLLECTIVE, "note": "Gaat door bij de kookclub."}
    assert signed_in.post(url("close", case), said).status_code == 422  # without a result
    assert (
        signed_in.post(url("close", case), {**said, field: "Kan weer rondkomen", outcome: "reached"}).status_code == 302
    )
    case.refresh_from_db()
    goal.refresh_from_db()
    draft.refresh_from_db()
    assert (case.closed_on, case.closing_reason, goal.result) == (TODAY, "collective", "Kan weer rondkomen")
    assert not case.coordinators.current().exists()
    assert draft.ended_at == NOW
    page = signed_in.get(url("detail", case))
    assert "Gaat door bij de kookclub." in page.text
    assert reverse("cases:create-for", args=[case.household.public_id]) in page.text
    for name in ("close", "edit", "contact-log", "household-edit", "coordinator-hand-over"):
        assert signed_in.get(url(name, case)).status_code == 403, name


def test_a_goal_that_came_meanwhile_asks_for_a_result_too(case: Case, colleague: User) -> None:
    GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    with pytest.raises(GoalsHaveChanged):
        close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW)


def test_closing_twice_says_so(case: Case, colleague: User) -> None:
    close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW)
    with pytest.raises(CaseIsClosed):
        close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW)


def test_a_new_episode_and_the_old_one_lead_to_each_other(signed_in: Client, case: Case, colleague: User) -> None:
    close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW)
    later = open_case(
        team=case.team,
        household=case.household,
        theme=case.theme,
        coordinator=colleague,
        by=colleague,
        at=NOW + timedelta(seconds=1),
    )
    old, new = signed_in.get(url("detail", case)), signed_in.get(url("detail", later))
    assert url("detail", later) in old.text
    assert reverse("cases:create-for", args=[case.household.public_id]) not in old.text  # one open case at a time
    assert url("detail", case) in new.text


def test_an_episode_with_another_team_is_not_shown(signed_in: Client, case: Case, other_team: Team) -> None:
    CaseFactory.create(team=other_team, household=case.household, closed=True)
    assert signed_in.get(url("detail", case)).context["page"].episodes == ()
