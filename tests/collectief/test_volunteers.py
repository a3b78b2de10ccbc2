"""Volunteers: written down in one short form, thanked, found by what they offer, and forgotten."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from collectief.enums import CertificateKind, StopReason
from collectief.models import Certificate, Volunteer, VolunteerRole, VolunteerThanks
from collectief.schedules import erase_volunteers_who_stopped
from collectief.selectors.volunteers import active_residents_near
from collectief.services.keep_volunteer import stop_volunteer
from tests.factories import (
    CertificateFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    OpportunityFactory,
    ThemeFactory,
    VolunteerFactory,
    VolunteerRoleFactory,
    VolunteerThanksFactory,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LIST = "/vrijwilligers/"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def page_of(one: Volunteer) -> str:
    return reverse("collectief:volunteer", args=[one.public_id])


def test_somebody_new_in_one_short_form(signed_in: Client, team: Team) -> None:
    theme = ThemeFactory.create()
    address = reverse("collectief:volunteer-new")
    sent = {
        "name": "Saïda",
        "kind": "resident",
        "phone": "06 11 22 33 44",
        "email": "",
        "offers": "Kookt voor het hele portiek",
        "themes": [theme.pk],
        "area": "",
        "rhythm": "structural",
        "can_start": "on",
        "consent_manner": "talk",
        "request_key": str(uuid.uuid4()),
    }
    refused = signed_in.post(address, sent)
    assert refused.status_code == 422
    assert not Volunteer.objects.exists(), "without a yes nothing is kept"
    sent["agreed"] = "on"
    assert signed_in.post(address, {**sent, "phone": ""}).status_code == 422
    for _twice in range(2):
        answer = signed_in.post(address, sent)
    made = Volunteer.objects.get()
    assert answer["Location"] == page_of(made)
    assert (made.team, made.consent_on, made.available_from, made.started_on) == (team, TODAY, TODAY, TODAY)
    assert list(made.themes.all()) == [theme]
    assert "Kookt voor het hele portiek" in signed_in.get(page_of(made)).content.decode()


def test_the_list_is_filtered_by_theme_place_and_who_can_start(signed_in: Client, team: Team, other_team: Team) -> None:
    theme, here = ThemeFactory.create(), NeighbourhoodFactory.create()
    now = VolunteerFactory.create(team=team, name="Nu", area=here)
    now.themes.add(theme)
    VolunteerFactory.create(team=team, name="Straks", available_from=TODAY + timedelta(days=1), area=here)
    VolunteerFactory.create(team=team, name="Elders", area=NeighbourhoodFactory.create(year=here.year))
    VolunteerFactory.create(team=team, name="Weg", stopped=True)
    VolunteerFactory.create(team=other_team, name="Vandebuurtverderop")

    def names(**chosen: str) -> set[str]:
        text = signed_in.get(reverse("collectief:volunteers"), chosen).content.decode()
        return {name for name in ("Nu", "Straks", "Elders", "Weg", "Vandebuurtverderop") if f">{name}</a>" in text}

    assert names() == {"Nu", "Straks", "Elders"}
    assert names(kan_nu="on") == {"Nu", "Elders"}
    assert names(thema=theme.code) == {"Nu"}
    assert names(buurt=here.code) == {"Nu", "Straks"}
    assert names(status="gestopt") == {"Weg"}
    assert names(q="str") == {"Straks"}


def test_another_team_does_not_know_them(signed_in: Client, other_team: Team) -> None:
    theirs = VolunteerFactory.create(team=other_team)
    assert signed_in.get(page_of(theirs)).status_code == 404


def test_what_ends_soon_and_who_was_never_thanked_is_seen(signed_in: Client, team: Team) -> None:
    one = VolunteerFactory.create(team=team, started_on=date(2025, 3, 1), consent_on=date(2025, 3, 1))
    CertificateFactory.create(volunteer=one, ends_on=TODAY + timedelta(days=30))
    text = signed_in.get(reverse("collectief:volunteers")).content.decode()
    assert "telt tot en met 31 maart 2026" in text
    assert "een bedankje zou leuk zijn" in text
    # a newer certificate takes its place, and thanks were given
    CertificateFactory.create(volunteer=one, starts_on=TODAY)
    VolunteerThanksFactory.create(volunteer=one, given_on=TODAY)
    text = signed_in.get(reverse("collectief:volunteers")).content.decode()
    assert "telt tot en met" not in text
    assert "een bedankje" not in text


def test_thanks_certificates_and_roles(signed_in: Client, team: Team, colleague: User) -> None:
    one, initiative = VolunteerFactory.create(team=team), InitiativeFactory.create(team=team)

    def send(name: str, **given: Any) -> Any:
        return signed_in.post(reverse(f"collectief:{name}", args=[one.public_id]), given)

    key = str(uuid.uuid4())
    for _twice in range(2):
        assert send("volunteer-thanks", given_on="2026-03-01", how="Taart", request_key=key).status_code == 302
    assert VolunteerThanks.objects.get().given_by == colleague
    assert send("volunteer-thanks", given_on="2026-03-03", request_key=str(uuid.uuid4())).status_code == 422
    assert send("volunteer-thanks", given_on="2025-05-01", request_key=str(uuid.uuid4())).status_code == 422
    key = str(uuid.uuid4())
    for _twice in range(2):
        assert send("certificate-new", kind="conduct", starts_on="2026-02-01", request_key=key).status_code == 302
    held = Certificate.objects.get()
    assert held.kind == CertificateKind.CONDUCT
    assert send("volunteer-role", initiative=initiative.public_id, starts_on="2026-02-01").status_code == 302
    assert send("volunteer-role", initiative=initiative.public_id, starts_on="2026-03-01").status_code == 422
    role = VolunteerRole.objects.get()
    for _twice in range(2):
        signed_in.post(reverse("collectief:volunteer-role-end", args=[role.public_id]))
    role.refresh_from_db()
    assert role.ends_on == TODAY
    signed_in.post(reverse("collectief:certificate-remove", args=[held.public_id]))
    assert not Certificate.objects.exists()


def test_the_page_of_somebody_runs_few_statements(
    signed_in: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    one = VolunteerFactory.create(team=team)
    for _number in range(4):
        CertificateFactory.create(volunteer=one)
        VolunteerThanksFactory.create(volunteer=one)
        VolunteerRoleFactory.create(volunteer=one)
        VolunteerFactory.create(team=team)
    with django_assert_max_num_queries(14):
        signed_in.get(page_of(one))
    with django_assert_max_num_queries(14):
        signed_in.get(reverse("collectief:volunteers"))


def test_who_stops_is_forgotten_after_half_a_year(signed_in: Client, team: Team) -> None:
    one = VolunteerFactory.create(team=team, email="iemand@voorbeeld.nl", languages=["nl"], wish="Geen trap")
    one.themes.add(ThemeFactory.create())
    running = VolunteerRoleFactory.create(volunteer=one, role="Schenkt koffie")
    CertificateFactory.create(volunteer=one, name="Basistraining")
    stop = reverse("collectief:volunteer-stop", args=[one.public_id])
    assert signed_in.post(stop, {"reason": "time"}).status_code == 302
    running.refresh_from_db()
    assert running.ends_on == TODAY
    # writing on is over
    assert signed_in.get(reverse("collectief:volunteer-edit", args=[one.public_id])).status_code == 403
    with time_machine.travel(datetime(2026, 9, 2, 3, tzinfo=UTC), tick=False):
        erase_volunteers_who_stopped.apply(throw=True)
        assert Volunteer.objects.get().name, "one day too early"
    with time_machine.travel(datetime(2026, 9, 3, 3, tzinfo=UTC), tick=False):
        for _twice in range(2):
            erase_volunteers_who_stopped.apply(throw=True)
    gone = Volunteer.objects.get()
    words = (gone.name, gone.phone, gone.email, gone.offers, gone.wish, gone.languages, gone.themes.count())
    assert words == ("", "", "", "", "", [], 0)
    assert gone.erased_on == date(2026, 9, 3)
    assert not Certificate.objects.exists()
    assert VolunteerRole.objects.get().role == ""


def test_who_withdraws_is_forgotten_tonight(team: Team, colleague: User) -> None:
    one = VolunteerFactory.create(team=team)
    stop_volunteer(volunteer=one, reason=StopReason.WITHDRAWN, by=colleague, at=NOW)
    assert Volunteer.objects.get().withdrawn_on == TODAY
    erase_volunteers_who_stopped.apply(throw=True)
    assert Volunteer.objects.get().name == ""


def test_the_history_never_had_their_words() -> None:
    for model, words in (
        ("VolunteerEvent", {"name", "phone", "email", "offers", "where", "thanks_wish", "wish", "languages"}),
        ("CertificateEvent", {"name"}),
        ("VolunteerThanksEvent", {"how"}),
        ("VolunteerRoleEvent", {"role"}),
    ):
        fields = {field.name for field in apps.get_model("collectief", model)._meta.get_fields()}
        assert not fields & words, f"{model} keeps words of people after they are forgotten"


def test_active_residents_near_an_opportunity(signed_in: Client, team: Team, other_team: Team) -> None:
    found = OpportunityFactory.create(team=team)
    near = VolunteerFactory.create(team=team, name="Zohra", area=found.area)
    far = VolunteerFactory.create(team=team, name="Anna")
    for one in (near, far, VolunteerFactory.create(team=other_team), VolunteerFactory.create(team=team, stopped=True)):
        one.themes.add(found.theme)
    VolunteerFactory.create(team=team, name="Ander thema")
    shown = active_residents_near(theme=found.theme_id, area=found.area, team=team.pk, on=TODAY)
    assert [(one.name, one.is_near) for one in shown] == [("Zohra", True), ("Anna", False)]
    text = signed_in.get(reverse("collectief:opportunity", args=[found.public_id])).content.decode()
    assert "Zohra" in text
