"""Two rings around a team: who stands where, on any day, and why."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from netwerk.enums import Ring
from netwerk.models import Organisation, RingMembership
from netwerk.selectors.rings import RingsPage
from netwerk.services.move_in_rings import DayTooEarly, StandsThereAlready, move_in_rings
from tests.factories import OrganisationFactory, RelationMomentFactory, RingMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def school(db: None) -> Organisation:
    return OrganisationFactory.create(name="De Vuurtoren")


def shown(client: Client, **query: str) -> RingsPage:
    page = client.get(reverse("netwerk:rings"), query).context["page"]
    assert isinstance(page, RingsPage)
    return page


def move(client: Client, organisation: Organisation, **data: str) -> Any:
    return client.post(reverse("netwerk:ring-move", args=[organisation.public_id]), {"on": "2026-05-04", **data})


def test_the_rings_on_two_days_differ_as_the_data_say(signed_in: Client, team: Team, school: Organisation) -> None:
    gone = RingMembershipFactory.create(team=team, ended=True).organisation
    RingMembershipFactory.create(
        team=team, organisation=school, second=True, ends_on=date(2026, 3, 1), end_reason="Elke week samen spreekuur"
    )
    RingMembershipFactory.create(
        team=team, organisation=school, starts_on=date(2026, 3, 1), reason="Elke week samen spreekuur"
    )
    now, before = shown(signed_in), shown(signed_in, op="2025-12-31")
    assert ([row.name for row in now.first], now.second) == (["De Vuurtoren"], ())
    assert [row.name for row in before.first] == [gone.name]
    assert [row.name for row in before.second] == ["De Vuurtoren"]
    assert shown(signed_in, op="2026-02-28").second
    assert not shown(signed_in, op="2026-03-01").second
    moves = [(change.on, change.came_from, change.went_to, change.reason) for change in now.changes]
    assert moves == [
        (date(2026, 3, 1), 2, 1, "Elke week samen spreekuur"),
        (date(2026, 1, 1), 1, None, "De locatie sloot."),
    ]
    assert shown(signed_in, op="2019-12-31").is_empty
    assert shown(signed_in, op="1-1").on == shown(signed_in, op="2030-01-01").on == TODAY


def test_more_contact_is_drawn_larger(signed_in: Client, team: Team, school: Organisation) -> None:
    quiet = RingMembershipFactory.create(team=team, organisation__name="Zwijgzaam").organisation
    RingMembershipFactory.create(team=team, organisation=school)
    for day in (date(2026, 5, 4), date(2026, 4, 1), date(2025, 11, 3)):
        RelationMomentFactory.create(team=team, organisation=school, happened_on=day)
    RelationMomentFactory.create(organisation=quiet)  # of another team
    page = shown(signed_in)
    assert [(row.name, row.contacts, row.last_contact) for row in page.first] == [
        ("De Vuurtoren", 2, TODAY),
        ("Zwijgzaam", 0, None),
    ]
    loud, still = page.wide.nodes
    assert int(loud.r) > int(still.r)
    assert shown(signed_in, op="2026-04-30").first[0].contacts == 2


@pytest.mark.parametrize("count", [1, 2, 9, 24, 60])
def test_nobody_is_drawn_on_top_of_another(signed_in: Client, team: Team, count: int) -> None:
    for number in range(count):
        RingMembershipFactory.create(team=team, ring=Ring.SECOND if number % 3 else Ring.FIRST)
    for picture in (shown(signed_in).wide, shown(signed_in).narrow):
        places = [(int(node.x), int(node.y), int(node.r)) for node in picture.nodes]
        assert len(places) == count
        for at, (x, y, r) in enumerate(places):
            assert r <= x <= int(picture.width) - r
            assert r <= y <= int(picture.height) - r
            for other_x, other_y, other_r in places[:at]:
                assert (x - other_x) ** 2 + (y - other_y) ** 2 > (r + other_r) ** 2


@pytest.mark.parametrize(
    ("count", "name"),
    [(4, "De Vuurtoren"), (60, "School"), (60, "Stichting Welzijn en Maatschappelijke Dienstverlening")],
)
def test_no_name_lies_over_another_or_over_a_partner(signed_in: Client, team: Team, count: int, name: str) -> None:
    """Who gets no name in a crowd still has a number, and stands in the table."""
    for number in range(count):
        organisation = OrganisationFactory.create(name=f"{name} {number}")
        ring = Ring.SECOND if number % 3 else Ring.FIRST
        RingMembershipFactory.create(team=team, organisation=organisation, ring=ring)
    page = shown(signed_in)
    assert len(page.first) + len(page.second) == count
    for picture, letter in ((page.wide, 18), (page.narrow, 26)):
        boxes = []
        for node in picture.nodes:
            for line, y in node.lines:
                width = 0.5 * letter * len(line)
                start = int(node.label_x) - {"start": 0.0, "middle": width / 2, "end": width}[node.anchor]
                boxes.append((start, int(y) - 0.7 * letter, start + width, int(y) + 0.2 * letter))
        circles = [
            (int(one.x) - int(one.r), int(one.y) - int(one.r), int(one.x) + int(one.r), int(one.y) + int(one.r))
            for one in picture.nodes
        ]
        for at, one in enumerate(boxes):
            assert one[0] >= 0
            assert one[2] <= int(picture.width)
            for other in (*boxes[:at], *circles):
                assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
    if count < 10:
        assert all(node.lines for node in page.wide.nodes)
        assert all(node.lines for node in page.narrow.nodes if node.ring == Ring.FIRST)


def test_stepping_through_the_quarters_without_a_script(signed_in: Client, team: Team) -> None:
    RingMembershipFactory.create(team=team, starts_on=date(2025, 8, 15))
    page = shown(signed_in)
    assert page.steps == (date(2026, 4, 1), date(2026, 1, 1), date(2025, 10, 1))
    assert (page.before, page.after) == (date(2026, 4, 1), None)
    back = shown(signed_in, op="2026-01-01")
    assert (back.before, back.after) == (date(2025, 10, 1), date(2026, 4, 1))
    assert shown(signed_in, op="2025-10-01").before is None


@pytest.mark.parametrize("htmx", [False, True])
def test_moving_with_a_reason(signed_in: Client, team: Team, school: Organisation, htmx: bool) -> None:
    assert move(signed_in, school, ring="2", on="2026-01-01").status_code == 302
    without = move(signed_in, school, ring="1")
    assert without.status_code == 422
    assert "Waarom?" in without.text
    assert move(signed_in, school, ring="1", reason="Vaker samen", on="2026-05-05").status_code == 422
    assert move(signed_in, school, ring="1", reason="Vaker samen", on="2026-01-01").status_code == 422
    assert move(signed_in, school, ring="2", reason="Vaker samen").status_code == 422
    headers = {"HX-Request": "true"} if htmx else {}
    address = reverse("netwerk:ring-move", args=[school.public_id])
    done = signed_in.post(address, {"ring": "1", "reason": "Vaker samen", "on": "2026-05-04"}, headers=headers)
    assert done["HX-Redirect" if htmx else "Location"] == f"{reverse('netwerk:rings')}?team={team.code}"
    left, now = RingMembership.objects.order_by("starts_on")
    assert (left.ring, left.ends_on, left.end_reason) == (2, TODAY, "Vaker samen")
    assert (now.ring, now.starts_on, now.ends_on, now.reason) == (1, TODAY, None, "Vaker samen")


def test_leaving_and_coming_back(team: Team, school: Organisation, colleague: User) -> None:
    def to(ring: Ring | None, on: date) -> None:
        move_in_rings(team=team, organisation=school, ring=ring, on=on, reason="Zo is het", by=colleague)

    to(Ring.FIRST, date(2026, 1, 1))
    to(None, date(2026, 2, 1))
    with pytest.raises(StandsThereAlready):
        to(None, date(2026, 3, 1))
    with pytest.raises(DayTooEarly):
        to(Ring.SECOND, date(2026, 1, 15))
    to(Ring.SECOND, date(2026, 2, 1))
    assert list(RingMembership.objects.order_by("starts_on").values_list("ring", "ends_on")) == [
        (1, date(2026, 2, 1)),
        (2, None),
    ]


def test_the_rings_of_another_team_are_read_and_not_changed(
    signed_in: Client, team: Team, other_team: Team, school: Organisation
) -> None:
    RingMembershipFactory.create(team=other_team, organisation=school)
    page = signed_in.get(reverse("netwerk:rings"), {"team": other_team.code})
    assert "De Vuurtoren" in page.text
    assert reverse("netwerk:ring-move", args=[school.public_id]) not in page.text
    move_there = f"{reverse('netwerk:ring-move', args=[school.public_id])}?team={other_team.code}"
    assert signed_in.post(move_there, {"ring": "2", "on": "2026-05-04", "reason": "Nee"}).status_code == 302
    assert RingMembership.objects.get(team=other_team).ring == Ring.FIRST
    assert RingMembership.objects.get(team=team).ring == Ring.SECOND
