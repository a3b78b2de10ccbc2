"""What a team chose in a reflection is begun from there, and stays tied to it."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collectief.models import Initiative, Reflection
from tests.factories import DistrictFactory, InitiativeFactory, ReflectionFactory, TeamAreaFactory, ThemeFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


@pytest.fixture
def reflection(team: Team) -> Reflection:
    area = TeamAreaFactory.create(team=team, area=DistrictFactory.create(name="Wijk Noord")).area
    return ReflectionFactory.create(team=team, area=area, theme=ThemeFactory.create(name="Rouw"), choice="method")


def begin(client: Client, reflection: Reflection) -> Initiative:
    address = f"{reverse('collectief:initiative-new')}?reflectie={reflection.public_id}"
    form = client.get(address).context["form"]
    assert (form["theme"].value(), form["area"].value()) == (reflection.theme_id, reflection.area_id)
    sent = {
        "name": "Rouwgroep",
        "theme": reflection.theme_id,
        "area": reflection.area_id,
        "owner": "team",
        "starts_on": timezone.localdate().isoformat(),
        "request_key": str(uuid.uuid4()),
    }
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Initiative.objects.get(name="Rouwgroep")


def test_an_initiative_begins_with_what_was_chosen(signed_in: Client, reflection: Reflection) -> None:
    made = begin(signed_in, reflection)
    assert made.came_from == reflection
    page = signed_in.get(reverse("collectief:reflection", args=[reflection.public_id])).text
    assert "Rouwgroep" in page
    assert f"{reverse('collectief:edition-new')}?initiatief={made.public_id}" in page  # the next step of a method
    assert "Rouw in Wijk Noord" in signed_in.get(reverse("collectief:initiative", args=[made.public_id])).text


def test_a_reflection_of_another_team_is_not_named(
    signed_in: Client, client: Client, team: Team, other_team: Team
) -> None:
    theirs = ReflectionFactory.create(team=other_team, theme=ThemeFactory.create(name="Geheim thema"))
    address = f"{reverse('collectief:initiative-new')}?reflectie={theirs.public_id}"
    assert signed_in.get(address).context["form"].instance.came_from is None
    open_to_all = InitiativeFactory.create(team=other_team, came_from=theirs)
    page = signed_in.get(reverse("collectief:initiative", args=[open_to_all.public_id])).text
    assert reverse("collectief:reflection", args=[theirs.public_id]) not in page


@pytest.mark.parametrize("named", ["", "nee", "%01", "123e4567-e89b-12d3-a456-426614174000"])
def test_anything_else_in_the_address_is_an_ordinary_form(signed_in: Client, team: Team, named: str) -> None:
    assert signed_in.get(f"{reverse('collectief:initiative-new')}?reflectie={named}").status_code == 200
