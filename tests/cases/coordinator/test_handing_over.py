"""A handover: proposed, answered, told to the household; never a moment without a coordinator."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseRights, CaseUserPermission, Handover
from cases.selectors.my_work.item import WorkItem
from tests.cases.conftest import NOW, TODAY
from tests.factories import ContactFactory, HandoverFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.teams.models import TeamMembership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def form(receiver: User, giver: User, **other: Any) -> dict[str, Any]:
    return {
        "receiver": receiver.pk,
        "reason": "Ik ga minder werken",
        "to_know": "Bel eerst de oudste dochter",
        "informer": "giver",
        "expected": giver.pk,
        "read_until": TODAY + timedelta(weeks=4),
        "request_key": uuid.uuid4(),
        **other,
    }


def propose(client: Client, case: Case, receiver: User, giver: User, **other: Any) -> Any:
    address = reverse("cases:coordinator-hand-over", args=[case.public_id])
    return client.post(address, form(receiver, giver, **other))


def at(name: str, handover: Handover) -> str:
    return reverse(f"cases:handover-{name}", args=[handover.case.public_id, handover.public_id])


def kinds(client: Client) -> list[str]:
    groups = client.get("/mijn-werk/").context["groups"]
    items: list[WorkItem] = [item for group in groups for row in group.rows for item in row.items]
    return [item.kind for item in items]


def test_until_it_is_accepted_the_giver_stays_the_coordinator(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    assert propose(signed_in, case, teammate, colleague).status_code == 302
    handover = case.handovers.get()
    assert handover.is_open
    assert case.coordinators.current().get().worker == colleague
    theirs = sign_in(Client(), teammate)
    assert kinds(theirs) == ["handover"]
    page = theirs.get(reverse("cases:handover", args=[case.public_id, handover.public_id]))
    assert "Bel eerst de oudste dochter" in page.text
    assert theirs.post(at("accept", handover)).status_code == 302
    before, after = case.coordinators.order_by("started_at")
    assert (before.worker, before.ended_at, before.handover_reason) == (colleague, NOW, "Ik ga minder werken")
    assert (after.worker, after.started_at, after.ended_at) == (teammate, NOW, None)


def test_a_refusal_needs_a_reason_and_comes_back_to_the_giver(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    propose(signed_in, case, teammate, colleague)
    handover = case.handovers.get()
    theirs = sign_in(Client(), teammate)
    assert theirs.post(at("refuse", handover), {"reason": " "}).status_code == 422
    assert theirs.post(at("refuse", handover), {"reason": "Mijn week zit vol"}).status_code == 302
    assert case.coordinators.current().get().worker == colleague
    assert kinds(signed_in) == ["handover"]
    assert "Mijn week zit vol" in signed_in.get("/mijn-werk/").text
    assert propose(signed_in, case, teammate, colleague).status_code == 302  # asking again is allowed


def test_only_the_receiver_answers(signed_in: Client, client: Client, case: Case, coordinator: User) -> None:
    handover = HandoverFactory.create(case=case)
    assert signed_in.post(at("accept", handover)).status_code == 403
    assert sign_in(Client(), coordinator).post(at("accept", handover)).status_code == 403
    handover.refresh_from_db()
    assert handover.is_open


def test_a_teammate_gives_nothing_that_is_somebody_elses(case: Case, colleague: User, teammate: User) -> None:
    assert propose(sign_in(Client(), teammate), case, teammate, colleague).status_code == 403


def test_who_divides_the_work_decides_without_an_answer_and_says_why(
    case: Case, colleague: User, teammate: User, coordinator: User
) -> None:
    client = sign_in(Client(), coordinator)
    assert propose(client, case, teammate, colleague, decision="now").status_code == 422
    assert propose(client, case, teammate, colleague, decision="now", because="Ziek").status_code == 302
    handover = case.handovers.get()
    assert (handover.decided_by, handover.decided_because) == (coordinator, "Ziek")
    assert case.coordinators.current().get().worker == teammate


def test_one_proposal_at_a_time_and_sending_twice_is_one(
    signed_in: Client, case: Case, colleague: User, teammate: User, coordinator: User
) -> None:
    key = uuid.uuid4()
    assert propose(signed_in, case, teammate, colleague, request_key=key).status_code == 302
    assert propose(signed_in, case, teammate, colleague, request_key=key).status_code == 302
    assert propose(signed_in, case, coordinator, colleague).status_code == 409
    assert case.handovers.count() == 1
    address = reverse("cases:coordinator-hand-over", args=[case.public_id])
    assert signed_in.get(address)["Location"].endswith(f"/overdracht/{case.handovers.get().public_id}/")


def test_the_household_is_told_or_it_stays_on_the_list(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    propose(signed_in, case, teammate, colleague)
    handover = case.handovers.get()
    theirs = sign_in(Client(), teammate)
    theirs.post(at("accept", handover))
    assert kinds(signed_in) == ["informing"]
    assert kinds(theirs) == ["informing"]
    tomorrow = {"informed_on": TODAY + timedelta(days=1), "informed_how": "Aan de telefoon"}
    assert signed_in.post(at("inform", handover), tomorrow).status_code == 422
    assert signed_in.post(at("inform", handover), {"informed_on": TODAY}).status_code == 422
    told = {"informed_on": TODAY, "informed_how": "Aan de keukentafel", "visit_on": TODAY + timedelta(days=3)}
    assert signed_in.post(at("inform", handover), told).status_code == 302
    assert kinds(signed_in) == kinds(theirs) == []


def test_the_giver_reads_on_after_leaving_the_team(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    propose(signed_in, case, teammate, colleague)
    sign_in(Client(), teammate).post(at("accept", case.handovers.get()))
    TeamMembership.objects.filter(user=colleague).update(ends_on=TODAY)
    assert CaseUserPermission.objects.get(user=colleague).until == TODAY + timedelta(weeks=4)
    for day, sees in ((TODAY, True), (TODAY + timedelta(weeks=4), False)):
        assert Case.objects.within(CaseRights.of(colleague, on=day)).filter(pk=case.pk).exists() is sees


def test_withdrawing_and_a_second_answer_change_nothing(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    propose(signed_in, case, teammate, colleague)
    handover = case.handovers.get()
    assert signed_in.post(at("withdraw", handover)).status_code == 302
    assert sign_in(Client(), teammate).post(at("accept", handover)).status_code == 302
    assert case.coordinators.current().get().worker == colleague


def test_a_proposal_ends_when_its_giver_no_longer_coordinates(case: Case) -> None:
    handover = HandoverFactory.create(case=case)
    case.coordinators.update(ended_at=NOW)
    Case.objects.filter(pk=case.pk).update(awaiting_coordinator_since=TODAY)
    handover.refresh_from_db()
    assert handover.withdrawn_at == NOW


def test_what_one_would_come_back_to_is_ticked_off(
    signed_in: Client, case: Case, colleague: User, teammate: User
) -> None:
    contact = ContactFactory.create(case=case, occurred_at=NOW, follow_up_on=TODAY)
    ContactFactory.create(case=case, occurred_at=NOW, follow_up_on=date(2026, 6, 1))
    assert kinds(signed_in) == ["follow-up"]
    address = reverse("cases:my-work-follow-up", args=[contact.public_id])
    for _ in range(2):
        assert signed_in.post(address).status_code == 302
    contact.refresh_from_db()
    assert (contact.followed_up_at, contact.followed_up_by) == (NOW, colleague)
    assert kinds(signed_in) == []
