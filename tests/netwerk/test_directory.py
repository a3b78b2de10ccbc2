"""The directory: everybody who works with households reads it, everybody in a team keeps it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netwerk.enums import Level, LevelReason, OrganisationKind
from netwerk.models import Location, Organisation, Professional, Service
from netwerk.selectors.directory import DirectoryRow
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    ProfessionalFactory,
    RelationMomentFactory,
    RingMembershipFactory,
    ServiceFactory,
    ThemeFactory,
    WorkingAgreementFactory,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

LIST = "netwerk:directory"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


def rows(client: Client, **query: str) -> list[DirectoryRow]:
    """As from the form: posted, and answered by the list."""
    answer = client.post(reverse(LIST), query, follow=True)
    return list(answer.context["overview"].rows)


def names(client: Client, **query: str) -> list[str]:
    return [row.name for row in rows(client, **query)]


def test_the_list_and_its_filters(signed_in: Client) -> None:
    area = NeighbourhoodFactory.create()
    school = OrganisationFactory.create(name="De Vuurtoren")
    LocationFactory.create(organisation=school, area=area)
    clinic = OrganisationFactory.create(name="Praktijk Café Zorg", kind=OrganisationKind.GP)
    ServiceFactory.create(organisation=clinic, name="Schuldenloket", regional=True)
    clinic.services.get().themes.add(ThemeFactory.create(code="geld"))
    OrganisationFactory.create(name="Voorbij", ended=True)
    assert names(signed_in) == ["De Vuurtoren", "Praktijk Café Zorg"]
    assert names(signed_in, soort="gp") == ["Praktijk Café Zorg"]
    assert names(signed_in, buurt=area.code) == ["De Vuurtoren"]
    assert names(signed_in, niveau="region") == ["Praktijk Café Zorg"]
    assert names(signed_in, thema="geld") == ["Praktijk Café Zorg"]
    assert names(signed_in, status="beeindigd") == ["Voorbij"]
    assert names(signed_in, soort="'", buurt="-") == ["De Vuurtoren", "Praktijk Café Zorg"]
    assert signed_in.get(reverse(LIST), {"soort": "gp", "pagina": "999"}).context["overview"].count == 1


@pytest.mark.parametrize("text", ["vuurtoren", "VUURTOREN", "vurtoren", "vuurtorren", "vuur"])
def test_searching_forgives_typing_errors(signed_in: Client, text: str) -> None:
    OrganisationFactory.create(name="De Vuurtoren")
    OrganisationFactory.create(name="Stichting Brug")
    assert names(signed_in, q=text) == ["De Vuurtoren"]


def test_searching_finds_services_and_accents(signed_in: Client) -> None:
    ServiceFactory.create(organisation=OrganisationFactory.create(name="Alpha"), name="Taalcafé")
    OrganisationFactory.create(name="Beta", description="Er is een zwemles op dinsdag")
    assert names(signed_in, q="taalcafe") == ["Alpha"]
    assert names(signed_in, q="zwemles") == ["Beta"]
    assert names(signed_in, q="100% _") == []


def test_statements_do_not_grow_with_the_list(signed_in: Client, team: Team) -> None:
    def one_more() -> None:
        service = ServiceFactory.create()
        service.themes.add(ThemeFactory.create())
        LocationFactory.create(organisation=service.organisation, area=NeighbourhoodFactory.create())
        RingMembershipFactory.create(team=team, organisation=service.organisation)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(reverse(LIST))
        return len(seen)

    one_more()
    statements()  # the words of the municipality are in the cache from here on
    one = statements()
    for _ in range(9):
        one_more()
    assert statements() == one


def test_the_list_says_how_the_own_team_stands(signed_in: Client, team: Team, other_team: Team) -> None:
    school = OrganisationFactory.create()
    RingMembershipFactory.create(team=team, organisation=school)
    RingMembershipFactory.create(team=other_team, organisation=school, second=True)
    RelationMomentFactory.create(team=team, organisation=school, happened_on=date(2026, 4, 1))
    RelationMomentFactory.create(team=other_team, organisation=school, happened_on=date(2026, 4, 30))
    (row,) = signed_in.get(reverse(LIST)).context["overview"].rows
    assert (row.ring, row.last_contact) == ("eerste ring", date(2026, 4, 1))


def test_one_organisation(signed_in: Client, team: Team) -> None:
    school = OrganisationFactory.create(name="De Vuurtoren")
    ServiceFactory.create(organisation=school, name="Spreekuur", waiting=True, waiting_stated_on=date(2025, 1, 1))
    ProfessionalFactory.create(organisation=school, name="Anja Nu")
    ProfessionalFactory.create(organisation=school, name="Bert Toen", ended=True)
    LocationFactory.create(organisation=school, street="Plein 9")
    WorkingAgreementFactory.create(team=team, organisation=school, review_on=date(2026, 5, 4))
    RingMembershipFactory.create(team=team, organisation=school, second=True)
    answer = signed_in.get(reverse("netwerk:organisation", args=[school.public_id]))
    page = answer.context["page"]
    assert [one.name for one in page.professionals] == ["Anja Nu"]
    assert [one.name for one in page.former] == ["Bert Toen"]
    assert page.services[0].statement_is_old
    assert (page.mine.ring, page.mine.review_is_due) == ("tweede ring", True)
    for text in ("Spreekuur", "Plein 9", "vraag het opnieuw", "Tweede ring", "versie 1"):
        assert text in answer.text


def filled_in(**changes: Any) -> dict[str, Any]:
    return {"name": "Sportclub", "kind": "sports", "starts_on": "2026-01-01", "request_key": str(uuid4()), **changes}


def test_adding_once_and_changing(signed_in: Client) -> None:
    data = filled_in(website="voorbeeld.nl", themes=[ThemeFactory.create().pk])
    first, second = (signed_in.post(reverse("netwerk:organisation-new"), data) for _ in range(2))
    made = Organisation.objects.get()
    assert first["Location"] == second["Location"] == reverse("netwerk:organisation", args=[made.public_id])
    assert (made.website, made.themes.count(), made.hsds_id) == ("https://voorbeeld.nl", 1, data["request_key"])
    edit = reverse("netwerk:organisation-edit", args=[made.public_id])
    assert "Sportclub" in signed_in.get(edit).text
    assert signed_in.post(edit, filled_in(name="Zwemclub", ends_on="2026-06-01")).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.ends_on, made.hsds_id) == ("Zwemclub", date(2026, 6, 1), data["request_key"])
    refused = signed_in.post(edit, filled_in(ends_on="2025-12-31"))
    assert refused.status_code == 422
    assert "Het einde ligt vóór het begin" in refused.text


def test_a_service_says_why_it_is_not_in_the_neighbourhood(signed_in: Client) -> None:
    school = OrganisationFactory.create()
    address = reverse("netwerk:service-new", args=[school.public_id])
    base = filled_in(level="region")
    refused = signed_in.post(address, base)
    assert refused.status_code == 422
    assert "Zeg waarom dit buiten de buurt is" in refused.text
    assert signed_in.post(address, {**base, "level_reason": "safety", "waiting_weeks": "3"}).status_code == 422
    done = signed_in.post(
        address, {**base, "level_reason": "safety", "waiting_weeks": "3", "waiting_stated_on": "2026-05-01"}
    )
    assert done.status_code == 302
    made = Service.objects.get()
    assert (made.level, made.level_reason, made.waiting_weeks) == (Level.REGION, LevelReason.SAFETY, 3)
    edit = reverse("netwerk:service-edit", args=[made.public_id])
    assert signed_in.post(edit, {**base, "level": "neighbourhood", "level_reason": "safety"}).status_code == 302
    made.refresh_from_db()
    assert (made.level_reason, made.waiting_weeks, made.waiting_stated_on) == ("", None, None)


def test_a_service_is_given_at_places_of_its_own_organisation(signed_in: Client) -> None:
    own, strange = LocationFactory.create(), LocationFactory.create()
    address = reverse("netwerk:service-new", args=[own.organisation.public_id])
    assert signed_in.post(address, filled_in(level="neighbourhood", locations=[strange.pk])).status_code == 422
    assert signed_in.post(address, filled_in(level="neighbourhood", locations=[own.pk])).status_code == 302
    assert list(Service.objects.get().locations.all()) == [own]


def test_places_and_people(signed_in: Client) -> None:
    school = OrganisationFactory.create()
    place = reverse("netwerk:location-new", args=[school.public_id])
    empty = signed_in.post(place, {"request_key": str(uuid4())})
    assert (empty.status_code, Location.objects.count()) == (422, 0)
    assert "Geef de plek een naam of een straat" in empty.text
    signed_in.post(place, {"street": "Plein 1", "request_key": str(uuid4())})
    person = reverse("netwerk:professional-new", args=[school.public_id])
    signed_in.post(person, filled_in(name="Anja", function="Intern begeleider"))
    assert Professional.objects.get().function == "Intern begeleider"
    edit = reverse("netwerk:professional-edit", args=[Professional.objects.get().public_id])
    assert signed_in.post(edit, filled_in(name="Anja", ends_on="2026-05-04")).status_code == 302
    assert not Professional.objects.working(on=date(2026, 5, 4)).exists()
    signed_in.post(reverse("netwerk:location-remove", args=[Location.objects.get().public_id]))
    assert not Location.objects.exists()


def test_who_left_the_team_reads_but_does_not_change(client: Client, ex_colleague: User) -> None:
    school = OrganisationFactory.create()
    client.force_login(ex_colleague)
    page = client.get(reverse("netwerk:organisation", args=[school.public_id]))
    assert page.status_code == 200
    assert reverse("netwerk:organisation-edit", args=[school.public_id]) not in page.text
    assert client.post(reverse("netwerk:organisation-new"), filled_in()).status_code == 403
