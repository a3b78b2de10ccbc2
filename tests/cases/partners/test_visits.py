"""From a household to the visiting service: the list knows no file, and the case sees how it goes."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Person, VisitReferral
from collectief.models import Method, VisitWish
from tests.cases.conftest import TODAY
from tests.factories import (
    CaseRestrictionFactory,
    HouseholdMemberFactory,
    MethodFactory,
    VisitMatchFactory,
    VisitReferralFactory,
    sign_in,
)
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def person(case: Case) -> Person:
    return HouseholdMemberFactory.create(
        household=case.household, person__given_name="Wilhelmina", person__family_name="Zonderland"
    ).person


@pytest.fixture
def visits(db: None) -> Method:
    return MethodFactory.create(form="visits", name="Bezoekdienst na verlies", min_participants=1, max_participants=1)


def ask(client: Client, case: Case, person: Person, method: Method, **changes: Any) -> Any:
    sent = {
        "person": str(person.public_id),
        "name": "Mien",
        "reach": "06-12345678",
        "method": str(method.public_id),
        "consent_manner": "talk",
        "agreed": "on",
        "request_key": str(uuid.uuid4()),
        **changes,
    }
    return client.post(reverse("cases:visits-ask", args=[case.public_id]), sent)


def partners(client: Client, case: Case) -> str:
    return client.get(reverse("cases:partners", args=[case.public_id])).text


def test_a_wish_from_a_case_stands_on_the_list_and_says_nothing_of_it(
    signed_in: Client, case: Case, person: Person, visits: Method
) -> None:
    assert (
        reverse("cases:visits-ask", args=[case.public_id])
        in signed_in.get(reverse("cases:collective-choose", args=[case.public_id])).text
    )
    key = str(uuid.uuid4())
    for _again in range(2):
        assert ask(signed_in, case, person, visits, request_key=key).status_code == 302
    made = VisitReferral.objects.get()
    assert (made.case, made.person, made.referred_on) == (case, person, TODAY)
    assert (made.wish.team, made.wish.name, made.wish.asked_on) == (case.team, "Mien", TODAY)
    assert "wacht op een vrijwilliger" in partners(signed_in, case)
    wish = signed_in.get(reverse("collectief:visit-wish", args=[made.wish.public_id])).text
    assert "Mien" in wish
    assert "Zonderland" not in wish
    assert str(case.public_id) not in wish


def test_the_case_sees_how_it_goes_and_never_who_comes(
    signed_in: Client, case: Case, person: Person, visits: Method
) -> None:
    ask(signed_in, case, person, visits)
    match = VisitMatchFactory.create(
        wish=VisitWish.objects.get(), starts_on=TODAY, planned_until=TODAY + timedelta(days=180)
    )
    page = partners(signed_in, case)
    assert "een vrijwilliger komt langs: 0 bezoeken" in page
    assert match.volunteer.name not in page


def test_one_wish_at_a_time_for_one_person(signed_in: Client, case: Case, person: Person, visits: Method) -> None:
    ask(signed_in, case, person, visits)
    answer = ask(signed_in, case, person, visits)
    assert answer.status_code == 422
    assert "wacht al op bezoek" in answer.text
    assert VisitWish.objects.count() == 1
    VisitWish.objects.update(closed_on=TODAY, close_reason="done")
    assert ask(signed_in, case, person, visits).status_code == 302


def test_nothing_is_kept_without_a_yes_or_for_somebody_else(
    signed_in: Client, case: Case, person: Person, visits: Method
) -> None:
    stranger = HouseholdMemberFactory.create().person
    attempts = (
        ask(signed_in, case, person, visits, agreed=""),
        ask(signed_in, case, person, visits, reach=""),
        ask(signed_in, case, stranger, visits),
    )
    for answer in attempts:
        assert answer.status_code == 422
        assert "Mien" in answer.text  # nothing that was typed is lost
    assert not VisitWish.objects.exists()
    assert not VisitReferral.objects.exists()


def test_a_restricted_file_gives_no_name_along(client: Client, case: Case, colleague: User) -> None:
    (alone,) = case.household.members.select_related("person")
    page = reverse("cases:visits-ask", args=[case.public_id])
    client.force_login(colleague)
    assert client.get(page).context["form"]["name"].value() == alone.person.given_name
    CaseRestrictionFactory.create(case=case)
    answer = client.get(page)
    assert answer.status_code == 200
    assert not answer.context["form"]["name"].value()


def test_who_may_not_see_the_case_finds_nothing(client: Client, case: Case, outsider: User) -> None:
    VisitReferralFactory.create(case=case)
    assert sign_in(client, outsider).get(reverse("cases:visits-ask", args=[case.public_id])).status_code == 404
