"""A colleague goes on where the own employer helps: told, seen by the team coordinator, counted, and never twice."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import NoticeKind
from cases.models import Case, SecondmentNotice
from cases.services.assign_coordinator import assign_coordinator
from netwerk.models import Organisation
from tests.cases.conftest import NOW, TODAY
from tests.factories import (
    CaseFactory,
    CaseRestrictionFactory,
    InvolvementFactory,
    OrganisationFactory,
    ProvisionFactory,
    RelationMomentFactory,
    SecondmentFactory,
    SecondmentNoticeFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LIST = "/detachering/"
TOLD = "Je bent in dienst van Kliniek Zuid. Je mag door"


@pytest.fixture
def clinic(db: None) -> Organisation:
    return OrganisationFactory.create(name="Kliniek Zuid")


def ask(client: Client, case: Case, clinic: Organisation) -> Any:
    address = reverse("cases:involvement-add", args=[case.public_id, clinic.public_id])
    data = {"mode": "consulted", "question": "Denk mee", "is_anonymous": "on", "request_key": str(uuid.uuid4())}
    return client.post(address, data)


def test_who_asks_the_own_employer_is_told_and_noticed(
    signed_in: Client, colleague: User, case: Case, clinic: Organisation
) -> None:
    address = reverse("cases:involvement-add", args=[case.public_id, clinic.public_id])
    assert TOLD not in signed_in.get(address).text
    ask(signed_in, case, clinic)
    assert not SecondmentNotice.objects.exists()
    SecondmentFactory.create(user=colleague, organisation=clinic)
    assert TOLD in signed_in.get(address).text
    assert ask(signed_in, case, clinic).status_code == 302
    notice = SecondmentNotice.objects.get(kind=NoticeKind.INVOLVEMENT)
    assert (notice.worker, notice.organisation, notice.case, notice.team) == (colleague, clinic, case, case.team)
    assert notice.noticed_on == TODAY
    assert TOLD in signed_in.get(reverse("cases:partners", args=[case.public_id])).text


def test_another_employer_and_another_time_are_no_matter(
    signed_in: Client, colleague: User, case: Case, clinic: Organisation
) -> None:
    SecondmentFactory.create(user=colleague)
    SecondmentFactory.create(user=colleague, organisation=clinic, ends_on=TODAY)
    SecondmentFactory.create(user=colleague, organisation=clinic, starts_on=TODAY + timedelta(days=1))
    assert ask(signed_in, case, clinic).status_code == 302
    assert not SecondmentNotice.objects.exists()


def test_a_provision_of_the_own_employer_is_noticed(colleague: User, case: Case, clinic: Organisation) -> None:
    SecondmentFactory.create(user=colleague, organisation=clinic)
    given = ProvisionFactory.create(
        case__team=case.team, case__coordinator=colleague, organisation=clinic, registered_by=colleague
    )
    notice = SecondmentNotice.objects.get()
    assert (notice.kind, notice.provision, notice.worker) == (NoticeKind.PROVISION, given, colleague)


def test_the_coordinator_is_noticed_when_a_colleague_asks(
    client: Client, colleague: User, teammate: User, case: Case, clinic: Organisation
) -> None:
    SecondmentFactory.create(user=colleague, organisation=clinic)
    client.force_login(teammate)
    for _ in range(2):
        assert ask(client, case, clinic).status_code == 302
    notice = SecondmentNotice.objects.get()  # once for each employer, however often they are asked
    assert (notice.kind, notice.worker, notice.case) == (NoticeKind.CASE, colleague, case)


def test_who_comes_to_coordinate_is_noticed(
    team: Team, colleague: User, teammate: User, coordinator: User, clinic: Organisation
) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague)
    InvolvementFactory.create(case=case, organisation=clinic, anonymous=True)
    SecondmentFactory.create(user=teammate, organisation=clinic)
    assign_coordinator(case=case, worker=teammate, expected=colleague.pk, by=coordinator, at=NOW, reason="Rustiger")
    assert SecondmentNotice.objects.get().worker == teammate


def test_the_team_coordinator_sees_it_and_the_reading_is_logged(
    client: Client, team: Team, colleague: User, coordinator: User, clinic: Organisation
) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague, household__name="Gezin Zichtbaar")
    SecondmentNoticeFactory.create(case=case, worker=colleague, organisation=clinic, noticed_on=TODAY)
    hidden = CaseFactory.create(team=team, coordinator=colleague, household__name="Gezin Verborgen")
    SecondmentNoticeFactory.create(case=hidden, noticed_on=TODAY)
    CaseRestrictionFactory.create(case=hidden)
    SecondmentNoticeFactory.create(noticed_on=TODAY, case__household__name="Gezin Elders")
    client.force_login(coordinator)
    text = client.get(LIST).text
    assert "Gezin Zichtbaar" in text
    assert colleague.name in text
    assert "Gezin Verborgen" not in text
    assert "Gezin Elders" not in text
    assert ReadLog.objects.filter(user_id=coordinator.pk, household_id=case.household_id).exists()
    assert not ReadLog.objects.filter(user_id=coordinator.pk, household_id=hidden.household_id).exists()
    work = client.get("/mijn-werk/").text
    assert "Eén keer deze week werkte een collega met de eigen werkgever" in work


def test_the_list_is_for_team_coordinators(signed_in: Client, commissioner: User, client: Client) -> None:
    assert signed_in.get(LIST).status_code == 403
    assert sign_in(client, commissioner).get(LIST).status_code == 403


def test_requests_for_households_count_as_asked_but_for_who_may_not_know(
    client: Client, team: Team, colleague: User, teammate: User, clinic: Organisation
) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague)
    hidden = CaseFactory.create(team=team, coordinator=colleague)
    for one in (case, hidden):
        InvolvementFactory.create(case=one, organisation=clinic, anonymous=True)
    CaseRestrictionFactory.create(case=hidden)
    InvolvementFactory.create(case=CaseFactory.create(), organisation=clinic, anonymous=True)
    RelationMomentFactory.create(team=team, organisation=clinic, exchange="they-asked")
    client.force_login(teammate)
    page = client.get(reverse("netwerk:organisation", args=[clinic.public_id])).context["page"]
    assert (page.mine.balance.received, page.mine.balance.given, page.mine.balance.requests) == (1, 1, 1)
