"""The tour for a first day: begins by itself, can be skipped and begun again, and remembers where somebody was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import MunicipalityFactory, PartnerAccessFactory, UserFactory, sign_in
from tests.guards.rows import ACCESS
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.services.manage_account import create_account
from wijkteam.core.navigation import menu
from wijkteam.manual.selectors.tours import TOURS

WHO = {
    "team-member": "colleague",
    "team-coordinator": "coordinator",
    "commissioner": "commissioner",
    "administrator": "administrator",
    "privacy-officer": "privacy_officer",
    "partner": "partner",
}


def signed_in(client: Client, role: str, **fields: Any) -> User:
    MunicipalityFactory.create()
    if role == Role.PARTNER:
        today = timezone.localdate()
        access = PartnerAccessFactory.create(starts_on=today, ends_on=today + timedelta(days=30))
        user: User = access.user
        User.objects.filter(pk=user.pk).update(**fields)
    else:
        user = UserFactory.create(role=role, **fields)
    sign_in(client, user)
    return user


@pytest.mark.parametrize("role", Role.values)
def test_a_tour_is_short_and_goes_where_the_role_may_go(role: str) -> None:
    stops = TOURS[role]
    assert 3 <= len(stops) <= 6
    assert len({stop.address for stop in stops}) == len(stops)
    for stop in stops:
        assert ACCESS[stop.address].get[WHO[role]] == 200, stop.address
        assert len(str(stop.text).split()) <= 32


@pytest.mark.parametrize("role", Role.values)
def test_a_tour_begins_where_one_arrives_after_signing_in(role: str) -> None:
    assert reverse(TOURS[role][0].address) == menu(role=role, path="/")[0].url


@pytest.mark.django_db
def test_a_new_account_begins_with_the_tour() -> None:
    by = UserFactory.create(administrator=True)
    new = create_account(
        username="nieuw", name="Nieuwe Collega", email="", role=Role.TEAM_MEMBER, by=by, at=timezone.now()
    )
    assert new.tour_step == 0


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_the_whole_tour_step_by_step(client: Client, role: str) -> None:
    user = signed_in(client, role, tour_step=0)
    page = client.get(reverse(TOURS[role][0].address))
    for number, stop in enumerate(TOURS[role], start=1):
        html = page.content.decode()
        assert f"stap {number} van {len(TOURS[role])}" in html
        assert 'id="tour-title"' in html
        last = number == len(TOURS[role])
        page = client.post(reverse("manual:tour"), {"to": "end" if last else str(number)}, follow=True)
        assert page.status_code == 200, stop.address
    assert 'id="tour-title"' not in page.content.decode()
    assert "Dat was de rondleiding" in page.content.decode()
    user.refresh_from_db()
    assert user.tour_step is None


@pytest.mark.django_db
def test_a_step_is_shown_on_its_own_page_only(client: Client) -> None:
    signed_in(client, "team-member", tour_step=1)
    assert 'id="tour-title"' not in client.get(reverse("cases:my-work")).content.decode()
    assert 'id="tour-title"' in client.get(reverse("cases:board")).content.decode()


@pytest.mark.django_db
def test_it_is_skipped_for_good_and_begun_again_on_request(client: Client) -> None:
    user = signed_in(client, "team-member", tour_step=2)
    client.post(reverse("manual:tour"), {"to": "end"})
    user.refresh_from_db()
    assert user.tour_step is None
    assert 'id="tour-title"' not in client.get(reverse("cases:my-work")).content.decode()
    answer = client.post(reverse("manual:tour"), {"to": "0"})
    assert answer["Location"] == reverse("cases:my-work")
    assert 'id="tour-title"' in client.get(reverse("cases:my-work")).content.decode()


@pytest.mark.django_db
def test_pressing_twice_is_pressing_once(client: Client) -> None:
    user = signed_in(client, "team-member", tour_step=0)
    for _press in range(2):
        client.post(reverse("manual:tour"), {"to": "1"})
    user.refresh_from_db()
    assert user.tour_step == 1


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["", "-1", "99", "٣", "zes", "99999999999999999999"])
def test_a_step_that_is_not_there_ends_it(client: Client, to: str) -> None:
    user = signed_in(client, "team-member", tour_step=0)
    assert client.post(reverse("manual:tour"), {"to": to}).status_code == 302
    user.refresh_from_db()
    assert user.tour_step is None


@pytest.mark.django_db
def test_another_role_makes_a_late_step_harmless(client: Client) -> None:
    """Somebody at step six of a colleague becomes a commissioner: three steps, and nothing breaks."""
    signed_in(client, "commissioner", tour_step=5)
    assert client.get(reverse("reports:start")).status_code == 200
    answer = client.post(reverse("manual:tour"), {"to": "5"})
    assert answer.status_code == 302
