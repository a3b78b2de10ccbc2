"""What residents see of a team, and what they never see."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories import (
    CaseFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    OpeningHoursFactory,
    TeamAreaFactory,
    TeamMembershipFactory,
)
from wijkteam.teams.enums import Weekday
from wijkteam.teams.models import OpeningHours, Team
from wijkteam.teams.selectors.public_page import opening_at

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 5, 5, 8, tzinfo=UTC)  # a Tuesday, ten in the morning in Amsterdam


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, team: Team) -> str:
    return client.get(reverse("teams:public-page", args=[team.slug])).text


# -- opening hours ---------------------------------------------------------------------------------

WEEK = [
    OpeningHours(weekday=Weekday.TUESDAY, opens_at=time(9), closes_at=time(12, 30)),
    OpeningHours(weekday=Weekday.TUESDAY, opens_at=time(13), closes_at=time(17)),
    OpeningHours(weekday=Weekday.FRIDAY, opens_at=time(9), closes_at=time(12)),
]


@pytest.mark.parametrize(
    ("day", "clock", "until"),
    [(5, time(9), time(12, 30)), (5, time(12, 29), time(12, 30)), (5, time(13), time(17)), (8, time(11), time(12))],
)
def test_open_until(day: int, clock: time, until: time) -> None:
    found = opening_at(WEEK, datetime.combine(date(2026, 5, day), clock, AMSTERDAM))
    assert (found.is_open, found.until) == (True, until)


@pytest.mark.parametrize(
    ("day", "clock", "opens_on", "opens_at"),
    [
        (5, time(8, 59), 5, time(9)),
        (5, time(12, 30), 5, time(13)),  # the door closes at that minute
        (5, time(17), 8, time(9)),
        (7, time(10), 8, time(9)),
        (8, time(12), 12, time(9)),  # over the weekend
        (9, time(3), 12, time(9)),
    ],
)
def test_closed_and_open_next(day: int, clock: time, opens_on: int, opens_at: time) -> None:
    found = opening_at(WEEK, datetime.combine(date(2026, 5, day), clock, AMSTERDAM))
    assert not found.is_open
    assert (found.opens_on, found.opens_at) == (date(2026, 5, opens_on), opens_at)


def test_once_a_week_is_found_a_week_ahead() -> None:
    found = opening_at(WEEK[2:], datetime.combine(date(2026, 5, 8), time(13), AMSTERDAM))
    assert found.opens_on == date(2026, 5, 15)


def test_without_hours_nothing_is_said() -> None:
    found = opening_at([], NOW)
    assert (found.is_open, found.opens_on) == (False, None)


def test_it_is_the_clock_of_amsterdam_that_counts(client: Client, team: Team) -> None:
    OpeningHoursFactory.create(team=team, weekday=Weekday.TUESDAY, opens_at=time(9, 30), closes_at=time(17))
    assert "Nu open tot 17.00 uur" in page(client, team)
    with time_machine.travel(datetime(2026, 5, 5, 7, tzinfo=UTC), tick=False):
        assert "Nu gesloten, vandaag open vanaf 09.30 uur" in page(client, team)


# -- people ----------------------------------------------------------------------------------------


def test_only_who_agreed_and_works_there_now_is_named(client: Client, team: Team) -> None:
    def member(name: str, **more: Any) -> None:
        TeamMembershipFactory.create(team=team, user__name=name, **{"is_named_publicly": True, **more})

    member("Anna Genoemd")
    member("Bea Liever-Niet", is_named_publicly=False)
    member("Cor Vertrokken", ended=True)
    member("Dirk Later", starts_on=date(2026, 5, 6))
    member("Eva Uitgezet", user__disabled=True)
    TeamMembershipFactory.create(user__name="Fien Elders", is_named_publicly=True)
    shown = page(client, team)
    assert "Anna Genoemd" in shown
    for name in ("Liever-Niet", "Vertrokken", "Dirk Later", "Uitgezet", "Fien Elders"):
        assert name not in shown


def test_what_there_is_to_join(client: Client, team: Team, other_team: Team) -> None:
    InitiativeFactory.create(team=team, name="Kookclub")
    InitiativeFactory.create(team=team, name="Besloten groep", is_public=False)
    InitiativeFactory.create(team=team, name="Voorbij", ended=True)
    InitiativeFactory.create(team=team, name="Pas later", starts_on=date(2026, 6, 1))
    InitiativeFactory.create(team=other_team, name="Andere wijk")
    shown = page(client, team)
    assert "Kookclub" in shown
    for name in ("Besloten groep", "Voorbij", "Pas later", "Andere wijk"):
        assert name not in shown


def test_a_team_that_is_not_in_use_is_nowhere(client: Client, team: Team) -> None:
    team.is_active = False
    team.save()
    assert client.get(reverse("teams:public-page", args=[team.slug])).status_code == 404
    assert client.get(reverse("teams:public-page", args=["bestaat-niet"])).status_code == 404
    assert team.name not in client.get(reverse("teams:find")).text


def test_nothing_of_a_household_stands_on_it(client: Client, team: Team) -> None:
    case = CaseFactory.create(team=team)
    shown = page(client, team)
    for secret in (case.household.name, case.household.street, str(case.public_id)):
        assert secret not in shown


# -- which team is ours ----------------------------------------------------------------------------


@pytest.mark.parametrize("through", ["neighbourhood", "district"])
def test_the_team_of_a_neighbourhood(client: Client, team: Team, other_team: Team, through: str) -> None:
    area = NeighbourhoodFactory.create()
    TeamAreaFactory.create(team=team, area=area if through == "neighbourhood" else area.parent)
    TeamAreaFactory.create(team=other_team)
    found = client.get(reverse("teams:find"), {"buurt": area.code})
    assert found.context["page"].found.team == team
    part = client.get(reverse("teams:find"), {"buurt": area.code, "deel": "answer"}, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert team.name in part.text
    assert other_team.name not in part.text


@pytest.mark.parametrize("code", ["", "BU99999999", "'", "<script>"])
def test_an_unknown_neighbourhood_finds_no_team(client: Client, team: Team, code: str) -> None:
    found = client.get(reverse("teams:find"), {"buurt": code})
    assert found.status_code == 200
    assert found.context["page"].found is None
    assert team.name in found.text


def test_a_neighbourhood_of_its_own_wins_from_its_district(client: Client, team: Team, other_team: Team) -> None:
    area = NeighbourhoodFactory.create()
    TeamAreaFactory.create(team=other_team, area=area.parent)
    TeamAreaFactory.create(team=team, area=area)
    assert client.get(reverse("teams:find"), {"buurt": area.code}).context["page"].found.team == team


def test_no_account_is_needed_and_no_session_is_kept(client: Client, team: Team) -> None:
    for address in (reverse("teams:find"), reverse("teams:public-page", args=[team.slug])):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "sessionid" not in answer.cookies
