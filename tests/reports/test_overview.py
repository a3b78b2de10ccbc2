"""The pages of the overview beside the front one: every number has its list, filters stand in the address."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseRights
from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    ContactFactory,
    EscalationFactory,
    HouseholdFactory,
    NeighbourhoodFactory,
    SavedViewFactory,
    TeamAreaFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    TimeEntryFactory,
    sign_in,
)
from tests.reports.conftest import NOW, TODAY, Place, amsterdam
from wijkteam.accounts.models import User
from wijkteam.hours.enums import WorkKind
from wijkteam.reports.models import SavedView
from wijkteam.reports.selectors.administration import administration
from wijkteam.reports.selectors.division import division
from wijkteam.reports.selectors.floor_weeks import floor_weeks
from wijkteam.reports.selectors.my_figures import my_figures
from wijkteam.reports.services.refresh_facts import recent_months, refresh_facts

pytestmark = pytest.mark.django_db
FRONT, COURSE, DIVISION, FLOOR = (
    "/overzicht/",
    "/overzicht/verloop/",
    "/overzicht/verdeling/",
    "/overzicht/ondergrens/",
)
PAGES = (FRONT, COURSE, DIVISION, FLOOR)


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead(client: Client, coordinator: User, place: Place) -> Client:
    return sign_in(client, coordinator)


@pytest.fixture
def year(place: Place) -> Place:
    """Cases of two themes and two districts over a year, with the facts of each month."""
    AgreedTermsFactory.create()
    wonen = ThemeFactory.create(code="wonen", name="Wonen")
    elsewhere = NeighbourhoodFactory.create()
    TeamAreaFactory.create(team=place.team, area=elsewhere.parent)
    for number in range(24):
        opened = TODAY - dt.timedelta(days=15 * number + 1)
        home = HouseholdFactory.create(area=elsewhere if number % 3 else place.street, members=0)
        place.case(
            opened,
            opened + dt.timedelta(days=100) if number > 12 and number % 2 else None,
            household=home,
            theme=wonen if number % 4 == 0 else place.theme,
        )
    refresh_facts(months=recent_months(TODAY, count=13), at=timezone.now(), today=TODAY)
    return place


def talked(case: object, worker: User, kind: WorkKind, minutes: int, day: dt.date) -> None:
    """Hours with a household come from a contact."""
    ContactFactory.create(
        case=case,
        author=worker,
        occurred_at=amsterdam(day.year, day.month, day.day, 9),
        time_entry__kind=kind,
        time_entry__minutes=minutes,
    )


def listed(client: Client, href: str) -> int:
    return int(client.get(href).context["overview"].page.paginator.count)


def test_small_multiples_end_in_their_list(lead: Client, year: Place) -> None:
    overview = lead.get(COURSE).context["overview"]
    rows = [*overview.themes.rows, *overview.districts.rows]
    assert len(rows) == 4
    for row in rows:
        assert listed(lead, row.href) == int(row.text), row.label
    assert sum(int(row.text) for row in overview.themes.rows) == sum(int(row.text) for row in overview.districts.rows)
    table = overview.themes.table()
    assert len(table.head) == 1 + 12 + 1


def test_a_filter_narrows_every_number_and_stays_in_the_address(lead: Client, year: Place) -> None:
    whole = lead.get(FRONT).context["overview"]
    narrowed = lead.get(FRONT, {"thema": "wonen"})
    tiles = narrowed.context["overview"].tiles
    assert 0 < int(tiles[0].value) < int(whole.tiles[0].value)
    for tile in tiles:
        assert listed(lead, tile.href) == int(tile.value), tile.label
        assert "thema=wonen" in tile.href
    for bar in narrowed.context["overview"].districts.bars:
        assert listed(lead, bar.href) == bar.value
    for row in narrowed.context["overview"].flow_rows:
        if row.opened_url:
            assert listed(lead, row.opened_url) == int(row.opened), row.month
    assert 'href="/overzicht/verloop/?thema=wonen"' in narrowed.text
    course = lead.get(COURSE, {"thema": "wonen"}).context["overview"]
    assert [row.label for row in course.themes.rows] == ["Wonen"]
    assert course.per_fte is None
    open_now = sum(row.value for row in narrowed.context["overview"].districts.bars)
    assert open_now == int(tiles[0].value)


def test_the_course_of_a_filter_adds_up_to_the_facts(lead: Client, year: Place) -> None:
    whole = lead.get(COURSE).context["overview"].opened.lines[0].values
    parts = [
        lead.get(COURSE, {"thema": code}).context["overview"].opened.lines[0].values
        for code in ("wonen", year.theme.code)
    ]
    assert [sum(values) for values in zip(*parts, strict=True)] == list(whole)
    flows = [lead.get(COURSE, {"thema": code}).context["overview"].flow for code in ("wonen", year.theme.code)]
    all_in = lead.get(COURSE).context["overview"].flow.lines[0].values
    assert [sum(values) for values in zip(*(flow.lines[0].values for flow in flows), strict=True)] == list(all_in)


def test_a_period_and_nonsense_in_the_address(lead: Client, year: Place) -> None:
    assert len(lead.get(COURSE, {"periode": "6"}).context["overview"].opened.labels) == 6
    for nonsense in ({"periode": "9999"}, {"thema": "x" * 500}, {"wijk": "WK9999999"}, {"team": "'--"}):
        answer = lead.get(COURSE, nonsense)
        assert answer.status_code == 200
        assert len(answer.context["overview"].opened.labels) == 12


def test_too_few_or_enough_months_say_what_is_usual(lead: Client, year: Place) -> None:
    assert "Nog te weinig maanden" in lead.get(COURSE, {"periode": "6"}).context["overview"].flow.note
    note = lead.get(COURSE).context["overview"].flow.note
    assert "Nog te weinig" not in note
    assert "12 maanden" in note


def test_caseload_per_fte_stands_beside_the_band_of_then(lead: Client, year: Place) -> None:
    lines = lead.get(COURSE).context["overview"].per_fte
    assert len(lines.bands) == 12
    assert any(lines.bands)
    assert "boven de band die toen was afgesproken" in lines.note
    assert lines.svg().count('class="chart__band"') == len({band for band in lines.bands if band})


def test_what_weighs_stands_by_name_and_the_spread_names_nobody(lead: Client, place: Place) -> None:
    heavy = TeamMembershipFactory.create(team=place.team, user__name="Zwaar Zij", fte="1.00").user
    for _ in range(3):
        case = CaseFactory.create(team=place.team, coordinator=heavy, opened_on=TODAY - dt.timedelta(days=500))
    EscalationFactory.create(case=case)
    talked(case, heavy, WorkKind.INDIVIDUAL, 300, TODAY - dt.timedelta(days=3))
    answer = lead.get(DIVISION)
    overview = answer.context["overview"]
    names = [line.name for line in overview.lines]
    assert names == sorted(names, key=str.casefold)
    line = next(line for line in overview.lines if line.name == "Zwaar Zij")
    assert (line.cases, line.escalations, line.long_running, line.case_hours) == (3, 1, 3, "5")
    assert listed(lead, line.url) == 3
    for said in (overview.spread, overview.besides):
        assert not [name for name in names if name in said]
    assert "casussen per voltijdse werkweek" in overview.spread


def test_weeks_against_the_floor_and_what_pushed(lead: Client, place: Place) -> None:
    """Twelve even weeks, and then a crisis: the kind of work is named, the worker is not."""
    monday = TODAY - dt.timedelta(days=TODAY.weekday())
    case = place.case(TODAY - dt.timedelta(days=120))
    for back in range(1, 13):
        day = monday - dt.timedelta(weeks=back)
        TimeEntryFactory.create(
            team=place.team, user=place.worker, kind=WorkKind.COLLECTIVE, minutes=300 + back % 3, worked_on=day
        )
        talked(case, place.worker, WorkKind.INDIVIDUAL, 600 + back % 3, day)
        talked(case, place.worker, WorkKind.ESCALATION, 60 + back % 3, day)
    talked(case, place.worker, WorkKind.ESCALATION, 900, monday)
    found = floor_weeks(place.team, today=TODAY)
    assert found.tone == "warning"
    assert "escalatie" in found.pushed
    assert "individueel" not in found.pushed
    assert "1 huishouden" in found.pushed
    assert "In 12 van de laatste 12 weken" in found.kept
    assert found.chart
    assert len(found.chart.wholes) == 13
    page = lead.get(FLOOR)
    assert place.worker.name not in page.text
    line = next(line for line in found.lines if line.is_more)
    assert lead.get(line.url).status_code == 200


def test_my_figures_are_mine(client: Client, place: Place, year: Place, coordinator: User) -> None:
    other = TeamMembershipFactory.create(team=place.team).user
    CaseFactory.create(team=place.team, coordinator=other)
    TimeEntryFactory.create(team=place.team, user=place.worker, kind=WorkKind.COLLECTIVE, minutes=60, worked_on=TODAY)
    talked(year.case(TODAY), place.worker, WorkKind.INDIVIDUAL, 180, TODAY)
    mine = my_figures(place.worker, rights=CaseRights.of(place.worker, on=TODAY), today=TODAY)
    client = sign_in(client, place.worker)
    for tile in mine.tiles[:3]:
        assert listed(client, tile.href) == int(tile.value), tile.label
    assert "25%" in mine.hours_note
    page = client.get("/mijn-cijfers/")
    assert page.status_code == 200
    assert other.name not in page.text
    # The coordinator gets their own, and there is no address for those of somebody else.
    theirs = sign_in(Client(), coordinator).get("/mijn-cijfers/", {"worker": str(place.worker.public_id)})
    assert theirs.context["overview"].tiles[0].value == "0"


def test_the_administrator_sees_no_case(client: Client, administrator: User, year: Place) -> None:
    TeamFactory.create(name="Wijkteam Leeg")
    page = sign_in(client, administrator).get("/beheer/cijfers/")
    assert page.status_code == 200
    overview = page.context["overview"]
    line = next(line for line in overview.teams if line.name == year.team.name)
    assert line.open_at_end == "–", "nothing has been published, so nothing of households stands here"
    assert line.report == "nog niet gemaakt"
    assert overview.late == len(overview.teams)
    gaps = {gap.text: gap.names for gap in overview.gaps}
    assert "Wijkteam Leeg" in gaps["Teams zonder teamcoördinator"]
    assert "/casussen/" not in page.content.decode().replace('href="/casussen/"', "")


def test_statements_do_not_grow(lead: Client, year: Place) -> None:
    def counts() -> dict[str, int]:
        found = {}
        for url in (*PAGES, f"{COURSE}?thema=wonen", f"{COURSE}?periode=24", f"{FRONT}?thema=wonen", "/mijn-cijfers/"):
            lead.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert lead.get(url).status_code == 200
            found[url] = len(seen)
        return found

    before = counts()
    for _ in range(4):
        worker = TeamMembershipFactory.create(team=year.team).user
        cases = [CaseFactory.create(team=year.team, coordinator=worker) for _ in range(3)]
        talked(cases[0], worker, WorkKind.ESCALATION, 30, TODAY)
    assert counts() == before
    assert max(before.values()) <= 23, before
    assert division(year.team, today=TODAY).lines
    assert administration(today=TODAY).teams


def keep(client: Client, name: str = "Wonen", *, thema: str = "wonen", periode: str = "6") -> Any:
    address = f"{reverse('reports:view-save')}?pagina=course&thema={thema}&periode={periode}"
    assert client.get(address).status_code == 200
    return client.post(address, {"name": name})


def test_a_view_is_kept_by_name_and_opens_by_itself(lead: Client, year: Place, coordinator: User) -> None:
    answer = keep(lead)
    assert answer.status_code == 302
    assert "thema=wonen" in answer["Location"]
    kept = SavedView.objects.get()
    assert (kept.page, kept.theme.code if kept.theme else "", kept.months) == ("course", "wonen", 6)
    keep(lead, periode="24")
    assert SavedView.objects.get().months == 24, "the same name takes its place"
    assert "Wonen" in lead.get(FRONT).text
    lead.post(reverse("reports:view-default", args=[kept.public_id]))
    opened = lead.get(FRONT)
    assert opened.status_code == 302
    assert lead.get(opened["Location"]).context["chosen"].months == 24
    assert lead.get(FRONT, {"team": year.team.code}).status_code == 200, "asked for something else"
    lead.post(reverse("reports:view-default", args=[kept.public_id]))
    assert lead.get(FRONT).status_code == 200
    lead.post(reverse("reports:view-remove", args=[kept.public_id]))
    assert not SavedView.objects.exists()


def test_twelve_views_and_no_more(lead: Client, place: Place) -> None:
    for number in range(13):
        answer = keep(lead, f"Weergave {number}", thema="")
    assert SavedView.objects.count() == 12
    assert answer.status_code == 422
    assert "twaalf weergaven" in answer.text
    assert keep(lead, " ", thema="").status_code == 422
    assert SavedView.objects.count() == 12


def test_somebody_elses_view_does_not_exist(lead: Client, place: Place) -> None:
    foreign = SavedViewFactory.create()
    for name in ("view-default", "view-remove"):
        assert lead.post(reverse(f"reports:{name}", args=[foreign.public_id])).status_code == 404
    assert SavedView.objects.filter(pk=foreign.pk).exists()
