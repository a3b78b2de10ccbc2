"""Finding who does what, where: by words, without their standing in an address; fast in a large directory."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netwerk.models import Organisation, Professional, Service
from netwerk.selectors.directory_search import candidates, words_of
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    ProfessionalFactory,
    ServiceFactory,
    TeamMembershipFactory,
    ThemeFactory,
)
from tests.netwerk.test_directory import names, rows
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

LIST = "netwerk:directory"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def humanitas(db: None) -> Organisation:
    """A volunteer organisation in Oost that has a debt buddy."""
    made = OrganisationFactory.create(name="Humanitas")
    ServiceFactory.create(organisation=made, name="Schuldhulpmaatje", description="Samen de post openen aan tafel")
    ServiceFactory.create(organisation=made, name="Lotgenotengroep", ends_on=date(2026, 1, 1))
    ProfessionalFactory.create(organisation=made, name="José van Dam", function="Coördinator maatjes")
    ProfessionalFactory.create(organisation=made, name="Gerda Weg", ended=True)
    LocationFactory.create(organisation=made, area=NeighbourhoodFactory.create(name="Transvaal Oost"))
    OrganisationFactory.create(name="Sportvereniging")
    return made


@pytest.mark.parametrize(
    "text",
    [
        "schuldhulpmaatje", "Wie kent een schuldhulpmaatje in Oost?", "schuldhulpmatje", "post openen", "jose",
        "José van Dam", "coordinator", "humanitas maatje oost", "HUMANITAS",
    ],
)  # fmt: skip
def test_services_people_and_places_are_found(signed_in: Client, humanitas: Organisation, text: str) -> None:
    assert names(signed_in, q=text) == ["Humanitas"]


@pytest.mark.parametrize("text", ["lotgenotengroep", "gerda", "humanitas noord", "%", "_", "'", "\\", "zzz"])
def test_what_has_ended_or_is_not_there_is_not_found(signed_in: Client, humanitas: Organisation, text: str) -> None:
    assert names(signed_in, q=text) == []


def test_the_list_says_because_of_whom(signed_in: Client, humanitas: Organisation) -> None:
    assert rows(signed_in, q="maatje")[0].found == ("Schuldhulpmaatje", "José van Dam (Coördinator maatjes)")
    assert rows(signed_in, q="humanitas")[0].found == ()


def test_words_of_a_question() -> None:
    assert words_of("Wie kent een schuldhulpmaatje in Oost?") == ["schuldhulpmaatje", "oost"]
    assert words_of("de") == ["de"]
    assert words_of("?!") == []
    assert len(words_of("a1 b2 c3 d4 e5 f6 g7 h8")) == 6


def test_a_theme_finds_its_services(signed_in: Client, humanitas: Organisation) -> None:
    humanitas.services.get(name="Schuldhulpmaatje").themes.add(ThemeFactory.create(name="Geldzorgen"))
    assert names(signed_in, q="geldzorgen") == ["Humanitas"]


def test_what_was_looked_for_stands_in_no_address_and_is_there_when_one_comes_back(
    signed_in: Client, humanitas: Organisation
) -> None:
    answer = signed_in.post(reverse(LIST), {"q": "José", "soort": "school"})
    assert answer["Location"] == f"{reverse(LIST)}?soort=school"
    back = signed_in.get(answer["Location"])
    assert [row.name for row in back.context["overview"].rows] == ["Humanitas"]
    assert 'value="José"' in back.text
    fragment = signed_in.post(f"{reverse(LIST)}?deel=rows", {"q": "José"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert fragment["HX-Push-Url"] == reverse(LIST)
    assert names(signed_in, q="") == ["Humanitas", "Sportvereniging"]


def test_the_chosen_team_stays_chosen(
    signed_in: Client, colleague: User, other_team: Team, humanitas: Organisation
) -> None:
    TeamMembershipFactory.create(user=colleague, team=other_team)
    query = f"?team={other_team.code}"
    page = signed_in.get(f"{reverse(LIST)}{query}")
    address = f"{reverse('netwerk:organisation', args=[humanitas.public_id])}{query}"
    assert address in page.text
    assert signed_in.post(reverse(LIST), {"team": other_team.code, "q": ""})["Location"] == f"{reverse(LIST)}{query}"
    shown = signed_in.get(address).text
    for name, thing in (
        ("organisation-edit", humanitas), ("service-new", humanitas), ("location-new", humanitas),
        ("service-edit", humanitas.services.get(name="Schuldhulpmaatje")), ("location-edit", humanitas.locations.get()),
    ):  # fmt: skip
        edit = f"{reverse(f'netwerk:{name}', args=[thing.public_id])}{query}"
        assert edit in shown
        assert address in signed_in.get(edit).text
    edit = reverse("netwerk:organisation-edit", args=[humanitas.public_id])
    assert f"{address.partition('?')[0]}?" not in signed_in.get(f"{edit}?team=vreemd").text


@pytest.fixture
def large(db: None) -> None:
    """5,000 organisations with two services and a person each."""
    made = Organisation.objects.bulk_create(
        Organisation(name=f"Stichting {number} Wijk", kind="welfare", starts_on=date(2020, 1, 1), description="Hulp")
        for number in range(5000)
    )
    Service.objects.bulk_create(
        Service(
            organisation=one, name=f"Inloop {number} {one.pk}", starts_on=date(2020, 1, 1), description="Samen eten"
        )
        for one in made
        for number in range(2)
    )
    Professional.objects.bulk_create(
        Professional(organisation=one, name=f"Medewerker {one.pk}", starts_on=date(2020, 1, 1)) for one in made
    )
    ServiceFactory.create(organisation=made[77], name="Schuldhulpmaatje")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE netwerk_organisation, netwerk_service, netwerk_professional")


def test_a_large_directory_is_searched_by_index_in_few_statements(signed_in: Client, large: None) -> None:
    assert names(signed_in, q="schuldhulpmaatje") == ["Stichting 77 Wijk"]
    with CaptureQueriesContext(connection) as seen:
        signed_in.get(reverse(LIST))
    about = [one["sql"] for one in seen.captured_queries if "netwerk_" in one["sql"] or "pg_trgm" in one["sql"]]
    assert len(about) <= 8, about
    plan = candidates("schuldhulpmaatje", today=date(2026, 5, 4)).explain()
    # The largest table; the smaller ones are read through until they are as large.
    assert "Bitmap Index Scan on service_search" in plan, plan
