"""Opportunities: the job finds what was planted once, follows it, lets it end; the team answers."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.schedules import find_opportunities as nightly
from cases.services.count_weeks import count_weeks
from collectief.enums import OpportunityAnswer
from collectief.models import DetectionRun, Opportunity, OpportunityReply, ThemeWeek
from collectief.selectors.weekly_counts import sizes_of, whole_municipality
from collectief.services.find_opportunities import find_opportunities
from tests.factories import (
    AreaFigureFactory,
    DistrictFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    OpportunityFactory,
    QuestionFactory,
    SignalFactory,
    TeamAreaFactory,
    ThemeFactory,
    ThemeWeekFactory,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LAST = date(2026, 4, 27)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


@pytest.fixture
def areas(team: Team, other_team: Team) -> list[Area]:
    """Four areas alike: two of each team."""
    areas = [DistrictFactory.create() for _ in range(4)]
    for area, owner in zip(areas, (team, team, other_team, other_team), strict=True):
        TeamAreaFactory.create(team=owner, area=area)
    return areas


@pytest.fixture
def theme() -> Theme:
    return ThemeFactory.create()


def a_year(areas: list[Area], theme: Theme, *, usual: int = 2, until: date = LAST) -> None:
    """Two a week everywhere, always."""
    ThemeWeek.objects.bulk_create(
        ThemeWeek(week=until - at * WEEK, area=area, theme=theme, questions=usual) for area in areas for at in range(70)
    )


def rise(area: Area, theme: Theme, *, to: int = 8, weeks: int = 4, until: date = LAST) -> None:
    rows = ThemeWeek.objects.filter(area=area, theme=theme, week__gt=until - weeks * WEEK, week__lte=until)
    rows.update(questions=to)


def look(until: date = LAST) -> int:
    return find_opportunities(until=until, at=NOW)


def test_a_rise_becomes_one_opportunity_and_every_night_again_the_same(
    areas: list[Area], theme: Theme, team: Team
) -> None:
    a_year(areas, theme)
    assert look() == 0
    assert not Opportunity.objects.exists()
    rise(areas[0], theme)
    assert [look() for _night in range(3)] == [1, 0, 0]
    found = Opportunity.objects.get()
    assert (found.theme, found.area, found.team) == (theme, areas[0], team)
    assert (found.first_week, found.last_week, found.looked_week) == (LAST, LAST, LAST)
    assert (found.window, found.observed) == (4, 32)
    assert 7 < found.expected < 9
    assert found.is_rising
    assert DetectionRun.objects.get().areas == 4


def test_it_goes_on_stops_rising_and_ends_after_eight_usual_weeks(areas: list[Area], theme: Theme) -> None:
    later = LAST + 24 * WEEK
    a_year(areas, theme, until=later)
    ThemeWeek.objects.filter(week__lt=later - 69 * WEEK).delete()
    ThemeWeek.objects.bulk_create(
        ThemeWeek(week=later - at * WEEK, area=area, theme=theme, questions=2) for area in areas for at in range(70, 95)
    )
    rise(areas[0], theme, until=LAST + WEEK)
    look(LAST)
    look(LAST + WEEK)
    found = Opportunity.objects.get()
    assert (found.first_week, found.last_week) == (LAST, LAST + WEEK)
    for at in range(2, 25):
        look(LAST + at * WEEK)
        found.refresh_from_db()
        assert found.is_rising == (found.last_week == LAST + at * WEEK and found.ended_on is None)
    assert Opportunity.objects.count() == 1
    assert found.ended_on == found.last_week + 10 * WEEK  # the week after eight usual ones, and the one that saw it
    rise(areas[0], theme, until=later + WEEK, weeks=0)
    ThemeWeek.objects.bulk_create(
        ThemeWeek(week=later + at * WEEK, area=area, theme=theme, questions=9 if area == areas[0] else 2)
        for area in areas
        for at in range(1, 5)
    )
    look(later + 4 * WEEK)
    assert Opportunity.objects.running().count() == 1
    assert Opportunity.objects.count() == 2


def test_nights_that_were_missed_are_looked_at_later(areas: list[Area], theme: Theme) -> None:
    a_year(areas, theme, until=LAST + 3 * WEEK)
    ThemeWeek.objects.bulk_create(
        ThemeWeek(week=LAST + 3 * WEEK - at * WEEK, area=area, theme=theme, questions=2)
        for area in areas
        for at in range(70, 80)
    )
    rise(areas[0], theme)
    look(LAST - 6 * WEEK)
    look(LAST + 3 * WEEK)
    found = Opportunity.objects.get()
    assert found.first_week <= LAST
    assert found.looked_week == LAST + 3 * WEEK


def test_a_rise_everywhere_is_no_opportunity_of_one_area(areas: list[Area], theme: Theme) -> None:
    a_year(areas, theme)
    for area in areas:
        rise(area, theme)
    assert look() == 0


def test_a_theme_or_area_that_goes_out_of_use_ends_it(areas: list[Area], theme: Theme) -> None:
    a_year(areas, theme)
    other = ThemeFactory.create(code="taal", name="Taal")
    rise(areas[0], theme)
    look()
    Theme.objects.filter(pk=theme.pk).update(is_active=False)
    a_year(areas, other)
    look(LAST)
    assert Opportunity.objects.get().ended_on == LAST + WEEK


def test_the_night_counts_questions_and_signals_by_team_area_and_week(team: Team, theme: Theme) -> None:
    buurt = NeighbourhoodFactory.create()
    TeamAreaFactory.create(team=team, area=buurt.parent)
    sunday_late = datetime(2026, 5, 3, 21, 59, tzinfo=UTC)  # 23.59 in Amsterdam: still the last whole week
    QuestionFactory.create(team=team, theme=theme, area=buurt, received_at=sunday_late)
    QuestionFactory.create(team=team, theme=theme, area=buurt, received_at=sunday_late + timedelta(minutes=2))
    SignalFactory.create(team=team, theme=theme, area=buurt.parent, received_at=datetime(2026, 4, 27, 8, tzinfo=UTC))
    SignalFactory.create(team=team, theme=None, area=buurt, received_at=sunday_late)
    QuestionFactory.create(team=team, theme=theme, area=NeighbourhoodFactory.create(), received_at=sunday_late)
    for _night in range(2):
        nightly()
    row = ThemeWeek.objects.get()
    assert (row.week, row.area, row.questions, row.signals) == (LAST, buurt.parent, 1, 1)
    assert DetectionRun.objects.get().week == LAST


def test_what_was_counted_long_ago_stays_when_its_questions_are_removed(areas: list[Area], theme: Theme) -> None:
    ThemeWeekFactory.create(area=areas[0], theme=theme, week=LAST)
    old = ThemeWeekFactory.create(area=areas[0], theme=theme, week=LAST - 30 * WEEK)
    count_weeks(until=LAST)
    assert list(ThemeWeek.objects.all()) == [old]


def test_the_size_of_an_area_is_its_residents_or_else_its_households(areas: list[Area]) -> None:
    assert set(sizes_of(whole_municipality().areas).values()) == {1.0}
    AreaFigureFactory.create(area=areas[0], kind__key="hh", kind__label="Particuliere huishoudens (Aantal)", value=500)
    assert set(sizes_of(whole_municipality().areas).values()) == {500.0}
    AreaFigureFactory.create(area=areas[0], value=1000)
    AreaFigureFactory.create(area=areas[1], value=3000)
    assert [sizes_of(whole_municipality().areas)[area.pk] for area in areas] == [1000, 3000, 2000, 2000]


def test_the_page_shows_what_is_seen_what_fits_and_the_ways_on(signed_in: Client, team: Team, theme: Theme) -> None:
    found = OpportunityFactory.create(team=team, theme=theme, looked_week=LAST)
    near = InitiativeFactory.create(team=team, theme=theme, name="Koffie om tien", area=None)
    far = InitiativeFactory.create(theme=theme, name="Aan de andere kant")
    InitiativeFactory.create(team=team, theme=theme, name="Voorbij", ended=True)
    ThemeWeekFactory.create(theme=theme, area=found.area, week=LAST, questions=3, signals=2)
    address = reverse("collectief:opportunity", args=[found.public_id])
    answer = signed_in.get(address)
    page = answer.context["page"]
    assert [(one.name, one.is_near) for one in page.fitting] == [(near.name, True), (far.name, False)]
    assert page.trend.lines[0].values[-1] == 5
    assert "Er kwamen in 4 weken 12 hulpvragen en signalen binnen; gewoon is hier ongeveer 4." in answer.text
    assert "Het zegt niet waarom." in answer.text
    assert reverse("collectief:opportunity-not-now", args=[found.public_id]) in answer.text
    assert f"{found.theme} · {found.area.name}" in signed_in.get(reverse("collectief:opportunities")).text


def test_not_now_because_and_look_again(signed_in: Client, team: Team, colleague: User) -> None:
    found = OpportunityFactory.create(team=team)
    address = reverse("collectief:opportunity-not-now", args=[found.public_id])
    key = str(uuid.uuid4())
    for wrong in ({"reason": ""}, {"look_again_on": "2026-05-04"}, {"look_again_on": "2030-01-01"}):
        data = {"reason": "Eerst de zomer.", "look_again_on": "2026-09-01", "request_key": key, **wrong}
        assert signed_in.post(address, data).status_code == 422
    data = {"reason": "Eerst de zomer.", "look_again_on": "2026-09-01", "request_key": key}
    for _ in range(2):
        assert signed_in.post(address, data)["Location"] == reverse("collectief:opportunity", args=[found.public_id])
    reply = OpportunityReply.objects.get()
    assert (reply.answer, reply.reason, reply.replied_by) == (OpportunityAnswer.NOT_NOW, "Eerst de zomer.", colleague)
    rows = signed_in.get(reverse("collectief:opportunities")).context["overview"].running
    assert [row.state.text for row in rows] == ["niet nu; opnieuw op 1 september"]
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=False):
        signed_in.force_login(colleague)
        rows = signed_in.get(reverse("collectief:opportunities")).context["overview"].running
    assert [row.state.text for row in rows] == ["tijd om opnieuw te kijken"]


def test_an_initiative_takes_it_up(signed_in: Client, team: Team, theme: Theme) -> None:
    found = OpportunityFactory.create(team=team, theme=theme)
    initiative = InitiativeFactory.create(team=team)
    foreign = InitiativeFactory.create(theme=ThemeFactory.create(code="taal", name="Taal"))
    address = reverse("collectief:opportunity-take-up", args=[found.public_id])
    key = str(uuid.uuid4())
    refused = signed_in.post(address, {"initiative": str(foreign.public_id), "request_key": key})
    assert refused.status_code == 422
    signed_in.post(address, {"initiative": str(initiative.public_id), "reason": "Extra ochtend", "request_key": key})
    answer = signed_in.get(reverse("collectief:opportunity", args=[found.public_id]))
    assert f"Opgepakt door {initiative.name}" in answer.text
    assert answer.context["page"].state.text == "een initiatief pakt het op"


def test_another_team_and_a_commissioner_see_no_small_number(
    client: Client, other_team: Team, colleague: User, commissioner: User
) -> None:
    found = OpportunityFactory.create(team=other_team)
    address = reverse("collectief:opportunity", args=[found.public_id])
    client.force_login(colleague)
    assert client.get(address).status_code == 404
    assert found.area.name not in client.get(reverse("collectief:opportunities")).text
    client.force_login(commissioner)
    assert client.get(address).status_code == 403
