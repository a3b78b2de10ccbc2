"""Signals: kept as they were passed on, followed up once, seen by the team alone."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from collectief.enums import SignalFollowUp, SignalSource
from collectief.models import Signal
from collectief.services.follow_up_signal import SignalIsFollowedUp, follow_up_signal
from collectief.services.pass_on_signal import pass_on_signal
from tests.factories import SignalFactory, TeamFactory, TeamMembershipFactory, ThemeFactory
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


def texts(client: Client, **query: str) -> list[str]:
    return [row.excerpt for row in client.get(reverse("collectief:signals"), query).context["overview"].rows]


def test_who_waits_longest_stands_first_and_others_are_not_there(
    signed_in: Client, team: Team, other_team: Team
) -> None:
    SignalFactory.create(team=team, text="Nieuw", received_at=datetime(2026, 5, 3, 9, tzinfo=UTC))
    SignalFactory.create(team=team, text="Oud", received_at=datetime(2026, 4, 1, 9, tzinfo=UTC))
    SignalFactory.create(team=team, text="Gedaan", followed_up=True)
    SignalFactory.create(team=other_team, text="Van een ander")
    assert texts(signed_in) == ["Oud", "Nieuw"]
    assert texts(signed_in, status="opgevolgd") == ["Gedaan"]
    assert texts(signed_in, thema="x", pagina="-3") == ["Oud", "Nieuw"]


def test_filter_by_theme(signed_in: Client, team: Team) -> None:
    SignalFactory.create(team=team, text="Over geld", theme=ThemeFactory.create())
    SignalFactory.create(team=team, text="Zomaar")
    assert texts(signed_in, thema="geld") == ["Over geld"]


def test_a_worker_writes_one_down(signed_in: Client, team: Team) -> None:
    data = {
        "text": "Veel jongeren bij de flat.",
        "place": "Flat 3",
        "source": "partner",
        "request_key": str(uuid.uuid4()),
    }
    first, second = (signed_in.post(reverse("collectief:signal-new"), data) for _ in range(2))
    signal = Signal.objects.get()
    assert first["Location"] == second["Location"] == reverse("collectief:signal", args=[signal.public_id])
    assert (signal.team, signal.received_at, signal.place) == (team, NOW, "Flat 3")
    assert signal.source == SignalSource.PARTNER
    assert "Iemand van een partnerorganisatie" in signed_in.get(first["Location"]).text
    assert signed_in.post(reverse("collectief:signal-new"), {}).status_code == 422


def test_following_up(signed_in: Client, team: Team, colleague: User) -> None:
    signal = SignalFactory.create(team=team)
    address = reverse("collectief:signal", args=[signal.public_id])
    assert signed_in.post(address, {"note": "Iets"}).status_code == 422
    done = signed_in.post(address, {"follow_up": "contact", "note": "Koffie gedronken."})
    assert done["Location"] == reverse("collectief:signals")
    signal.refresh_from_db()
    assert (signal.follow_up, signal.follow_up_note) == (SignalFollowUp.CONTACT, "Koffie gedronken.")
    assert (signal.followed_up_by, signal.followed_up_at) == (colleague, NOW)
    page = signed_in.get(address).text
    assert "Koffie gedronken." in page
    assert 'name="follow_up"' not in page


def test_who_comes_second_hears_it_and_keeps_the_text(signed_in: Client, team: Team, teammate: User) -> None:
    signal = SignalFactory.create(team=team)
    follow_up_signal(signal=signal, follow_up=SignalFollowUp.NONE, note="Bekend.", by=teammate, at=NOW)
    address = reverse("collectief:signal", args=[signal.public_id])
    answer = signed_in.post(address, {"follow_up": "contact", "note": "Mijn lange uitleg."})
    assert answer.status_code == 422
    assert f"{teammate.name} heeft net voor jou opgeschreven" in answer.text
    assert "Mijn lange uitleg." in answer.text
    signal.refresh_from_db()
    assert signal.follow_up_note == "Bekend."


def test_a_signal_of_another_team_is_not_there(signed_in: Client, other_team: Team) -> None:
    address = reverse("collectief:signal", args=[SignalFactory.create(team=other_team).public_id])
    assert signed_in.get(address).status_code == 404
    assert signed_in.post(address, {"follow_up": "none"}).status_code == 404


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_g04_many_follow_up_at_once_and_one_wins() -> None:
    team = TeamFactory.create()
    people = [TeamMembershipFactory.create(team=team, starts_on=date(2020, 1, 1)).user for _ in range(12)]
    signal = SignalFactory.create(team=team)
    ready = threading.Barrier(len(people))

    def work(index: int) -> User | None:
        try:
            ready.wait(timeout=60)
            follow_up_signal(
                signal=signal, follow_up=SignalFollowUp.LOOKED_INTO, note=str(index), by=people[index], at=NOW
            )
        except SignalIsFollowedUp as refused:
            return refused.signal.followed_up_by
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        results = list(pool.map(work, range(len(people))))
    winner = people[results.index(None)]
    assert results.count(None) == 1
    assert {one.pk for one in results if one} == {winner.pk}
    signal.refresh_from_db()
    assert signal.followed_up_by == winner


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_t32_ten_at_once_are_one_signal() -> None:
    team, key = TeamFactory.create(), uuid.uuid4()

    def send(_: int) -> int:
        try:
            return pass_on_signal(team=team, text="Twee keer gedrukt.", at=NOW, request_key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(send, range(10)))) == 1
    assert Signal.objects.count() == 1


# -- round the code --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"text": ""}, "signal_says_something"),
        ({"followed_up_at": NOW}, "signal_follow_up_is_whole"),
        ({"follow_up": SignalFollowUp.NONE}, "signal_follow_up_is_whole"),
    ],
)
def test_postgresql_refuses(team: Team, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SignalFactory.create(team=team, **changes)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"text": "Anders"}, "stays as it was passed on"),
        ({"received_at": NOW}, "stays as it was passed on"),
        ({"follow_up_note": "Toch anders"}, "written down once"),
        ({"followed_up_at": None, "followed_up_by": None, "follow_up": ""}, "written down once"),
    ],
)
def test_postgresql_keeps_it_as_it_was(team: Team, change: dict[str, Any], rule: str) -> None:
    signal = SignalFactory.create(team=team, followed_up=True)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(**change)
