"""A moment of outreach is corrected or taken away with its hours, by who was there; what stood there stays known."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from collectief.models import Heard, OutreachMoment, Signal
from collectief.services.log_outreach import make_signal
from tests.factories import HeardFactory, NeighbourhoodFactory, OutreachMomentFactory, TeamAreaFactory
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


@pytest.fixture
def area(team: Team) -> Area:
    area = NeighbourhoodFactory.create()
    TeamAreaFactory.create(team=team, area=area.parent)
    return area


@pytest.fixture
def moment(team: Team, colleague: User, area: Area) -> OutreachMoment:
    return OutreachMomentFactory.create(team=team, author=colleague, area=area, happened_on=TODAY - timedelta(days=3))


def edit(moment: OutreachMoment) -> str:
    return reverse("collectief:outreach-edit", args=[moment.public_id])


def remove(moment: OutreachMoment) -> str:
    return reverse("collectief:outreach-remove", args=[moment.public_id])


def given(moment: OutreachMoment, **fields: Any) -> dict[str, Any]:
    return {
        "place": "Schoolplein",
        "area": moment.area_id,
        "minutes": "90",
        "residents_met": "12",
        "new_met": "5",
        "heard": "Een derde ding",
        "kind": "prevention",
        "happened_on": "2026-05-02",
        "seen": moment.corrected_at.isoformat() if moment.corrected_at else "",
        **fields,
    }


def test_the_moment_its_lines_and_its_hours_are_corrected(
    signed_in: Client, moment: OutreachMoment, teammate: User
) -> None:
    kept, gone = (HeardFactory.create(moment=moment, text=text) for text in ("Blijft", "Weg"))
    make_signal(heard=HeardFactory.create(moment=moment, text="Een signaal"), at=NOW)
    form = signed_in.get(edit(moment)).context["form"]
    assert (form["heard"].value(), form["place"].value(), form["minutes"].value()) == ("Blijft\nWeg", "Markt", 60)
    data = given(moment, heard="Nieuw\nBlijft", colleagues=[teammate.pk])
    there = reverse("collectief:outreach-moment", args=[moment.public_id])
    assert signed_in.post(edit(moment), data)["Location"] == there
    moment.refresh_from_db()
    hours = TimeEntry.objects.get()
    assert (moment.place, moment.happened_on, moment.residents_met) == ("Schoolplein", date(2026, 5, 2), 12)
    assert (hours.minutes, hours.worked_on, hours.kind) == (90, date(2026, 5, 2), WorkKind.PREVENTION)
    assert list(moment.colleagues.all()) == [teammate]
    assert [one.text for one in moment.heard.order_by("pk")] == ["Blijft", "Een signaal", "Nieuw"]
    assert Heard.objects.filter(pk=kept.pk).exists()
    assert not Heard.objects.filter(pk=gone.pk).exists()
    events = apps.get_model("collectief", "OutreachMomentEvent").objects.filter(pgh_obj_id=moment.pk)
    assert {event.place for event in events} == {"Markt", "Schoolplein"}
    assert "verbeterd op 4 mei 2026" in signed_in.get(there).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"happened_on": "2026-03-02"}, "happened_on"),
        ({"happened_on": "2026-05-05"}, "happened_on"),
        ({"minutes": "veel"}, "minutes"),
        ({"new_met": "13"}, "new_met"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    signed_in: Client, moment: OutreachMoment, wrong: dict[str, str], field: str
) -> None:
    answer = signed_in.post(edit(moment), given(moment, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Een derde ding" in answer.text
    moment.refresh_from_db()
    assert (moment.place, TimeEntry.objects.get().minutes) == ("Markt", 60)


def test_words_of_long_ago_can_be_corrected_but_not_its_hours(
    signed_in: Client, team: Team, colleague: User, area: Area
) -> None:
    old = OutreachMomentFactory.create(team=team, author=colleague, area=area, happened_on=date(2026, 3, 2))
    same = {"happened_on": "2026-03-02", "minutes": "60", "kind": "outreach"}
    assert signed_in.post(edit(old), given(old, **{**same, "minutes": "90"})).status_code == 422
    assert signed_in.post(edit(old), given(old, **{**same, "kind": "prevention"})).status_code == 422
    assert signed_in.post(edit(old), given(old, **same)).status_code == 302
    refused = signed_in.post(remove(old), {"seen": NOW.isoformat()}, follow=True)
    assert "blijven" in refused.text
    assert OutreachMoment.objects.filter(place="Schoolplein").exists()


def test_two_tabs(signed_in: Client, moment: OutreachMoment) -> None:
    first, second = given(moment), given(moment, place="Kerk")
    assert signed_in.post(edit(moment), first).status_code == 302
    answer = signed_in.post(edit(moment), second)
    assert answer.status_code == 409
    assert "Kerk" in answer.text
    signed_in.post(remove(moment), {"seen": ""})
    moment.refresh_from_db()
    assert moment.place == "Schoolplein"


def test_it_goes_with_its_hours_and_its_signals_stay(signed_in: Client, moment: OutreachMoment) -> None:
    HeardFactory.create(moment=moment)
    make_signal(heard=HeardFactory.create(moment=moment, text="Blijft"), at=NOW)
    assert "Signalen die eruit kwamen, blijven." in signed_in.get(remove(moment)).text
    assert signed_in.post(remove(moment), {"seen": ""})["Location"] == "/outreach/?maand=2026-05"
    assert not OutreachMoment.objects.exists()
    assert not TimeEntry.objects.exists()
    assert not Heard.objects.exists()
    assert Signal.objects.get().text == "Blijft"
    assert signed_in.post(remove(moment), {"seen": ""}).status_code == 404


def test_by_who_was_there_and_the_coordinator(
    client: Client, moment: OutreachMoment, teammate: User, coordinator: User, outsider: User
) -> None:
    for user, status in ((teammate, 403), (outsider, 404), (coordinator, 200)):
        client.force_login(user)
        for address in (edit(moment), remove(moment)):
            assert client.get(address).status_code == status
    client.force_login(teammate)
    assert client.post(remove(moment), {"seen": ""}).status_code == 403
    assert edit(moment) not in client.get(reverse("collectief:outreach-moment", args=[moment.public_id])).text
