"""What an initiative lives on is seen in time, with what would be lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from collectief.models import Funding, Initiative
from tests.factories import (
    AttendanceFactory,
    CollectiveReferralFactory,
    EditionFactory,
    FundingFactory,
    InitiativeFactory,
    OrganisationFactory,
    ParticipantFactory,
    SessionFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def test_what_lapses_stands_in_the_list_with_what_would_be_lost(
    signed_in: Client, team: Team, other_team: Team
) -> None:
    edition = EditionFactory.create(initiative__team=team, initiative__name="Kookclub")
    one = ParticipantFactory.create(edition=edition)
    session = SessionFactory.create(edition=edition, noted=True, others=4)
    AttendanceFactory.create(participant=one, session=session)
    FundingFactory.create(initiative=edition.initiative, ends_on=date(2026, 7, 1))
    FundingFactory.create(initiative=InitiativeFactory.create(team=team), ends_on=date(2027, 7, 1))
    FundingFactory.create(initiative=InitiativeFactory.create(team=other_team), ends_on=date(2026, 6, 1))
    FundingFactory.create(
        initiative=InitiativeFactory.create(team=team, name="Onzeker"), state="threatened", ends_on=date(2027, 7, 1)
    )
    for _household in range(5):
        CollectiveReferralFactory.create(initiative=edition.initiative)
    rows = signed_in.get(reverse("collectief:funding")).context["rows"]
    assert [row.name for row in rows] == ["Kookclub", "Onzeker"]
    loss = rows[0].loss
    assert (loss.sessions, loss.visits, loss.people, loss.referred) == (1, 5, 1, 5)
    assert loss.methods == (edition.method.name,)


def test_a_few_households_are_not_counted_out(signed_in: Client, team: Team) -> None:
    initiative = InitiativeFactory.create(team=team)
    FundingFactory.create(initiative=initiative, ends_on=date(2026, 6, 1))
    CollectiveReferralFactory.create(initiative=initiative)
    (row,) = signed_in.get(reverse("collectief:funding")).context["rows"]
    assert (row.loss.referred, row.loss.few_referred) == (0, True)


def test_adding_and_changing(signed_in: Client, team: Team) -> None:
    initiative = InitiativeFactory.create(team=team)
    sent = {"funder": "Wijkfonds", "amount": "2500", "ends_on": "2026-07-01", "state": "running"}
    assert signed_in.post(reverse("collectief:funding-new", args=[initiative.public_id]), sent).status_code == 302
    made = Funding.objects.get()
    page = signed_in.get(reverse("collectief:initiative", args=[initiative.public_id]))
    assert "loopt over 58 dagen af" in page.text
    edit = reverse("collectief:funding-edit", args=[initiative.public_id, made.public_id])
    assert signed_in.post(edit, {**sent, "state": "stopped"}).status_code == 302
    assert signed_in.post(edit, {**sent, "starts_on": "2026-08-01"}).status_code == 422
    made.refresh_from_db()
    assert (made.state, made.starts_on) == ("stopped", None)
    other = InitiativeFactory.create(team=team)
    assert signed_in.get(reverse("collectief:funding-edit", args=[other.public_id, made.public_id])).status_code == 404


def test_the_team_coordinator_hears_it_in_time(client: Client, team: Team) -> None:
    FundingFactory.create(initiative=InitiativeFactory.create(team=team, name="Kookclub"), ends_on=date(2026, 6, 1))
    coordinator = TeamMembershipFactory.create(team=team, user__team_coordinator=True).user
    assert "Kookclub" in sign_in(client, coordinator).get(reverse("cases:my-work")).text


def test_an_initiative_in_full(signed_in: Client, team: Team) -> None:
    theme, other = ThemeFactory.create(), ThemeFactory.create()
    organisation = OrganisationFactory.create()
    before = InitiativeFactory.create(team=team, name="Inloop ervoor")
    sent = {
        "name": "Taalzwemmen", "owner": "organisation", "organisation": organisation.pk, "theme": theme.pk,
        "other_themes": [other.pk], "starts_on": "2026-06-01", "target_group": "Vrouwen die Nederlands leren",
        "gives_back": "Zij leren anderen zwemmen", "is_experiment": "on", "linked": [before.pk],
    }  # fmt: skip
    assert signed_in.post(reverse("collectief:initiative-new"), sent).status_code == 302
    made = Initiative.objects.get(name="Taalzwemmen")
    page = signed_in.get(reverse("collectief:initiative", args=[made.public_id])).text
    for said in (organisation.name, "Vrouwen die", "anderen zwemmen", "experiment", "Inloop ervoor", str(other)):
        assert said in page, said
    # of nobody else than an organisation is it of an organisation
    edit = reverse("collectief:initiative-edit", args=[made.public_id])
    assert signed_in.post(edit, {**sent, "owner": "team"}).status_code == 302
    made.refresh_from_db()
    assert made.organisation is None


def test_who_leads_hears_that_attendance_waits(client: Client, team: Team) -> None:
    worker = TeamMembershipFactory.create(team=team).user
    edition = EditionFactory.create(initiative__team=team, initiative__name="Kookclub")
    edition.leaders.create(worker=worker)
    session = SessionFactory.create(edition=edition, held_on=date(2026, 5, 4))
    link = reverse("collectief:attendance", args=[session.public_id])
    assert link in sign_in(client, worker).get(reverse("cases:my-work")).text
    session.noted_at, session.noted_by = NOW, UserFactory.create()
    session.save()
    assert link not in client.get(reverse("cases:my-work")).text
