"""Relations: a contact in seconds with its hours, and who goes cold."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from netwerk.enums import Exchange
from netwerk.models import Organisation, Relation, RelationMoment
from tests.factories import (
    OrganisationFactory,
    RelationFactory,
    RelationMomentFactory,
    RingMembershipFactory,
    TimeEntryFactory,
)
from wijkteam.accounts.models import User
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def school(db: None) -> Organisation:
    return OrganisationFactory.create(name="De Vuurtoren")


def filled_in(**changes: Any) -> dict[str, Any]:
    return {"kind": "visit", "minutes": "45", "happened_on": "2026-05-01", "request_key": str(uuid4()), **changes}


def test_one_entry_is_the_contact_and_the_hours(
    signed_in: Client, team: Team, colleague: User, school: Organisation
) -> None:
    address = reverse("netwerk:moment-log", args=[school.public_id])
    data = filled_in(exchange="we-asked", note="Spreekuur")
    first, again = (signed_in.post(address, data) for _ in range(2))
    assert (
        first["Location"]
        == again["Location"]
        == f"{reverse('netwerk:organisation', args=[school.public_id])}?team={team.code}"
    )
    moment = RelationMoment.objects.get()
    hours = TimeEntry.objects.get()
    assert moment.time_entry == hours
    assert (hours.user, hours.team, hours.kind) == (colleague, team, WorkKind.NETWORK)
    assert (hours.minutes, hours.worked_on) == (45, date(2026, 5, 1))
    assert "Spreekuur" in signed_in.get(first["Location"]).text
    # Hours of a contact cannot be changed apart from it.
    assert signed_in.get(reverse("hours:edit", args=[hours.public_id])).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"happened_on": "2026-05-05"}, {"happened_on": "2026-04-01"}, {"minutes": "0"}, {"kind": ""}]
)
def test_what_cannot_be_leaves_no_hours(signed_in: Client, school: Organisation, wrong: dict[str, str]) -> None:
    answer = signed_in.post(reverse("netwerk:moment-log", args=[school.public_id]), filled_in(**wrong))
    assert (answer.status_code, TimeEntry.objects.count()) == (422, 0)


def test_a_day_has_no_more_than_24_hours(signed_in: Client, team: Team, colleague: User, school: Organisation) -> None:
    TimeEntryFactory.create(team=team, user=colleague, worked_on=date(2026, 5, 1), minutes=1400)
    answer = signed_in.post(reverse("netwerk:moment-log", args=[school.public_id]), filled_in())
    assert (answer.status_code, RelationMoment.objects.count()) == (422, 0)
    assert "40 minuten" in answer.text


def test_who_goes_cold_stands_first(signed_in: Client, team: Team, school: Organisation) -> None:
    RingMembershipFactory.create(team=team, organisation=school)
    RelationFactory.create(team=team, organisation=school, rhythm_weeks=8)
    RelationMomentFactory.create(team=team, organisation=school, happened_on=date(2026, 3, 9))
    never = RelationFactory.create(team=team, organisation__name="Nooit").organisation
    cold = RelationFactory.create(team=team, organisation__name="Lang geleden", rhythm_weeks=4).organisation
    RelationMomentFactory.create(team=team, organisation=cold, happened_on=date(2026, 4, 1), exchange=Exchange.WE_ASKED)
    RelationMomentFactory.create(
        team=team, organisation=cold, happened_on=date(2026, 4, 1), exchange=Exchange.WE_HELPED
    )
    RelationMomentFactory.create(team=team, organisation=cold, happened_on=date(2025, 4, 1), exchange=Exchange.WE_ASKED)
    RelationFactory.create(team=team, organisation__name="Weg", organisation__ended=True)
    page = signed_in.get(reverse("netwerk:relations")).context["page"]
    assert [row.name for row in page.cold] == [never.name, "Lang geleden"]
    assert [row.name for row in page.soon] == ["De Vuurtoren"]
    assert page.soon[0].due_on == date(2026, 5, 4)  # that is today: not too late yet
    assert not page.others
    assert (page.cold[1].balance.received, page.cold[1].balance.given) == (1, 1)  # more than a year ago is over


def test_who_owes_whom_is_said_gently(signed_in: Client, team: Team, school: Organisation) -> None:
    RingMembershipFactory.create(team=team, organisation=school)

    def words() -> str:
        return str(signed_in.get(reverse("netwerk:relations")).context["page"].others[0].balance.words)

    assert words() == "nog niets gevraagd of gegeven"
    for _ in range(3):
        RelationMomentFactory.create(team=team, organisation=school, exchange=Exchange.WE_ASKED)
    assert words() == "in balans"  # three times is no pattern
    RelationMomentFactory.create(team=team, organisation=school, exchange=Exchange.THEY_HELPED)
    assert words() == "zij deden meer voor ons: wat kunnen wij voor hen doen?"
    for _ in range(2):
        RelationMomentFactory.create(team=team, organisation=school, exchange=Exchange.WE_HELPED)
    assert words() == "zij deden meer voor ons: wat kunnen wij voor hen doen?"
    RelationMomentFactory.create(team=team, organisation=school, exchange=Exchange.THEY_ASKED)
    assert words() == "in balans"


def test_a_quiet_relation_stands_in_my_work_of_its_keeper(
    client: Client, team: Team, colleague: User, teammate: User, school: Organisation
) -> None:
    RelationFactory.create(team=team, organisation=school, rhythm_weeks=8, keeper=colleague)
    RelationMomentFactory.create(team=team, organisation=school, happened_on=date(2026, 3, 20))
    warm = RelationFactory.create(team=team, keeper=colleague, organisation__name="Net gesproken").organisation
    RelationMomentFactory.create(team=team, organisation=warm, happened_on=date(2026, 4, 30))
    for who, sees in ((colleague, True), (teammate, False)):
        client.force_login(who)
        text = client.get("/mijn-werk/").text
        assert ("De Vuurtoren" in text) is sees
        assert "Net gesproken" not in text
        assert "Te laat" not in text


def test_agreeing_on_a_rhythm(
    signed_in: Client, team: Team, teammate: User, outsider: User, school: Organisation
) -> None:
    address = reverse("netwerk:rhythm", args=[school.public_id])
    assert signed_in.post(address, {"rhythm_weeks": "6", "keeper": outsider.pk}).status_code == 422
    assert signed_in.post(address, {"rhythm_weeks": "105"}).status_code == 422
    assert signed_in.post(address, {"rhythm_weeks": "6", "keeper": teammate.pk}).status_code == 302
    assert signed_in.post(address, {"rhythm_weeks": "8", "keeper": teammate.pk}).status_code == 302
    relation = Relation.objects.get()
    assert (relation.rhythm_weeks, relation.keeper) == (8, teammate)
    signed_in.post(address, {"rhythm_weeks": ""})
    assert not Relation.objects.exists()


def test_what_is_said_among_partners_is_for_the_own_team(
    client: Client, team: Team, outsider: User, school: Organisation
) -> None:
    RelationMomentFactory.create(team=team, organisation=school, note="Dit is van ons")
    client.force_login(outsider)
    page = client.get(reverse("netwerk:organisation", args=[school.public_id]), {"team": team.code})
    assert page.status_code == 200
    assert "Dit is van ons" not in page.text
