"""One coordinator at any moment: taking, handing over, and what stays to be read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.enums import ClosingReason
from cases.models import Case
from cases.services.assign_coordinator import CoordinatorHasChanged, CoordinatorNotInTeam, assign_coordinator
from cases.services.close_case import close_case
from cases.services.lock_case import CaseIsClosed
from tests.cases.conftest import HTMX, NOW
from tests.factories import CaseFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def commit() -> None:
    """Let the rules speak that are looked at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_taking_a_case_ends_the_waiting(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    assign_coordinator(case=case, worker=colleague, reason="", expected=None, by=colleague, at=NOW)
    commit()
    case.refresh_from_db()
    assert case.awaiting_coordinator_since is None
    assert case.coordinators.current().get().worker == colleague


def test_a_handover_leaves_no_gap_and_keeps_its_reason(case: Case, colleague: User, teammate: User) -> None:
    assign_coordinator(case=case, worker=teammate, reason="Spreekt Pools", expected=colleague.pk, by=colleague, at=NOW)
    commit()
    before, after = case.coordinators.order_by("started_at")
    assert (before.worker, before.ended_at, before.handover_reason) == (colleague, NOW, "Spreekt Pools")
    assert (after.worker, after.started_at, after.ended_at) == (teammate, NOW, None)


def test_assigning_who_coordinates_already_changes_nothing(case: Case, colleague: User) -> None:
    assign_coordinator(case=case, worker=colleague, reason="x", expected=colleague.pk, by=colleague, at=NOW)
    assert case.coordinators.count() == 1


def test_who_saw_somebody_else_is_told_so(case: Case, colleague: User, teammate: User, coordinator: User) -> None:
    assign_coordinator(case=case, worker=teammate, reason="a", expected=colleague.pk, by=colleague, at=NOW)
    later = NOW + timedelta(minutes=1)
    with pytest.raises(CoordinatorHasChanged):
        assign_coordinator(case=case, worker=coordinator, reason="b", expected=colleague.pk, by=colleague, at=later)


def test_who_does_not_work_in_the_team_cannot_coordinate(case: Case, colleague: User, outsider: User) -> None:
    with pytest.raises(CoordinatorNotInTeam):
        assign_coordinator(case=case, worker=outsider, reason="a", expected=colleague.pk, by=colleague, at=NOW)
    assert case.coordinators.current().get().worker == colleague


def test_a_closed_case_gets_no_coordinator(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, closed=True)
    with pytest.raises(CaseIsClosed):
        assign_coordinator(case=case, worker=colleague, reason="", expected=None, by=colleague, at=NOW)


def test_who_waited_for_the_lock_still_ends_what_began_meanwhile(case: Case, colleague: User, teammate: User) -> None:
    assign_coordinator(case=case, worker=teammate, reason="a", expected=colleague.pk, by=colleague, at=NOW)
    before = NOW - timedelta(milliseconds=5)
    assign_coordinator(case=case, worker=colleague, reason="b", expected=teammate.pk, by=teammate, at=before)
    close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=before)
    commit()
    assert not case.coordinators.current().exists()


def test_one_tap_takes_a_case_that_waits(signed_in: Client, team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    page = signed_in.get(reverse("cases:detail", args=[case.public_id]))
    assert reverse("cases:coordinator-take", args=[case.public_id]) in page.text
    signed_in.post(reverse("cases:coordinator-take", args=[case.public_id]))
    assert case.coordinators.current().get().worker == colleague


def test_who_may_see_but_not_coordinate_is_offered_no_button(client: Client, granted: User, case: Case) -> None:
    case.coordinators.update(ended_at=NOW)
    Case.objects.filter(pk=case.pk).update(awaiting_coordinator_since=NOW.date())
    client.force_login(granted)
    page = client.get(reverse("cases:detail", args=[case.public_id]))
    assert reverse("cases:coordinator-take", args=[case.public_id]) not in page.text


def test_choosing_for_a_case_that_waits_in_a_dialog_and_on_a_page(
    signed_in: Client, team: Team, teammate: User
) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    address = reverse("cases:coordinator-hand-over", args=[case.public_id])
    dialog = signed_in.get(address + "?deel=dialog", headers=HTMX)
    assert 'id="dialog-title"' in dialog.text
    assert "<html" not in dialog.text
    assert signed_in.post(address + "?deel=dialog", {}, headers=HTMX).status_code == 422
    answer = signed_in.post(address, {"worker": teammate.pk})
    assert answer["Location"] == reverse("cases:detail", args=[case.public_id])
    assert case.coordinators.current().get().worker == teammate


def test_a_colleague_of_another_team_is_no_choice(signed_in: Client, team: Team, outsider: User) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    address = reverse("cases:coordinator-hand-over", args=[case.public_id])
    assert signed_in.post(address, {"worker": outsider.pk}).status_code == 422
    assert not case.coordinators.exists()
