"""Working agreements that ask to be looked at: for who leads the team, in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.conftest import TODAY
from tests.factories import OrganisationFactory, WorkingAgreementFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def page_of(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("cases:my-work")).content.decode()


def test_what_is_due_or_ends_is_for_the_team_coordinator_alone(
    client: Client, team: Team, coordinator: User, colleague: User
) -> None:
    def agreed(name: str, **fields: object) -> None:
        WorkingAgreementFactory.create(team=team, organisation=OrganisationFactory.create(name=name), **fields)

    agreed("Te laat", review_on=TODAY - timedelta(days=3))
    agreed("Bijna", review_on=TODAY + timedelta(days=27))
    agreed("Loopt af", ends_on=TODAY + timedelta(days=10))
    agreed("Later", review_on=TODAY + timedelta(days=29))
    agreed(
        "Vervangen",
        review_on=TODAY - timedelta(days=3),
        ends_on=date(2026, 1, 1),
        ended_at=datetime(2025, 12, 1, tzinfo=UTC),
        end_reason="Vervangen",
    )
    WorkingAgreementFactory.create(organisation__name="Ander team", review_on=TODAY - timedelta(days=3))
    text = page_of(client, coordinator)
    assert "Je zou op 1 mei 2026 opnieuw naar de werkafspraak kijken" in text
    assert "Kijk op 31 mei 2026 opnieuw naar de werkafspraak" in text
    assert "De werkafspraak loopt af op 14 mei 2026" in text
    for name in ("Later", "Vervangen", "Ander team"):
        assert name not in text
    assert "werkafspraak" not in page_of(client, colleague)
