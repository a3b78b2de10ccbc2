"""Outreach: written down in seconds, hours at once, and what was heard can become a signal."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from collectief.enums import SignalSource
from collectief.models import Heard, OutreachMoment, Signal
from tests.factories import HeardFactory, NeighbourhoodFactory, OutreachMomentFactory, TeamAreaFactory
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
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


@pytest.fixture
def area(team: Team) -> Area:
    area = NeighbourhoodFactory.create()
    TeamAreaFactory.create(team=team, area=area.parent)
    return area


def given(area: Area, **fields: Any) -> dict[str, Any]:
    return {
        "place": "Schoolplein",
        "area": area.pk,
        "minutes": "45",
        "residents_met": "12",
        "new_met": "5",
        "heard": "De lift is stuk\n\n  Niemand   durft 's avonds langs het pad ",
        "kind": "outreach",
        "happened_on": "2026-05-04",
        "request_key": str(uuid.uuid4()),
        **fields,
    }


def test_the_moment_and_its_hours_in_one_go(
    signed_in: Client, area: Area, team: Team, colleague: User, teammate: User
) -> None:
    data = given(area, colleagues=[teammate.pk])
    first, second = (signed_in.post(reverse("collectief:outreach-new"), data) for _ in range(2))
    moment = OutreachMoment.objects.get()
    assert first["Location"] == second["Location"] == reverse("collectief:outreach-moment", args=[moment.public_id])
    hours = TimeEntry.objects.get()
    assert (hours.user, hours.team, hours.minutes, hours.kind) == (colleague, team, 45, WorkKind.OUTREACH)
    assert (hours.worked_on, hours.area) == (date(2026, 5, 4), area)
    assert (moment.residents_met, moment.new_met, list(moment.colleagues.all())) == (12, 5, [teammate])
    assert [one.text for one in moment.heard.order_by("pk")] == [
        "De lift is stuk",
        "Niemand durft 's avonds langs het pad",
    ]
    assert not Signal.objects.exists()
    page = signed_in.get(first["Location"]).text
    assert teammate.name in page
    assert "De lift is stuk" in page


def test_every_line_becomes_a_signal_when_asked(signed_in: Client, area: Area, team: Team) -> None:
    signed_in.post(reverse("collectief:outreach-new"), given(area, as_signals="on"))
    signals = Signal.objects.order_by("pk")
    assert [one.text for one in signals] == ["De lift is stuk", "Niemand durft 's avonds langs het pad"]
    assert {(one.team, one.area, one.place, one.source, one.received_at) for one in signals} == {
        (team, area, "Schoolplein", SignalSource.OUTREACH, NOW)
    }
    assert set(Heard.objects.values_list("signal", flat=True)) == {one.pk for one in signals}


def test_one_line_becomes_a_signal_once_in_one_tap(signed_in: Client, team: Team) -> None:
    heard = HeardFactory.create(moment__team=team)
    address = reverse("collectief:heard-signal", args=[heard.public_id])
    for _ in range(2):
        signed_in.post(address)
    signal = Signal.objects.get()
    assert (signal.text, signal.place) == (heard.text, heard.moment.place)
    page = signed_in.get(reverse("collectief:outreach-moment", args=[heard.moment.public_id])).text
    assert reverse("collectief:signal", args=[signal.public_id]) in page
    assert address not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"new_met": "13"}, "new_met"),
        ({"residents_met": "-1"}, "residents_met"),
        ({"residents_met": "99999"}, "residents_met"),
        ({"minutes": "veel"}, "minutes"),
        ({"minutes": "960", "happened_on": "2026-05-05"}, "happened_on"),
        ({"happened_on": "2025-05-05"}, "happened_on"),
        ({"heard": "x" * 501}, "heard"),
        ({"heard": "\n".join("abcdefghijklm")}, "heard"),
        ({"place": " "}, "place"),
        ({"kind": "individual"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    signed_in: Client, area: Area, wrong: dict[str, str], field: str
) -> None:
    answer = signed_in.post(reverse("collectief:outreach-new"), given(area, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not OutreachMoment.objects.exists()
    assert not TimeEntry.objects.exists()


def test_a_full_day_says_how_much_still_fits(signed_in: Client, area: Area) -> None:
    for _ in range(2):
        signed_in.post(reverse("collectief:outreach-new"), given(area, minutes="700"))
    answer = signed_in.post(reverse("collectief:outreach-new"), given(area))
    assert "Op deze dag passen nog 40 minuten" in answer.text


def test_an_area_of_somebody_else_and_a_stranger_as_colleague_are_no_choice(
    signed_in: Client, area: Area, outsider: User
) -> None:
    elsewhere = NeighbourhoodFactory.create()
    answer = signed_in.post(reverse("collectief:outreach-new"), given(elsewhere, colleagues=[outsider.pk]))
    assert set(answer.context["form"].errors) == {"area", "colleagues"}


def test_the_month_adds_up_and_leaves_others_out(
    signed_in: Client, team: Team, other_team: Team, django_assert_num_queries: Any
) -> None:
    for met, new in ((9, 4), (3, 0)):
        HeardFactory.create(
            moment__team=team, moment__happened_on=date(2026, 4, 7), moment__residents_met=met, moment__new_met=new
        )
    OutreachMomentFactory.create(team=team, happened_on=date(2026, 5, 1))
    OutreachMomentFactory.create(team=other_team, happened_on=date(2026, 4, 9))
    overview = signed_in.get(reverse("collectief:outreach"), {"maand": "2026-04"}).context["overview"]
    assert (len(overview.rows), overview.minutes, overview.residents_met, overview.new_met) == (2, 120, 12, 4)
    assert (overview.heard, overview.signals, overview.has_teams) == (2, 0, False)
    assert overview.later == date(2026, 5, 1)
    now = signed_in.get(reverse("collectief:outreach"), {"maand": "2099-13"}).context["overview"]
    assert (now.month, len(now.rows), now.later) == (date(2026, 5, 1), 1, None)


def test_who_goes_every_week_does_not_choose_the_neighbourhood_again(
    signed_in: Client, colleague: User, team: Team, area: Area
) -> None:
    OutreachMomentFactory.create(team=team, author=colleague, area=area)
    form = signed_in.get(reverse("collectief:outreach-new")).context["form"]
    assert form["area"].value() == area.pk
    assert form["happened_on"].value() == date(2026, 5, 4)
