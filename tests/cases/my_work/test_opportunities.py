"""Opportunities in My work: nobody answered, or it was put off until a day that has come."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from collectief.models import Opportunity
from tests.cases.conftest import TODAY
from tests.cases.my_work.test_page import PAGE, items_of
from tests.factories import OpportunityFactory, OpportunityReplyFactory, ReflectionFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
AGO = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.fixture
def seen_by(client: Client) -> Callable[[User], list[str]]:
    """The opportunities that stand in the work of somebody: theirs and no others."""

    def look(user: User) -> list[str]:
        client.force_login(user)
        return [item.url for item in items_of(client) if item.kind == "opportunity"]

    return look


def put_off(opportunity: Opportunity, *, until: date, by: User) -> None:
    OpportunityReplyFactory.create(
        opportunity=opportunity, look_again_on=until, replied_by=by, replied_at=AGO, reason="Eerst de zomer door"
    )


def test_what_nobody_answered_is_for_the_team_coordinator(
    seen_by: Callable[[User], list[str]], team: Team, coordinator: User, colleague: User
) -> None:
    mine = OpportunityFactory.create(team=team)
    OpportunityFactory.create()
    assert seen_by(coordinator) == [f"/kansen/{mine.public_id}/"]
    assert seen_by(colleague) == []
    ReflectionFactory.create(team=team, opportunity=mine, occasion="opportunity")
    assert seen_by(coordinator) == []


def test_what_was_put_off_comes_back_on_its_day(
    seen_by: Callable[[User], list[str]], client: Client, team: Team, coordinator: User, colleague: User
) -> None:
    today, later = OpportunityFactory.create(team=team), OpportunityFactory.create(team=team)
    put_off(today, until=TODAY, by=colleague)
    put_off(later, until=TODAY + timedelta(days=1), by=colleague)
    assert seen_by(colleague) == seen_by(coordinator) == [f"/kansen/{today.public_id}/"]
    client.force_login(colleague)
    assert "Je zou opnieuw kijken naar deze kans." in client.get(PAGE).text


def test_an_answer_of_later_takes_it_away(
    seen_by: Callable[[User], list[str]], team: Team, coordinator: User, colleague: User
) -> None:
    again, held, over = (OpportunityFactory.create(team=team) for _ in range(3))
    for one in (again, held, over):
        put_off(one, until=TODAY - timedelta(days=3), by=colleague)
    OpportunityReplyFactory.create(
        opportunity=again, look_again_on=TODAY + timedelta(days=30), replied_at=AGO + timedelta(days=1)
    )
    ReflectionFactory.create(team=team, opportunity=held, occasion="opportunity", written_at=AGO + timedelta(days=1))
    Opportunity.objects.filter(pk=over.pk).update(ended_on=over.last_week + timedelta(days=60))
    assert seen_by(colleague) == seen_by(coordinator) == []
