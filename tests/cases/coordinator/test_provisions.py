"""Provisions: after the question, never on the provider's terms, and looked at in time."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Provision, RenewalLook
from cases.services.close_case import open_ends
from tests.cases.conftest import TODAY, statements
from tests.factories import (
    CaseFactory,
    InitiativeFactory,
    ProvisionFactory,
    RenewalLookFactory,
    SecondmentFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def asked(team: Team, colleague: User) -> Case:
    """A case of which the question behind the question is written."""
    return CaseFactory.create(team=team, coordinator=colleague, underlying_question="Rust in huis")


def new(client: Client, case: Case, **other: Any) -> Any:
    said = {
        "kind": "wmo-support",
        "who": "household",
        "provider": "Zorg Voorbeeld",
        "starts_on": TODAY,
        "last_day": TODAY + timedelta(days=90),
        "request_key": uuid.uuid4(),
        **other,
    }
    return client.post(reverse("cases:provision-new", args=[case.public_id]), said)


def renewal(provision: Provision) -> str:
    return reverse("cases:provision-renew", args=[provision.case.public_id, provision.public_id])


def test_no_offer_before_the_question(signed_in: Client, case: Case) -> None:
    page = signed_in.get(reverse("cases:provisions", args=[case.public_id]))
    assert "vraag achter de vraag" in page.text
    answer = new(signed_in, case)
    assert answer.status_code == 422
    assert "vraag achter de vraag" in answer.text
    assert not case.provisions.exists()
    before = case.opened_on - timedelta(days=30)
    assert new(signed_in, case, starts_on=before).status_code == 302  # it ran when the team came: a fact


def test_sending_twice_is_one_and_the_same_again_is_refused(signed_in: Client, asked: Case) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        assert new(signed_in, asked, request_key=key).status_code == 302
    assert new(signed_in, asked).status_code == 422
    assert asked.provisions.count() == 1
    assert asked.provisions.get().ends_on == TODAY + timedelta(days=91)


def test_the_own_employer_is_named(signed_in: Client, colleague: User, asked: Case) -> None:
    address = reverse("cases:provisions", args=[asked.public_id])
    ProvisionFactory.create(case=asked, provider="welzijn voorbeeld")
    assert "eigen werkgever" not in signed_in.get(address).text
    SecondmentFactory.create(user=colleague, organisation__name="Welzijn Voorbeeld")
    assert "eigen werkgever" in signed_in.get(address).text


def test_renewing_begins_with_the_look(signed_in: Client, asked: Case) -> None:
    provision = ProvisionFactory.create(case=asked, ends_on=TODAY + timedelta(days=20))
    decision = {
        "outcome": "renew",
        "note": "Het helpt",
        "kind": "wmo-support",
        "who": "household",
        "provider": "Zorg Voorbeeld",
        "starts_on": provision.ends_on,
        "last_day": date(2026, 9, 1),
        "request_key": uuid.uuid4(),
    }
    assert signed_in.post(renewal(provision), decision).status_code == 403
    look = {"changes": "De oudste doet de post", "is_same_question": "yes", "instead": "De buurvrouw"}
    assert signed_in.post(renewal(provision), {**look, "instead": ""}).status_code == 422
    assert signed_in.post(renewal(provision), look).status_code == 302
    assert signed_in.post(renewal(provision), decision).status_code == 302
    follows = Provision.objects.get(renews=provision)
    assert (follows.starts_on, follows.ends_on) == (provision.ends_on, date(2026, 9, 2))
    assert RenewalLook.objects.get().outcome == "renew"
    assert "verlengd" not in signed_in.get("/verlengingen/").text
    assert provision.case.household.name not in signed_in.get("/verlengingen/").text


def test_an_initiative_takes_over(signed_in: Client, asked: Case, team: Team) -> None:
    provision = ProvisionFactory.create(case=asked, ends_on=TODAY + timedelta(days=20))
    RenewalLookFactory.create(provision=provision)
    said = {"outcome": "initiative", "note": "De kookclub", "initiative": ""}
    assert signed_in.post(renewal(provision), said).status_code == 422
    said["initiative"] = str(InitiativeFactory.create(team=team).pk)
    assert signed_in.post(renewal(provision), said).status_code == 302
    provision.refresh_from_db()
    assert (provision.end_reason, provision.ends_on) == ("initiative", TODAY + timedelta(days=20))


def test_the_list_looks_twelve_weeks_ahead_lapsed_first(
    signed_in: Client, client: Client, asked: Case, team: Team, colleague: User, outsider: User
) -> None:
    for days in (84, 85, -3):
        case = CaseFactory.create(team=team, coordinator=colleague, underlying_question="Rust")
        ProvisionFactory.create(case=case, ends_on=TODAY + timedelta(days=days))
    rows = signed_in.get("/verlengingen/").context["rows"]
    assert [(row.ends_on - TODAY).days for row in rows] == [-3, 84]
    few = len(statements(lambda: signed_in.get("/verlengingen/")))
    ProvisionFactory.create(case=asked, ends_on=TODAY + timedelta(days=7))
    assert len(statements(lambda: signed_in.get("/verlengingen/"))) == few
    work = [
        item.kind
        for group in signed_in.get("/mijn-werk/").context["groups"]
        for row in group.rows
        for item in row.items
    ]
    assert work == ["renewal", "renewal"]
    assert sign_in(Client(), outsider).get("/verlengingen/").context["rows"] == ()


def test_stopping_says_why(signed_in: Client, asked: Case) -> None:
    provision = ProvisionFactory.create(case=asked)
    address = reverse("cases:provision-end", args=[asked.public_id, provision.public_id])
    assert signed_in.post(address, {"last_day": TODAY}).status_code == 422
    said = {"last_day": TODAY, "reason": "network", "note": "De zus komt elke dag"}
    assert signed_in.post(address, said).status_code == 302
    provision.refresh_from_db()
    assert (provision.ends_on, provision.end_reason) == (TODAY + timedelta(days=1), "network")
    assert signed_in.post(address, said).status_code == 422


def test_closing_names_what_goes_on_without_the_team(asked: Case) -> None:
    ProvisionFactory.create(case=asked, ends_on=TODAY, provider="Zorg Voorbij")
    ProvisionFactory.create(case=asked, starts_on=TODAY, ends_on=TODAY + timedelta(days=1), provider="Zorg Loopt")
    ProvisionFactory.create(case=asked, ends_on=None, provider="Zorg Altijd")
    said = " ".join(str(end.text) for end in open_ends(asked))
    assert "Zorg Loopt loopt tot en met 4 mei 2026" in said
    assert "Zorg Altijd loopt, zonder laatste dag" in said
    assert "Zorg Voorbij" not in said


def test_the_question_under_a_provision_is_rewritten_and_not_emptied(signed_in: Client, asked: Case) -> None:
    ProvisionFactory.create(case=asked)
    address = reverse("cases:edit", args=[asked.public_id])
    seen = signed_in.get(address).context["form"]["seen"].value()
    said = {"theme": asked.theme_id, "seen": seen, "underlying_question": " "}
    answer = signed_in.post(address, said)
    assert answer.status_code == 422
    assert "rust een voorziening" in answer.text
    assert signed_in.post(address, {**said, "underlying_question": "Rust en slaap"}).status_code == 302
    asked.refresh_from_db()
    assert asked.underlying_question == "Rust en slaap"
