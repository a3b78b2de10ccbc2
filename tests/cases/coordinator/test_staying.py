"""Who gets a case works in its team as long as the case is theirs: not on the first day alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseCoordinator
from cases.services.assign_coordinator import CoordinatorLeaves, assign_coordinator
from tests.cases.conftest import NOW, TODAY
from tests.cases.coordinator.test_handing_over import propose
from tests.factories import CaseFactory, TeamMembershipFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team, TeamMembership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SOON = TODAY + timedelta(days=28)


def give(case: Case, worker: User) -> CaseCoordinator:
    return assign_coordinator(case=case, worker=worker, reason="", expected=None, by=worker, at=NOW)


@pytest.fixture
def waiting(team: Team) -> Case:
    return CaseFactory.create(team=team, waiting=True)


@pytest.mark.parametrize("end", [{"ends_on": TODAY + timedelta(days=1)}, {"ends_on": SOON}, {"leaves_on": SOON}])
def test_who_leaves_within_four_weeks_gets_no_case(team: Team, waiting: Case, end: dict[str, Any]) -> None:
    leaver = TeamMembershipFactory.create(team=team, **end).user
    with pytest.raises(CoordinatorLeaves):
        give(waiting, leaver)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CaseCoordinator.objects.create(case=waiting, worker=leaver, started_at=NOW)
    assert broken_constraint(refused.value) == "coordinator_stays_in_the_team"


def test_a_contract_that_ends_later_waits_for_the_last_case(team: Team, waiting: Case) -> None:
    """The end stays known as the day that was meant, and counts again once the case is somebody else's."""
    end = SOON + timedelta(days=1)
    hired = TeamMembershipFactory.create(team=team, ends_on=end)
    period = give(waiting, hired.user)
    hired.refresh_from_db()
    assert (hired.ends_on, hired.leaves_on) == (None, end)
    period.ended_at = NOW + timedelta(days=2)
    period.save()
    Case.objects.filter(pk=waiting.pk).update(awaiting_coordinator_since=TODAY)
    hired.refresh_from_db()
    assert (hired.ends_on, hired.leaves_on) == (end, None)


def test_a_renewed_contract_stays(team: Team, waiting: Case) -> None:
    change = TODAY + timedelta(days=3)
    first = TeamMembershipFactory.create(team=team, ends_on=change)
    TeamMembershipFactory.create(team=team, user=first.user, starts_on=change)
    assert give(waiting, first.user).worker == first.user
    first.refresh_from_db()
    assert first.ends_on == change


def test_what_was_over_before_it_was_written_down_asks_for_its_first_day(team: Team, waiting: Case) -> None:
    former = TeamMembershipFactory.create(team=team, starts_on=TODAY - timedelta(days=90), ends_on=TODAY).user
    before = NOW - timedelta(days=60)
    CaseCoordinator.objects.create(case=waiting, worker=former, started_at=before, ended_at=before + timedelta(days=9))
    assert not TeamMembership.objects.filter(user=former, ends_on=None).exists()


def test_screens_say_so_in_a_sentence(
    team: Team, waiting: Case, case: Case, colleague: User, coordinator: User
) -> None:
    leaver = TeamMembershipFactory.create(team=team, ends_on=SOON).user
    own = sign_in(Client(), leaver).post(reverse("cases:coordinator-take", args=[waiting.public_id]), follow=True)
    assert "Je vertrekt binnen vier weken uit dit team" in own.text
    boss = sign_in(Client(), coordinator)
    chosen = boss.post(reverse("cases:coordinator-hand-over", args=[waiting.public_id]), {"worker": leaver.pk})
    assert chosen.status_code == 422
    assert "vertrekt binnen vier weken uit het team" in chosen.text
    propose(sign_in(Client(), colleague), case, leaver, colleague)
    assert not case.handovers.exists()
    assert case.coordinators.current().get().worker == colleague
