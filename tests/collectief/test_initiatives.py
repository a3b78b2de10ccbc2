"""Initiatives: everybody in a team sees them, the team that carries one changes it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collectief.models import Initiative
from tests.factories import InitiativeFactory, NeighbourhoodFactory, ThemeFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LIST = "collectief:initiatives"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def names(client: Client, **query: str) -> list[str]:
    return [row.name for row in client.get(reverse(LIST), query).context["overview"].rows]


def filled_in(**changes: Any) -> dict[str, Any]:
    return {"name": "Kookclub", "owner": "residents", "starts_on": "2026-06-01", "is_public": "on", **changes}


def test_the_list_and_its_filters(signed_in: Client, team: Team, other_team: Team) -> None:
    area = NeighbourhoodFactory.create()
    living = ThemeFactory.create(code="wonen", name="Wonen")
    InitiativeFactory.create(team=team, name="Breien", area=area)
    InitiativeFactory.create(team=other_team, name="Café", theme=living, description="Iedereen mag breien")
    InitiativeFactory.create(team=team, name="Voorbij", ended=True)
    assert names(signed_in) == ["Breien", "Café"]
    assert names(signed_in, thema="wonen") == ["Café"]
    assert names(signed_in, team=team.code) == ["Breien"]
    assert names(signed_in, buurt=area.code) == ["Breien"]
    assert names(signed_in, q="breien") == ["Breien", "Café"]
    assert names(signed_in, status="beeindigd") == ["Voorbij"]
    assert names(signed_in, thema="x", buurt="'", team="-", pagina="999") == ["Breien", "Café"]


def test_a_district_finds_through_its_neighbourhoods(signed_in: Client, team: Team) -> None:
    area = NeighbourhoodFactory.create()
    InitiativeFactory.create(team=team, name="Voor de wijk", area=area.parent)
    assert names(signed_in, buurt=area.code) == ["Voor de wijk"]


def test_an_end_counts_from_the_day_itself(signed_in: Client, team: Team) -> None:
    InitiativeFactory.create(team=team, name="Nog vandaag", ends_on=date(2026, 5, 5))
    InitiativeFactory.create(team=team, name="Niet meer", ends_on=date(2026, 5, 4))
    assert names(signed_in) == ["Nog vandaag"]
    assert names(signed_in, status="beeindigd") == ["Niet meer"]


def test_statements_do_not_grow_with_the_list(signed_in: Client, team: Team) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(reverse(LIST))
        return len(seen)

    InitiativeFactory.create(team=team, area=NeighbourhoodFactory.create())
    statements()  # the words of the municipality are in the cache from here on
    one = statements()
    for _ in range(9):
        InitiativeFactory.create(team=team, area=NeighbourhoodFactory.create())
    assert statements() == one


def test_adding_and_changing(signed_in: Client, team: Team) -> None:
    theme = ThemeFactory.create()
    answer = signed_in.post(reverse("collectief:initiative-new"), filled_in(theme=theme.pk))
    made = Initiative.objects.get()
    assert answer["Location"] == reverse("collectief:initiative", args=[made.public_id])
    assert (made.team, made.name, made.starts_on, made.is_public) == (team, "Kookclub", date(2026, 6, 1), True)
    edit = reverse("collectief:initiative-edit", args=[made.public_id])
    assert "Kookclub" in signed_in.get(edit).text
    assert signed_in.post(edit, filled_in(theme=theme.pk, name="Eetclub", is_public="")).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.is_public) == ("Eetclub", False)
    assert signed_in.post(edit, filled_in(theme=theme.pk, name="")).status_code == 422


def test_t25_it_cannot_be_put_with_another_team(signed_in: Client, team: Team, other_team: Team) -> None:
    theme = ThemeFactory.create()
    signed_in.post(reverse("collectief:initiative-new"), filled_in(theme=theme.pk, team=other_team.code))
    assert Initiative.objects.get().team == team


def test_only_the_team_that_carries_it_changes_it(signed_in: Client, other_team: Team) -> None:
    theirs = InitiativeFactory.create(team=other_team)
    page = signed_in.get(reverse("collectief:initiative", args=[theirs.public_id]))
    assert page.status_code == 200
    for name in ("collectief:initiative-edit", "collectief:initiative-end"):
        address = reverse(name, args=[theirs.public_id])
        assert address not in page.text
        assert signed_in.get(address).status_code == 403
        assert signed_in.post(address, filled_in(ends_on="2026-05-04")).status_code == 403


@pytest.mark.parametrize("htmx", [False, True])
def test_ending(signed_in: Client, team: Team, htmx: bool) -> None:
    running = InitiativeFactory.create(team=team)
    address = reverse("collectief:initiative-end", args=[running.public_id])
    headers = {"HX-Request": "true"} if htmx else {}
    query = "?deel=dialog" if htmx else ""
    assert ("<html" in signed_in.get(address + query, headers=headers).text) is not htmx
    refused = signed_in.post(address + query, {"ends_on": "2024-12-31"}, headers=headers)
    assert refused.status_code == 422
    assert "Het einde ligt vóór het begin" in refused.text
    done = signed_in.post(address + query, {"ends_on": "2026-05-31"}, headers=headers)
    way_on = reverse("collectief:initiative", args=[running.public_id])
    assert done["HX-Redirect" if htmx else "Location"] == way_on
    running.refresh_from_db()
    assert running.ends_on == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"name": ""}, "initiative_has_a_name"),
        ({"ends_on": date(2025, 1, 1)}, "initiative_ends_after_start"),
    ],
)
def test_postgresql_refuses(team: Team, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        InitiativeFactory.create(team=team, **changes)
