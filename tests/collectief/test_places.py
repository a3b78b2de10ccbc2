"""The map of areas and the page of an area: what is shown to whom, and what the picture says without colours."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from collectief.models import ThemeWeek
from collectief.selectors.places import place_page, places_page
from tests.factories import (
    AreaFigureFactory,
    AreaShapeFactory,
    DistrictFactory,
    InitiativeFactory,
    MunicipalityAreaFactory,
    NeighbourhoodFactory,
    OpportunityFactory,
    TeamAreaFactory,
    TeamFactory,
    ThemeFactory,
    ThemeWeekFactory,
    UserFactory,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 5, 4)
LAST = date(2026, 4, 27)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def districts(team: Team) -> list[Area]:
    """Three in a row; the first is of the team, the second of another one, the third has no border."""
    found = [DistrictFactory.create(name=name) for name in ("Aak", "Brik", "Claas")]
    TeamAreaFactory.create(team=team, area=found[0])
    TeamAreaFactory.create(team=TeamFactory.create(), area=found[1])
    for at, area in enumerate(found[:2]):
        AreaShapeFactory.create(area=area, at=at)
    for area, value in zip(found, (1200, 300, 800), strict=True):
        AreaFigureFactory.create(area=area, value=Decimal(value))
    return found


@pytest.fixture
def theme() -> Theme:
    return ThemeFactory.create(name="Eenzaamheid")


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def asked(area: Area, theme: Theme, *numbers: int) -> None:
    """So many questions in the last weeks, the latest first."""
    for back, number in enumerate(numbers):
        ThemeWeekFactory.create(area=area, theme=theme, week=LAST - timedelta(weeks=back), questions=number, signals=0)


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# -- the map ---------------------------------------------------------------------------------------


def test_the_map_says_its_finding_and_each_area_is_a_link(signed_in: Client, districts: list[Area]) -> None:
    html = signed_in.get(reverse("collectief:places")).content.decode()
    picture = html[html.index('<svg class="map"') : html.index("</svg>", html.index('<svg class="map"'))]
    assert re.search(r"<desc[^>]*>Het meest in Aak \(1\.200\), het minst in Brik \(300\)\.</desc>", picture)
    for area, value in ((districts[0], "1.200"), (districts[1], "300")):
        url = reverse("collectief:place", args=[area.code])
        assert f'<a href="{url}"><title>{area.name}: {value}</title>' in picture
    assert "style=" not in picture
    assert reverse("collectief:place", args=[districts[2].code]) in html, "the table has who is not on the map"
    assert "1 gebied heeft nog geen grens" in html


def test_neighbours_meet_in_the_picture(colleague: User, districts: list[Area]) -> None:
    picture = places_page(user=colleague, today=TODAY, asked="").picture
    assert picture.map is not None
    paths = dict(re.findall(r'<title>(\w+): [^<]*</title><path [^>]*d="([^"]+)"', picture.map.svg()))
    assert paths == {"Aak": "M12 12l488 0 0 488-488 0z", "Brik": "M500 12l488 0 0 488-488 0z"}


def test_without_borders_there_are_bars(signed_in: Client, districts: list[Area]) -> None:
    for area in districts[:2]:
        area.shape.delete()
    html = signed_in.get(reverse("collectief:places")).content.decode()
    assert '<svg class="map"' not in html
    assert "bar-table" in html


def test_what_the_own_team_heard_is_coarse_and_of_no_other_team(
    signed_in: Client, districts: list[Area], theme: Theme
) -> None:
    asked(districts[0], theme, 8, 5)
    asked(districts[1], theme, 44)
    page = text_of(signed_in.get(reverse("collectief:places"), {"toon": f"thema-{theme.code}"}))
    assert "1. Aak 15" in page
    assert "13" not in page.split("Aak")[1][:40]
    assert "Brik niet van je team" in page
    assert not re.search(r"\b44\b", page)


def test_under_ten_is_not_shown_whatever_it_is(signed_in: Client, districts: list[Area], theme: Theme) -> None:
    url = reverse("collectief:places")
    asked(districts[0], theme, 9)
    nine = signed_in.get(url, {"toon": "vragen"}).content
    assert "minder dan 10" in nine.decode()
    ThemeWeek.objects.all().delete()
    none = signed_in.get(url, {"toon": "vragen"}).content

    def page(content: bytes) -> str:
        return re.sub(r'csrf[^>]*value="[^"]*"|csrf-token[^>]*', "", content.decode())

    assert page(nine) == page(none)


def test_a_team_that_works_in_neighbourhoods_counts_at_their_district(
    colleague: User, team: Team, theme: Theme
) -> None:
    district = DistrictFactory.create()
    for number in (7, 6):
        neighbourhood = NeighbourhoodFactory.create(parent=district)
        TeamAreaFactory.create(team=team, area=neighbourhood)
        asked(neighbourhood, theme, number)
    picture = places_page(user=colleague, today=TODAY, asked="vragen").picture
    assert picture.bars is not None
    assert [(bar.label, bar.text) for bar in picture.bars.bars] == [(f"1. {district.name}", "15")]
    assert districts_of_page(place_page(district.code, user=colleague, today=TODAY, asked="vragen")) == [
        "minder dan 10",
        "minder dan 10",
    ]


def districts_of_page(page: Any) -> list[str]:
    return [bar.text for bar in page.picture.bars.bars]


def test_an_unknown_figure_in_the_address_is_the_first(signed_in: Client, districts: list[Area]) -> None:
    assert "Aantal inwoners" in text_of(signed_in.get(reverse("collectief:places"), {"toon": "cbs-x'; --"}))


def test_no_areas_at_all(signed_in: Client) -> None:
    assert "Nog geen gebieden" in text_of(signed_in.get(reverse("collectief:places")))


def test_the_map_of_a_city_is_light(
    signed_in: Client, colleague: User, districts: list[Area], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at in range(2, 90):
        area = DistrictFactory.create(name=f"Een wijk met een naam {at}")
        ring = [130_000, 160_000, *[step for place in range(38) for step in ((place % 5) * 20, 31 - place % 7)]]
        AreaShapeFactory.create(area=area, at=at, rings=[ring])
        AreaFigureFactory.create(area=area, value=Decimal(100 * at))
    with django_assert_max_num_queries(12):
        response = signed_in.get(reverse("collectief:places"))
    assert len(response.content) < 100 * 1024


# -- one area --------------------------------------------------------------------------------------


def test_an_area_shows_what_is_going_on_there(
    signed_in: Client, team: Team, districts: list[Area], theme: Theme
) -> None:
    area = districts[0]
    AreaFigureFactory.create(area=MunicipalityAreaFactory.create(), value=Decimal(900_000))
    asked(area, theme, 2, 1, *[0] * 11, 4)
    InitiativeFactory.create(team=team, area=NeighbourhoodFactory.create(parent=area), name="Samen eten")
    InitiativeFactory.create(team=team, area=None, name="Repaircafé")
    InitiativeFactory.create(area=districts[1], name="Ergens anders")
    OpportunityFactory.create(team=team, area=area, theme=theme)
    page = text_of(signed_in.get(reverse("collectief:place", args=[area.code])))
    assert "Eenzaamheid 3 4" in page
    assert "Samen eten" in page
    assert "Repaircafé" in page
    assert "Ergens anders" not in page
    assert "Aantal inwoners 1.200 900.000" in page
    assert "Het valt" not in page


def test_small_numbers_of_another_team_are_not_there(signed_in: Client, districts: list[Area], theme: Theme) -> None:
    asked(districts[1], theme, 3)
    other = OpportunityFactory.create(area=districts[1], theme=theme)
    html = signed_in.get(reverse("collectief:place", args=[districts[1].code])).content.decode()
    assert "Waar mensen mee komen" not in html
    assert str(other.public_id) not in html


def test_a_neighbourhood_stands_among_its_neighbours(signed_in: Client, districts: list[Area]) -> None:
    first, second = (NeighbourhoodFactory.create(parent=districts[0], name=name) for name in ("Eb", "Vloed"))
    for at, area in enumerate((first, second)):
        AreaShapeFactory.create(area=area, at=at)
        AreaFigureFactory.create(area=area, value=Decimal(at + 1))
    html = signed_in.get(reverse("collectief:place", args=[first.code])).content.decode()
    assert html.count('class="map__area map__area--0 map__area--own"') == 1
    assert re.search(r"<title>Eb: 1</title><path class=\"map__area map__area--0 map__area--own\"", html)
    assert reverse("collectief:place", args=[second.code]) in html


def test_an_area_that_is_not_there(signed_in: Client, districts: list[Area]) -> None:
    assert signed_in.get("/wijken/WK999999/").status_code == 404
    assert signed_in.get("/wijken/x-y-z/").status_code == 404


def test_who_left_the_team_sees_what_everybody_sees(client: Client, districts: list[Area], theme: Theme) -> None:
    asked(districts[0], theme, 30)
    client.force_login(UserFactory.create())
    page = text_of(client.get(reverse("collectief:places"), {"toon": "vragen"}))
    assert "Aantal inwoners" in page
    assert "30" not in page.replace("300", "")


def test_a_page_of_an_area_asks_little(
    signed_in: Client, team: Team, districts: list[Area], theme: Theme,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _number in range(5):
        neighbourhood = NeighbourhoodFactory.create(parent=districts[0])
        AreaShapeFactory.create(area=neighbourhood)
        AreaFigureFactory.create(area=neighbourhood)
        InitiativeFactory.create(team=team, area=neighbourhood)
    asked(districts[0], theme, 3)
    OpportunityFactory.create(team=team, area=districts[0], theme=theme)
    with django_assert_max_num_queries(18):
        response = signed_in.get(reverse("collectief:place", args=[districts[0].code]))
    assert len(response.content) < 100 * 1024
