"""Two coordinators divide the same cases at one moment, over real connections that commit."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cases.enums import Informer
from cases.models import Case, CaseCoordinator, Handover, Redistribution
from cases.services.assign_coordinator import assign_coordinator
from cases.services.redistribute import (
    Carrying,
    Planned,
    carry_out,
    save_moves,
    start_redistribution,
)
from tests.cases.coordinator.test_at_once import first_and_then
from tests.cases.test_at_once import at_once, kinds
from tests.factories import CaseFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team, TeamMembership

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
NOW = Carrying(reason="Ziek", because="Kan niet wachten", informer=Informer.RECEIVER, read_until=None, reasons={})


@pytest.fixture
def pile(team: Team, colleague: User) -> list[Case]:
    return [CaseFactory.create(team=team, coordinator=colleague) for _ in range(3)]


@pytest.fixture
def plan(team: Team, pile: list[Case], colleague: User, teammate: User, coordinator: User) -> Redistribution:
    made = start_redistribution(team=team, giver=colleague, by=coordinator, at=timezone.now())
    planned = {case.pk: Planned(receiver=teammate) for case in pile}
    return save_moves(redistribution=made, planned=planned, among=list(planned), seen=0)


def carrying(plan: Redistribution, pile: list[Case], by: User) -> Callable[[], Any]:
    return lambda: carry_out(
        redistribution=plan,
        cases=[case.pk for case in pile],
        carrying=NOW,
        seen=1,
        by=by,
        at=timezone.now(),
        request_key=uuid.uuid4(),
    )


def test_a_plan_is_begun_once(team: Team, colleague: User, coordinator: User) -> None:
    def begin() -> Redistribution:
        return start_redistribution(team=team, giver=colleague, by=coordinator, at=timezone.now())

    made = at_once(begin, begin, begin)
    assert kinds(made) == ["Redistribution"] * 3
    assert len({one.pk for one in made}) == 1


def test_a_plan_is_carried_out_once(plan: Redistribution, pile: list[Case], teammate: User, coordinator: User) -> None:
    results = at_once(carrying(plan, pile, coordinator), carrying(plan, pile, coordinator))
    assert kinds(results) == ["Redistribution", "RedistributionIsOver"]
    assert Handover.objects.count() == len(pile)
    assert set(CaseCoordinator.objects.current().values_list("worker", flat=True)) == {teammate.pk}


def test_handed_over_by_somebody_else_at_that_moment(
    plan: Redistribution, pile: list[Case], colleague: User, coordinator: User
) -> None:
    """Either the one or the other: never half a plan."""
    given, carried = first_and_then(
        lambda: assign_coordinator(
            case=pile[1], worker=coordinator, reason="x", expected=colleague.pk, by=coordinator, at=timezone.now()
        ),
        carrying(plan, pile, coordinator),
    )
    assert isinstance(given, CaseCoordinator)
    assert type(carried).__name__ == "CasesInTheWay"
    assert dict(carried.cases) == {pile[1].pk: "changed"}
    assert set(CaseCoordinator.objects.current().values_list("case", "worker")) == {
        (pile[0].pk, colleague.pk),
        (pile[1].pk, coordinator.pk),
        (pile[2].pk, colleague.pk),
    }
    assert not Handover.objects.exists()


def test_the_receiver_leaves_at_that_moment(
    plan: Redistribution, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    def leave() -> str:
        TeamMembership.objects.filter(user=teammate).update(ends_on=timezone.localdate())
        return "left"

    left, carried = first_and_then(leave, carrying(plan, pile, coordinator))
    assert left == "left"
    assert type(carried).__name__ == "CasesInTheWay"
    assert set(CaseCoordinator.objects.current().values_list("worker", flat=True)) == {colleague.pk}


def test_two_plans_that_cross(team: Team, colleague: User, teammate: User, coordinator: User) -> None:
    """Each gives to the other's giver, over many cases: nobody waits for ever and every case keeps one coordinator."""
    third = TeamMembershipFactory.create(team=team).user
    plans = []
    for giver, receiver in ((colleague, third), (teammate, colleague)):
        pile = [CaseFactory.create(team=team, coordinator=giver) for _ in range(5)]
        made = start_redistribution(team=team, giver=giver, by=coordinator, at=timezone.now())
        planned = {case.pk: Planned(receiver=receiver) for case in pile}
        plans.append((save_moves(redistribution=made, planned=planned, among=list(planned), seen=0), pile))
    results = at_once(*(carrying(made, pile, coordinator) for made, pile in plans))
    assert kinds(results) == ["Redistribution", "Redistribution"]
    assert CaseCoordinator.objects.current().count() == 10
