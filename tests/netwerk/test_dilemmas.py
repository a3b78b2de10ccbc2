"""Dilemmas: for who wrote them and whom they named, as long as they work in the team, and for no figure."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from netwerk.models import Dilemma, Organisation
from tests.factories import (
    DilemmaFactory,
    DilemmaNoteFactory,
    DilemmaReaderFactory,
    OrganisationFactory,
    TeamMembershipFactory,
)
from tests.guards.past_the_code import change
from tests.netwerk.conftest import TODAY
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team, TeamMembership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LIST = "/netwerk/dilemmas/"


def page_of(dilemma: Dilemma, name: str = "dilemma") -> str:
    return reverse(f"netwerk:{name}", args=[dilemma.public_id])


def written(**changes: Any) -> dict[str, Any]:
    said = {"kind": "loyalty", "text": "Mijn oude baas belt mij.", "request_key": str(uuid4())}
    return {**said, **changes}


def test_it_is_for_who_wrote_it_and_whom_they_named(
    client: Client, signed_in: Client, team: Team, colleague: User, teammate: User, coordinator: User
) -> None:
    clinic = OrganisationFactory.create()
    address = reverse("netwerk:dilemma-new", args=[clinic.public_id])
    data = written(readers=[teammate.pk], look_back_on="2026-05-20")
    first, again = (signed_in.post(address, data) for _ in range(2))
    dilemma = Dilemma.objects.get()
    assert first["Location"] == again["Location"] == page_of(dilemma)
    assert (dilemma.author, dilemma.team, dilemma.written_on) == (colleague, team, TODAY)
    another = TeamMembershipFactory.create(team=team).user
    for who, status in ((colleague, 200), (teammate, 200), (another, 404), (coordinator, 404)):
        client.force_login(who)
        assert client.get(page_of(dilemma)).status_code == status
        assert bool(client.get(LIST).context["rows"]) is (status == 200)
    change(dilemma, with_coordinator=True)
    client.force_login(another)
    assert client.get(page_of(dilemma)).status_code == 404
    client.force_login(coordinator)
    assert "Mijn oude baas" in client.get(page_of(dilemma)).text


def test_a_list_says_nothing_of_the_others(client: Client, teammate: User, team: Team) -> None:
    DilemmaFactory.create(team=team, text="Kanarie", organisation__name="Verraden Naam")
    client.force_login(teammate)
    text = client.get(LIST).text
    assert "Verraden Naam" not in text
    assert "Geen dilemma" in text


def test_a_list_shows_no_words(signed_in: Client, colleague: User, team: Team) -> None:
    DilemmaFactory.create(team=team, author=colleague, text="Kanarie")
    assert "Kanarie" not in signed_in.get(LIST).text


def test_who_leaves_the_team_reads_it_no_longer(client: Client, team: Team, teammate: User) -> None:
    dilemma = DilemmaFactory.create(team=team)
    DilemmaReaderFactory.create(dilemma=dilemma, user=teammate)
    client.force_login(teammate)
    assert client.get(page_of(dilemma)).status_code == 200
    TeamMembership.objects.filter(user=teammate).update(ends_on=TODAY)
    assert client.get(page_of(dilemma)).status_code == 404


@pytest.mark.parametrize("wrong", [{"text": ""}, {"kind": "gossip"}, {"look_back_on": "2026-05-04"}])
def test_what_cannot_be_written(signed_in: Client, wrong: dict[str, str]) -> None:
    address = reverse("netwerk:dilemma-new", args=[OrganisationFactory.create().public_id])
    assert signed_in.post(address, written(**wrong)).status_code == 422


def test_somebody_of_another_team_cannot_be_named(signed_in: Client, teammate: User, outsider: User) -> None:
    address = reverse("netwerk:dilemma-new", args=[OrganisationFactory.create().public_id])
    assert signed_in.post(address, written(readers=[outsider.pk])).status_code == 422
    assert not Dilemma.objects.exists()


def test_a_colleague_adds_to_it_and_the_author_ends_it(
    client: Client, signed_in: Client, team: Team, colleague: User, teammate: User
) -> None:
    dilemma = DilemmaFactory.create(team=team, author=colleague)
    DilemmaReaderFactory.create(dilemma=dilemma, user=teammate)
    client.force_login(teammate)
    note = {"text": "Ik zou het zeggen.", "request_key": str(uuid4())}
    for _ in range(2):  # pressed twice
        assert client.post(page_of(dilemma), note).status_code == 302
    assert dilemma.notes.get().author == teammate
    assert client.post(page_of(dilemma, "dilemma-end"), {"outcome": "Ik beslis wel"}).status_code == 403
    client.force_login(colleague)
    assert client.post(page_of(dilemma, "dilemma-end"), {"outcome": "Gezegd, en goed."}).status_code == 302
    assert client.post(page_of(dilemma, "dilemma-end"), {"outcome": "Nog eens"}).status_code == 403
    late = client.post(page_of(dilemma), {"text": "Te laat", "request_key": str(uuid4())})
    assert late.status_code == 409
    assert "Gezegd, en goed." in client.get(page_of(dilemma)).text


def test_taking_a_reader_away_closes_it_for_them(
    client: Client, signed_in: Client, team: Team, colleague: User, teammate: User
) -> None:
    dilemma = DilemmaFactory.create(team=team, author=colleague)
    DilemmaReaderFactory.create(dilemma=dilemma, user=teammate)
    data = {"kind": "dilemma", "text": "Anders gezegd", "readers": []}
    assert signed_in.post(page_of(dilemma, "dilemma-edit"), data).status_code == 302
    dilemma.refresh_from_db()
    assert (dilemma.text, dilemma.readers.count()) == ("Anders gezegd", 0)
    client.force_login(teammate)
    assert client.get(page_of(dilemma)).status_code == 404


def test_it_comes_back_in_my_work_of_its_author_alone(
    client: Client, team: Team, colleague: User, teammate: User
) -> None:
    dilemma = DilemmaFactory.create(team=team, author=colleague, look_back_on=date(2026, 5, 1), text="Kanarie")
    DilemmaReaderFactory.create(dilemma=dilemma, user=teammate)
    for who, sees in ((colleague, True), (teammate, False)):
        client.force_login(who)
        text = client.get("/mijn-werk/").text
        assert (page_of(dilemma) in text) is sees
        assert "Kanarie" not in text


def test_no_search_directory_or_provider_page_speaks_of_it(
    client: Client, signed_in: Client, coordinator: User, team: Team
) -> None:
    clinic: Organisation = OrganisationFactory.create(name="Kliniek Zuid")
    dilemma = DilemmaFactory.create(team=team, organisation=clinic, text="kanariedilemma")
    DilemmaNoteFactory.create(dilemma=dilemma, text="kanarienotitie")
    client.force_login(coordinator)
    for address in (
        reverse("netwerk:directory") + "?q=kanariedilemma",
        reverse("netwerk:organisation", args=[clinic.public_id]),
        reverse("netwerk:relations"),
        reverse("netwerk:independence"),
        "/mijn-werk/",
    ):
        text = client.get(address).text
        assert "kanarienotitie" not in text
        assert page_of(dilemma) not in text
