"""Nobody leaves a team while households count on them, and nobody is unwatched while a colleague is away."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Absence, Case, StandIn
from tests.cases.conftest import NOW, TODAY
from tests.factories import AbsenceFactory, CaseFactory, StandInFactory, UserFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team, TeamMembership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def membership_of(user: User) -> TeamMembership:
    return TeamMembership.objects.get(user=user)


def end(user: User, *, last_day: date) -> Any:
    administrator = sign_in(Client(), UserFactory.create(administrator=True))
    address = reverse("teams:member-end", args=[membership_of(user).pk])
    assert administrator.get(address).status_code == 200
    return administrator.post(address, {"last_day": last_day})


def test_the_administrator_is_told_how_many_and_nothing_else(case: Case, colleague: User) -> None:
    administrator = sign_in(Client(), UserFactory.create(administrator=True))
    page = administrator.get(reverse("teams:member-end", args=[membership_of(colleague).pk]))
    assert "1 open casus" in page.text
    assert case.household.name not in page.text


def test_who_coordinates_a_case_does_not_leave_yet(case: Case, colleague: User, coordinator: User) -> None:
    assert end(colleague, last_day=date(2026, 5, 29)).status_code == 302
    membership = membership_of(colleague)
    assert (membership.ends_on, membership.leaves_on) == (None, date(2026, 5, 30))
    assert colleague.name in sign_in(Client(), coordinator).get("/mijn-werk/").text


def test_who_has_nothing_to_hand_over_leaves(teammate: User) -> None:
    end(teammate, last_day=date(2026, 5, 29))
    assert membership_of(teammate).ends_on == date(2026, 5, 30)


@pytest.mark.parametrize(("meant", "ends"), [(date(2026, 5, 29), date(2026, 5, 30)), (TODAY, TODAY + timedelta(1))])
def test_all_cases_at_once_and_the_membership_ends_by_itself(
    team: Team, case: Case, colleague: User, teammate: User, coordinator: User, meant: date, ends: date
) -> None:
    second = CaseFactory.create(team=team, coordinator=colleague)
    end(colleague, last_day=meant)
    client = sign_in(Client(), coordinator)
    address = reverse("cases:leaving", args=[colleague.public_id])
    assert "over te dragen" in client.get(address).text
    said = {"reason": "Nieuwe baan", "decision": "now", "because": "Weg", "request_key": uuid.uuid4()}
    assert client.post(address, said).status_code == 422
    first = {**said, f"case-{case.pk}": teammate.pk}
    assert client.post(address, first).status_code == 302
    assert membership_of(colleague).ends_on is None
    last = {**said, f"case-{second.pk}": coordinator.pk, "request_key": uuid.uuid4()}
    assert client.post(address, last).status_code == 302
    membership = membership_of(colleague)
    assert (membership.ends_on, membership.leaves_on) == (ends, None)
    assert "Alles is overgedragen" in client.get(address).text


def test_past_the_code_nobody_leaves_with_cases(case: Case, colleague: User) -> None:
    def commit(**change: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if change:
                TeamMembership.objects.filter(user=colleague).update(**change)
            else:
                TeamMembership.objects.filter(user=colleague).delete()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    for change in ({"ends_on": TODAY}, {"ends_on": TODAY + timedelta(days=90)}, {}):
        with pytest.raises(IntegrityError) as refused:
            commit(**change)
        assert broken_constraint(refused.value) == "leaver_has_handed_over"


def test_a_stand_in_sees_the_case_among_the_own_work_and_stands_beside_the_coordinator(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    said = {
        "kind": "planned",
        "starts_on": TODAY,
        "ends_on": date(2026, 5, 18),
        "stand_in": teammate.pk,
        "request_key": uuid.uuid4(),
    }
    for _ in range(2):
        answer = signed_in.post(reverse("cases:absence-new"), said)
        assert answer.status_code == 302
    absence = Absence.objects.get()
    assert StandIn.objects.get().worker == teammate
    assert case.coordinators.current().get().worker == colleague
    theirs = sign_in(Client(), teammate)
    for address in (reverse("cases:detail", args=[case.public_id]), reverse("cases:list") + "?toon=open"):
        assert f"{teammate.name} neemt waar tot 18 mei" in theirs.get(address).text
    assert Case.objects.kept_by(teammate, on=TODAY).get() == case
    assert case.household.name in theirs.get(reverse("cases:list") + "?toon=mijn").text
    assert not Case.objects.kept_by(teammate, on=date(2026, 5, 18)).exists()
    # Back early: from today on nobody stands in any more, and it stays to be read who would have.
    back = {"ends_on": TODAY + timedelta(days=1), f"case-{case.pk}": ""}
    assert signed_in.post(reverse("cases:absence", args=[absence.public_id]), back).status_code == 302
    assert not StandIn.objects.exists()


def test_after_a_handover_nobody_stands_in(case: Case, teammate: User) -> None:
    stand_in = StandInFactory.create(case=case)
    assert StandIn.objects.in_effect(on=TODAY).get() == stand_in
    case.coordinators.update(ended_at=NOW)
    Case.objects.filter(pk=case.pk).update(awaiting_coordinator_since=TODAY)
    assert not StandIn.objects.in_effect(on=TODAY).exists()


def test_only_the_own_absence_is_arranged(case: Case, colleague: User, teammate: User, coordinator: User) -> None:
    absence = AbsenceFactory.create(user=colleague)
    address = reverse("cases:absence", args=[absence.public_id])
    assert sign_in(Client(), teammate).get(address).status_code == 403
    chosen = {"ends_on": "", f"case-{case.pk}": teammate.pk}
    assert sign_in(Client(), coordinator).post(address, chosen).status_code == 302
    assert StandIn.objects.get().ends_on is None
    assert (
        sign_in(Client(), coordinator).post(reverse("cases:absence-cancel", args=[absence.public_id])).status_code
        == 302
    )
    assert not Absence.objects.exists()
