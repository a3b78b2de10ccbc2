"""Relief: what the interval promises, measured, and what the page says and does not say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from collectief.models import Initiative, ThemeWeek
from collectief.selectors.relief import Verdict, relief_page
from tests.factories import (
    InitiativeFactory,
    NeighbourhoodFactory,
    ReflectionFactory,
    ReflectionReviewFactory,
    TeamAreaFactory,
    TeamFactory,
)
from wijkteam.accounts.models import User
from wijkteam.detection import change_against
from wijkteam.detection.relief_simulation import WORLDS, simulate
from wijkteam.teams.models import Team

TODAY = date(2026, 5, 4)
BEGAN = date(2025, 11, 5)  # a Wednesday
MONDAY = date(2025, 11, 3)
WEEK = timedelta(weeks=1)


def weeks(*means: float, length: int = 26) -> Any:
    return np.tile(np.array(means), (length, 1))


# -- the method -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("volume", [1.0, 5.0])
def test_the_interval_is_right_nine_times_in_ten_where_nothing_happened(name: str, volume: float) -> None:
    rates = simulate(WORLDS[name], volume, runs=300)
    assert rates.said > 0.5
    assert rates.coverage >= 0.9


def test_a_halving_is_seen_more_often_where_more_is_asked() -> None:
    few, many = (simulate(WORLDS["chance_alone"], volume, runs=200).found for volume in (0.5, 5.0))
    assert few < 0.4
    assert many > 0.8


def test_the_command_prints_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("relief_simulation", "--runs", "20")
    assert "RELIEF nominal=0.95 lowest_coverage=0." in capsys.readouterr().out


def test_a_fall_here_alone_is_less_and_a_fall_everywhere_is_not() -> None:
    before, after = weeks(4, 4, 4, 4, 4), weeks(1, 4, 4, 4, 4)
    alone = change_against(before, after)
    assert alone is not None
    assert alone.is_less
    assert round(alone.expected) == 104
    assert alone.low < alone.ratio < alone.high
    everywhere = change_against(before, weeks(1, 1, 1, 1, 1))
    assert everywhere is not None
    assert not everywhere.is_less
    rise = change_against(weeks(1, 1, 1, 1, 1), weeks(5, 1, 1, 1, 1))
    assert rise is not None
    assert rise.is_more


def test_larger_areas_weigh_more() -> None:
    """One large area stayed the same, three small ones doubled: what was expected follows the large one."""
    change = change_against(weeks(2, 20, 1, 1, 1), weeks(2, 20, 2, 2, 2))
    assert change is not None
    assert round(change.expected) == round(52 * 26 / 23)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (weeks(0.1, 2, 2, 2), weeks(0.1, 2, 2, 2)),
        (weeks(0, 2, 2, 2), weeks(2, 2, 2, 2)),
        (weeks(2, 0.1, 0.1, 0.1), weeks(2, 0.1, 0.1, 0.1)),
        (weeks(2, 2, 2), weeks(2, 2, 2)),
        (weeks(9, 9, 9, 9, length=7), weeks(9, 9, 9, 9, length=7)),
    ],
    ids=["few here", "none before", "few elsewhere", "two places", "seven weeks"],
)
def test_too_little_says_nothing(before: Any, after: Any) -> None:
    assert change_against(before, after) is None


# -- the page ---------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _monday(db: None) -> Any:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def initiative(team: Team) -> Initiative:
    """In one of six counted areas; of the others one has an initiative about the same theme."""
    places = [TeamAreaFactory.create(team=team).area, *(TeamAreaFactory.create().area for _ in range(5))]
    street = NeighbourhoodFactory.create(parent=places[0])
    made = InitiativeFactory.create(team=team, area=street, starts_on=BEGAN)
    busy = InitiativeFactory.create(team=TeamFactory.create(), area=places[5], theme=made.theme, starts_on=BEGAN)
    assert busy.area is not None
    ask(made, area=places[0].pk, before=4, after=1)
    for place in places[1:]:
        ask(made, area=place.pk, before=4, after=40 if place == places[5] else 4)
    return made


def ask(initiative: Initiative, *, area: int, before: int, after: int) -> None:
    rows = [(MONDAY - back * WEEK, before) for back in range(1, 31)]
    rows += [(MONDAY + ahead * WEEK, after) for ahead in range(26)]
    ThemeWeek.objects.bulk_create(
        ThemeWeek(week=week, area_id=area, theme=initiative.theme, questions=number, signals=50)
        for week, number in rows
        if number
    )


def test_fewer_questions_than_elsewhere_in_words_picture_and_table(
    client: Client, initiative: Initiative, colleague: User
) -> None:
    client.force_login(colleague)
    response = client.get(reverse("collectief:relief", args=[initiative.public_id]))
    page = response.context["page"]
    assert page.verdict == Verdict.LESS
    assert (len(page.here), len(page.places), page.weeks) == (1, 4, 25)  # the week of the beginning counts in neither
    assert "25 vragen" in page.sentence
    assert "ongeveer 100" in page.sentence
    assert "% minder" in page.range
    assert page.title in response.text
    assert response.text.count("<table") >= 1
    assert "Dat het initiatief het deed" in response.text
    linked = client.get(reverse("collectief:initiative", args=[initiative.public_id])).text
    assert reverse("collectief:relief", args=[initiative.public_id]) in linked


def test_another_team_sees_no_small_numbers(client: Client, initiative: Initiative, outsider: User) -> None:
    client.force_login(outsider)
    address = reverse("collectief:relief", args=[initiative.public_id])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("collectief:initiative", args=[initiative.public_id])).text


def test_an_initiative_for_the_whole_team_counts_all_its_areas(initiative: Initiative, team: Team) -> None:
    Initiative.objects.filter(pk=initiative.pk).update(area=None)
    initiative.refresh_from_db()
    second = TeamAreaFactory.create(team=team).area
    assert len(relief_page(initiative, today=TODAY).here) == 2
    assert second.name not in relief_page(initiative, today=TODAY).places


def test_honest_where_nothing_can_be_said(initiative: Initiative) -> None:
    ThemeWeek.objects.all().update(questions=0)
    few = relief_page(initiative, today=TODAY)
    assert (few.verdict, few.range) == (Verdict.TOO_FEW, "")
    early = relief_page(initiative, today=BEGAN + 5 * WEEK)
    assert (early.verdict, early.chart) == (Verdict.TOO_SHORT, None)
    InitiativeFactory.create_batch(4, theme=initiative.theme, starts_on=BEGAN)
    for place in list(Initiative.objects.exclude(pk=initiative.pk)):
        TeamAreaFactory.create(team=place.team)
    from wijkteam.teams.models import TeamArea

    TeamArea.objects.exclude(team=initiative.team).update(team=Initiative.objects.exclude(pk=initiative.pk)[0].team)
    Initiative.objects.exclude(pk=initiative.pk).update(area=None)
    assert relief_page(initiative, today=TODAY).verdict == Verdict.NO_PLACES


def test_looking_back_leads_to_it(client: Client, initiative: Initiative, team: Team, colleague: User) -> None:
    reflection = ReflectionFactory.create(team=team, choice="strengthen", initiative=initiative)
    review = ReflectionReviewFactory.create(reflection=reflection, due_on=date(2026, 5, 1))
    client.force_login(colleague)
    page = client.get(reverse("collectief:review", args=[review.public_id])).text
    assert reverse("collectief:relief", args=[initiative.public_id]) in page
