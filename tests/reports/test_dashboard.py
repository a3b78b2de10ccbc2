"""The overview: every number equals the list behind it, and it stays as quick with more cases."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    ContactFactory,
    HouseholdFactory,
    InvolvementFactory,
    NeighbourhoodFactory,
    PlanFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    TimeEntryFactory,
    UserFactory,
    sign_in,
)
from tests.reports.conftest import Place, amsterdam
from wijkteam.accounts.models import User
from wijkteam.core.periods import month_of, next_month
from wijkteam.hours.enums import WorkKind
from wijkteam.reports.selectors.dashboard import Dashboard, dashboard, hours_to_floor
from wijkteam.reports.services.refresh_facts import recent_months, refresh_facts

pytestmark = pytest.mark.django_db
URL = "/overzicht/"


@pytest.fixture
def busy(place: Place) -> Place:
    """A team with something of everything, this month and before."""
    today = timezone.localdate()
    AgreedTermsFactory.create()
    wonen = ThemeFactory.create(code="wonen", name="Wonen")
    colleague = TeamMembershipFactory.create(team=place.team, fte="0.50").user
    elsewhere = NeighbourhoodFactory.create()
    long_ago = today - dt.timedelta(days=200)
    for number in range(7):
        home = HouseholdFactory.create(area=elsewhere if number % 3 else place.street, members=0)
        case = CaseFactory.create(
            team=place.team,
            coordinator=colleague if number % 2 else place.worker,
            opened_on=long_ago,
            household=home,
            theme=wonen if number > 4 else place.theme,
        )
        if number < 4:
            spoken = today - dt.timedelta(days=29 + number)
            ContactFactory.create(case=case, occurred_at=amsterdam(spoken.year, spoken.month, spoken.day, 0, 30))
        if number in {0, 3}:
            PlanFactory.create(case=case, in_force=True)
    place.case(today)
    for days in (3, 12):
        since = today - dt.timedelta(days=days)
        place.case(since, awaiting_coordinator_since=since)
    last = next_month(month_of(today), step=-1)
    place.case(last, last + dt.timedelta(days=3))
    place.case(long_ago, month_of(today))
    for kind, minutes in ((WorkKind.COLLECTIVE, 95), (WorkKind.OUTREACH, 40), (WorkKind.TEAM, 240)):
        TimeEntryFactory.create(team=place.team, user=colleague, kind=kind, minutes=minutes, worked_on=today)
    CaseFactory.create()  # of another team
    refresh_facts(months=recent_months(today, count=3), at=timezone.now(), today=today)
    return place


def case_numbers(page: Dashboard) -> Iterator[tuple[str, int, str]]:
    """What is counted, how many, and where the list is."""
    for tile in page.tiles:
        yield tile.label, int(tile.value), tile.href
    assert page.workers
    for row in page.workers.rows:
        yield row.label, int(row.text.split()[0]), row.href
    for chart in (page.themes, page.districts):
        assert chart
        for bar in chart.bars:
            yield bar.label, int(bar.value or 0), bar.href
    for month in page.flow_rows:
        if month.opened_url:
            yield month.month, int(month.opened), month.opened_url
            yield month.month, int(month.closed), month.closed_url


def test_every_number_of_cases_is_the_length_of_its_list(client: Client, coordinator: User, busy: Place) -> None:
    sign_in(client, coordinator)
    page = dashboard(user=coordinator, code="", today=timezone.localdate())
    html = client.get(URL).text
    seen = list(case_numbers(page))
    assert len(seen) >= 4 + 3 + 2 + 2 + 6
    for label, number, href in seen:
        listed = client.get(href).context["overview"].page.paginator.count
        assert listed == number, f"{label}: {number} on the overview, {listed} behind it ({href})"
        assert href.replace("&", "&amp;") in html
    by_label = {label: number for label, number, _href in seen}
    assert by_label["open casussen"] == 10
    assert by_label["wachten op een regisseur"] == 2
    assert by_label["plan te laat"] == 5
    assert by_label["lang geen contact"] == 5


def test_hours_link_to_their_list_with_the_same_sum(client: Client, coordinator: User, busy: Place) -> None:
    sign_in(client, coordinator)
    page = dashboard(user=coordinator, code="", today=timezone.localdate())
    assert page.balance
    minutes = {row.label: round(float(row.hours.replace(",", ".")) * 60) for row in page.balance.rows}
    assert abs(minutes["Collectief"] - 95) <= 3
    for row in [*page.balance.rows]:
        answer = client.get(row.href)
        assert answer.status_code == 200
        assert f"soort={row.href.split('soort=')[1]}" in row.href
    assert client.get(page.balance.total_url).status_code == 200


def test_words_say_what_the_balance_means(coordinator: User, busy: Place) -> None:
    page = dashboard(user=coordinator, code="", today=timezone.localdate())
    assert page.balance
    assert page.balance.tone in {"warning", "success"}
    assert "25%" in page.balance.detail


@pytest.mark.parametrize(
    ("total", "preventive", "floor", "hours"),
    [
        (6000, 1500, 25, 0),  # exactly kept
        (6000, 900, 25, 14),  # 10 hours too few of these; 14 more make it 29 of 114
        (6000, 0, 100, None),
        (6000, 6000, 100, 0),
        (0, 0, 25, 0),
    ],
)
def test_hours_needed_to_keep_the_floor(total: int, preventive: int, floor: int, hours: int | None) -> None:
    assert hours_to_floor(total=total, for_prevention=preventive, floor=floor) == hours
    if hours:
        assert (preventive + 60 * hours) / (total + 60 * hours) >= floor / 100
        assert (preventive + 60 * (hours - 1)) / (total + 60 * (hours - 1)) < floor / 100


def test_workers_stand_by_name_and_a_leaver_stays_in_sight(coordinator: User, busy: Place) -> None:
    today = timezone.localdate()  # the first day away: the cases keep the membership from ending
    leaver = TeamMembershipFactory.create(team=busy.team, user__name="Aad Weg", ends_on=today).user
    CaseFactory.create(team=busy.team, coordinator=leaver)
    page = dashboard(user=coordinator, code="", today=timezone.localdate())
    assert page.workers
    names = [row.label for row in page.workers.rows]
    assert names == sorted(names, key=str.casefold)
    assert [row.note for row in page.workers.rows if row.label == "Aad Weg"] == ["niet meer in het team"]


def test_without_a_band_the_overview_shows_plain_numbers(client: Client, coordinator: User, busy: Place) -> None:
    busy.team.caseload_bands.all().delete()
    busy.team.prevention_floors.all().delete()
    page = sign_in(client, coordinator).get(URL).text
    assert "Voor dit team is geen band afgesproken." in page
    assert "Voor dit team is geen ondergrens afgesproken." in page


def test_of_several_teams_one_is_chosen_and_another_team_cannot_be(client: Client, coordinator: User) -> None:
    second = TeamFactory.create(name="Wijkteam Zuid")
    foreign = TeamFactory.create(name="Wijkteam Vreemd")
    TeamMembershipFactory.create(team=second, user=coordinator)
    sign_in(client, coordinator)
    assert client.get(URL, {"team": second.code}).context["overview"].team == second
    answer = client.get(URL, {"team": foreign.code})
    assert answer.context["overview"].team != foreign
    assert "Wijkteam Vreemd" not in answer.text


def test_without_a_team_there_is_an_explanation(client: Client) -> None:

    page = sign_in(client, UserFactory.create(team_coordinator=True)).get(URL)
    assert "Je werkt nu niet in een team" in page.text


def test_who_waits_too_long_for_a_partner_is_counted_beside_its_list(
    client: Client, coordinator: User, busy: Place
) -> None:
    sent_on = timezone.localdate() - dt.timedelta(days=40)
    for _ in range(2):
        InvolvementFactory.create(
            case=busy.case(timezone.localdate() - dt.timedelta(days=60)),
            temporary=True,
            sent_on=sent_on,
            ends_on=timezone.localdate() + dt.timedelta(days=40),
            sharing__starts_on=sent_on,
            sharing__consent_on=sent_on,
        )
    sign_in(client, coordinator)
    tile = dashboard(user=coordinator, code="", today=timezone.localdate()).partners
    assert tile is not None
    assert (tile.value, tile.note) == ("2", "bij 2 partners")
    assert f'href="{tile.href}"' in client.get(URL).text
    assert len(client.get(tile.href).context["rows"]) == 2


def test_names_of_households_are_not_on_it(client: Client, coordinator: User, busy: Place) -> None:
    """So that looking at the overview is not looking into files, and needs no line in the read log."""
    page = sign_in(client, coordinator).get(URL).text
    assert "Huishouden " not in page


def test_queries_do_not_grow(client: Client, coordinator: User, busy: Place) -> None:
    sign_in(client, coordinator)

    def queries() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    before = queries()
    for _ in range(5):
        busy.case(timezone.localdate())
        TeamMembershipFactory.create(team=busy.team)
    assert queries() == before
    assert before <= 15


def test_others_have_no_overview(client: Client, colleague: User, commissioner: User, administrator: User) -> None:
    for user in (colleague, commissioner, administrator):
        assert sign_in(client, user).get(URL).status_code == 403


def test_the_menu_leads_there(client: Client, coordinator: User, commissioner: User, busy: Place) -> None:
    # The day of a team coordinator begins with what asks for somebody; the overview is one click away in the menu.
    page = sign_in(client, coordinator).get("/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("cases:my-work")
    assert f'href="{reverse("reports:dashboard")}"' in page.text
    assert sign_in(client, commissioner).get("/", follow=True).redirect_chain[-1][0] == reverse("reports:start")
