"""Somebody of the family reads the plan: only with the address and the date of birth, and never longer than agreed."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.enums import OpeningOutcome
from cases.models import Case, FamilyQuestion, Goal, HouseholdMember, PlanReadingLink
from cases.models.reading_link import WRONG_DATES
from cases.services.share_plan import LinkIsOver, open_link, share_plan
from tests.cases.conftest import NOW, TODAY
from tests.factories import ActionFactory, GoalFactory, HouseholdMemberFactory, PlanFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import TeamMembership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BORN = date(1985, 5, 17)  # as the factory of persons says


@pytest.fixture
def goal(case: Case) -> Goal:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True), text="Weer post durven openen")
    ActionFactory.create(goal=goal, text="Samen naar de postochtend")
    return goal


@pytest.fixture
def address(case: Case, goal: Goal, colleague: User) -> str:
    person = case.household.members.get().person
    return reverse("cases:reading", args=[share_plan(case=case, person=person, days=14, by=colleague, at=NOW).token])


@pytest.fixture
def reader() -> Iterator[Client]:
    """A telephone of somebody without an account."""
    yield Client()
    cache.clear()


def open_with(reader: Client, address: str, birth_date: str = "17-5-1985", **extra: Any) -> Any:
    return reader.post(address, {"birth_date": birth_date}, **extra)


def test_nothing_is_shown_before_the_date_of_birth(reader: Client, address: str, goal: Goal, case: Case) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    person = case.household.members.get().person
    for hidden in (goal.text, person.family_name, case.household.name, case.household.street, case.number):
        assert hidden not in page.text
    assert open_with(reader, address)["Location"] == address
    page = reader.get(address)
    assert goal.text in page.text
    assert "Samen naar de postochtend" in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert {"no-store", "private"} <= set(page["Cache-Control"].replace(" ", "").split(","))
    link = PlanReadingLink.objects.get()
    assert [one.outcome for one in link.openings.all()] == [OpeningOutcome.OPENED]


def test_only_a_hash_of_the_address_is_kept(address: str) -> None:
    token = address.rstrip("/").rsplit("/", 1)[-1]
    link = PlanReadingLink.objects.get()
    assert len(token) == 43
    assert token not in repr(vars(link))
    assert "digest" not in {field.name for field in PlanReadingLink.pgh_event_model._meta.fields}  # type: ignore[attr-defined]  # pghistory


def test_wrong_ended_revoked_and_closed_give_the_same_page(
    reader: Client, address: str, case: Case, signed_in: Client
) -> None:
    unknown = reverse("cases:reading", args=["x" * 43])

    def body(where: str) -> tuple[int, str]:
        answer = reader.get(where)
        return answer.status_code, re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", answer.text.replace(where, ""))

    expected = body(unknown)
    assert expected[0] == 404
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        assert body(address) == expected
        assert open_with(reader, address).status_code == 404
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        assert body(address)[0] == 200
    link = PlanReadingLink.objects.get()
    signed_in.post(reverse("cases:reading-link-revoke", args=[case.public_id, link.public_id]))
    assert body(address) == expected
    link.refresh_from_db()
    assert link.revoked_at == NOW


def test_who_left_the_household_reads_no_more(reader: Client, address: str, case: Case) -> None:
    open_with(reader, address)
    HouseholdMember.objects.filter(household=case.household).update(ends_on=TODAY)
    assert reader.get(address).status_code == 404


def test_a_wrong_date_is_counted_and_tells_nothing(reader: Client, address: str, goal: Goal) -> None:
    answer = open_with(reader, address, "18-5-1985")
    assert answer.status_code == 422
    assert goal.text not in answer.text
    assert reader.get(address).context["form"] is not None
    assert goal.text not in reader.get(address).text
    assert [one.outcome for one in PlanReadingLink.objects.get().openings.all()] == [OpeningOutcome.WRONG_BIRTH_DATE]


def test_one_place_may_guess_a_few_times_and_does_not_lock_out_another(
    reader: Client, address: str, goal: Goal, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    thief, owner = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "198.51.100.7"}
    found = [open_with(reader, address, f"{day}-1-1980", headers=thief).status_code for day in range(1, 11)]
    assert found == [422] * 8 + [429] * 2
    assert open_with(Client(), address, headers=owner).status_code == 302


def test_guessing_from_everywhere_ends_and_who_read_before_reads_on(address: str, case: Case) -> None:
    link = PlanReadingLink.objects.get()
    for _ in range(WRONG_DATES):
        link.openings.create(at=NOW, outcome=OpeningOutcome.WRONG_BIRTH_DATE)
    with pytest.raises(LinkIsOver):
        open_link(link=link, birth_date=BORN, is_known_device=False, at=NOW)
    open_link(link=link, birth_date=BORN, is_known_device=True, at=NOW)


def test_after_half_an_hour_the_date_is_asked_again(reader: Client, address: str, goal: Goal) -> None:
    open_with(reader, address)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        assert goal.text not in reader.get(address).text
        assert open_with(reader, address).status_code == 302
        assert goal.text in reader.get(address).text


def test_done_reading_closes_it_on_this_device(reader: Client, address: str, goal: Goal) -> None:
    open_with(reader, address)
    assert reader.post(f"{address}klaar/").status_code == 302
    assert goal.text not in reader.get(address).text


def test_a_cookie_of_one_link_opens_no_other(reader: Client, address: str, case: Case, colleague: User) -> None:
    open_with(reader, address)
    other = HouseholdMemberFactory.create(household=case.household).person
    token = share_plan(case=case, person=other, days=14, by=colleague, at=NOW).token
    theirs = reverse("cases:reading", args=[token])
    name, morsel = next((key, value) for key, value in reader.cookies.items() if key.startswith("lezen-"))
    second = PlanReadingLink.objects.get(person=other)
    reader.cookies[f"lezen-{second.public_id.hex[:12]}"] = morsel.value
    assert name != f"lezen-{second.public_id.hex[:12]}"
    assert "birth_date" in reader.get(theirs).context["form"].fields


def test_a_question_reaches_the_coordinator_once_and_shows_nothing(
    reader: Client, address: str, case: Case, colleague: User, signed_in: Client
) -> None:
    said = {"text": "Mag mijn zus mee?", "request_key": str(uuid.uuid4())}
    assert reader.post(f"{address}vraag/", said).status_code == 422  # the date of birth first
    assert not FamilyQuestion.objects.exists()
    open_with(reader, address)
    for _ in range(2):
        assert reader.post(f"{address}vraag/", said).status_code == 302
    question = FamilyQuestion.objects.get()
    assert "Mag mijn zus mee?" in signed_in.get(reverse("cases:plans", args=[case.public_id])).text
    signed_in.post(reverse("cases:family-question-answered", args=[case.public_id, question.public_id]))
    question.refresh_from_db()
    assert question.answered_by == colleague


def test_who_is_not_named_in_public_is_not_named_to_the_family(
    reader: Client, address: str, case: Case, colleague: User
) -> None:
    open_with(reader, address)
    assert colleague.name not in reader.get(address).text
    TeamMembership.objects.filter(user=colleague).update(is_named_publicly=True)
    assert colleague.name in reader.get(address).text


def test_the_address_is_shown_once(signed_in: Client, case: Case, goal: Goal) -> None:
    person = case.household.members.get().person
    said = {"person": str(person.public_id), "days": "14", "request_key": str(uuid.uuid4())}
    url = reverse("cases:reading-link-add", args=[case.public_id])
    made = signed_in.post(url, said)
    assert made.status_code == 200
    assert "/uw-plan/" in made.text
    again = signed_in.post(url, said)
    assert again["Location"] == reverse("cases:plans", args=[case.public_id])
    assert PlanReadingLink.objects.count() == 1
    page = signed_in.get(again["Location"])
    assert "/uw-plan/" not in page.text
    assert person.full_name in page.text


def test_a_new_link_of_one_person_ends_the_one_before(
    address: str, reader: Client, case: Case, colleague: User
) -> None:
    person = case.household.members.get().person
    share_plan(case=case, person=person, days=90, by=colleague, at=NOW)
    assert reader.get(address).status_code == 404
    assert PlanReadingLink.objects.filter(revoked_at=None).get().expires_on == TODAY + timedelta(days=90)


def test_a_link_asks_for_a_member_with_a_date_of_birth_and_a_known_time(signed_in: Client, case: Case) -> None:
    unborn = HouseholdMemberFactory.create(household=case.household, person__birth_date=None).person
    stranger = HouseholdMemberFactory.create().person
    known = case.household.members.order_by("pk").first()
    url = reverse("cases:reading-link-add", args=[case.public_id])
    said = {"person": str(unborn.public_id), "days": "14", "request_key": str(uuid.uuid4())}
    assert known is not None
    for wrong in ({}, {"person": str(stranger.public_id)}, {"person": str(known.person.public_id), "days": "365"}):
        assert signed_in.post(url, {**said, **wrong}).status_code == 422
    assert not PlanReadingLink.objects.exists()


def test_another_team_revokes_nothing(client: Client, case: Case, address: str) -> None:
    client.force_login(TeamMembershipFactory.create().user)
    link = PlanReadingLink.objects.get()
    url = reverse("cases:reading-link-revoke", args=[case.public_id, link.public_id])
    assert client.post(url).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None
