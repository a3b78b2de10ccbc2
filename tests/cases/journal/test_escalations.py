"""Escalations: one at a time, with begin and end and the hours of what was logged in between."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import ClosingReason
from cases.models import Case, CaseRights, Contact, Escalation
from cases.selectors.escalations import escalations_of, running_escalations
from cases.services.close_case import close_case
from tests.cases.conftest import NOW, TODAY, statements
from tests.factories import CaseFactory, ContactFactory, EscalationFactory
from wijkteam.accounts.models import User
from wijkteam.hours.enums import WorkKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BEGAN = datetime(2026, 5, 1, 9, tzinfo=UTC)


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *args])


def begin(**fields: Any) -> dict[str, Any]:
    filled = {"reason": "Politie aan de deur.", "day": "2026-05-04", "time": "10:00"}
    return {**filled, "request_key": str(uuid.uuid4()), **fields}


def test_one_begins_and_ends(client: Client, case: Case, colleague: User) -> None:
    client.force_login(colleague)
    assert client.post(url("escalations", case), begin()).status_code == 302
    running = Escalation.objects.get()
    assert "escalatie sinds" in client.get(url("detail", case)).text
    ended = client.post(
        url("escalation-end", case, running.public_id),
        {"outcome": "De rust is terug.", "day": "2026-05-04", "time": "10:30"},
    )
    assert ended.status_code == 302
    running.refresh_from_db()
    assert (running.outcome, running.ended_by) == ("De rust is terug.", colleague)
    assert "escalatie sinds" not in client.get(url("detail", case)).text


def test_the_list_marks_what_runs_and_not_what_ended(client: Client, case: Case, colleague: User) -> None:
    running = EscalationFactory.create(case=case, began_at=BEGAN)
    client.force_login(colleague)
    listed = f"{reverse('cases:list')}?toon=open"
    assert "escalatie sinds 1 mei" in client.get(listed).text
    Escalation.objects.filter(pk=running.pk).update(ended_at=NOW, ended_by=colleague, outcome="Rust.")
    assert "escalatie sinds" not in client.get(listed).text


def test_a_second_one_at_the_same_time_is_told(client: Client, case: Case, colleague: User) -> None:
    EscalationFactory.create(case=case, began_at=BEGAN)
    client.force_login(colleague)
    answer = client.post(url("escalations", case), begin())
    assert answer.status_code == 409
    assert "Politie aan de deur." in answer.text


def test_the_same_form_twice_is_one(client: Client, case: Case, colleague: User) -> None:
    client.force_login(colleague)
    sent = begin()
    assert [client.post(url("escalations", case), sent).status_code for _ in range(2)] == [302, 302]
    assert Escalation.objects.count() == 1


def test_nothing_ends_before_it_began(client: Client, case: Case, colleague: User) -> None:
    one = EscalationFactory.create(case=case, began_at=BEGAN)
    client.force_login(colleague)
    early = {"outcome": "x", "day": "2026-04-30", "time": "10:00"}
    assert client.post(url("escalation-end", case, one.public_id), early).status_code == 422


def test_the_hours_are_those_of_escalation_contacts_inside_it(case: Case) -> None:
    EscalationFactory.create(case=case, began_at=BEGAN, ended=True, ended_at=BEGAN + timedelta(days=1))
    EscalationFactory.create(case=case, began_at=BEGAN + timedelta(days=2))

    def log(days: float, minutes: int, *, kind: WorkKind = WorkKind.ESCALATION, of: Case = case) -> Contact:
        when = BEGAN + timedelta(days=days)
        return ContactFactory.create(case=of, occurred_at=when, minutes=minutes, time_entry__kind=kind)

    log(0, 30)
    log(0.5, 60)
    log(0.5, 7, kind=WorkKind.INDIVIDUAL)
    log(1, 11)  # the end does not belong to it
    log(2.5, 90)
    log(0.5, 13, of=CaseFactory.create())
    rows = escalations_of(case, now=NOW)
    assert [(row.is_running, row.minutes) for row in rows] == [(True, 90), (False, 90)]


def test_while_one_runs_the_form_proposes_it(client: Client, case: Case, colleague: User) -> None:
    client.force_login(colleague)
    assert not client.get(url("detail", case)).context["form"]["is_escalation"].value()
    EscalationFactory.create(case=case, began_at=BEGAN)
    assert client.get(url("detail", case)).context["form"]["is_escalation"].value()
    assert client.get(url("contact-log", case)).context["form"]["is_escalation"].value()


def test_a_case_that_closes_ends_what_runs_in_it(case: Case, colleague: User) -> None:
    EscalationFactory.create(case=case, began_at=BEGAN)
    close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW)
    assert Escalation.objects.get().ended_at == NOW


def test_the_list_of_the_team_coordinator(client: Client, case: Case, coordinator: User, outsider: User) -> None:
    EscalationFactory.create(case=case, began_at=BEGAN, reason="Hier")
    EscalationFactory.create(began_at=BEGAN, reason="Elders")
    client.force_login(coordinator)
    page = client.get(reverse("cases:escalation-list"))
    assert "Hier" in page.text
    assert "Elders" not in page.text
    EscalationFactory.create_batch(3, case__team=case.team, began_at=BEGAN)
    seen = statements(lambda: client.get(reverse("cases:escalation-list")))
    assert len(seen) <= 6, "\n".join(seen)


def test_what_my_work_asks(case: Case, colleague: User, teammate: User) -> None:
    one = EscalationFactory.create(case=case, began_at=BEGAN)
    rights = CaseRights.of(colleague, on=TODAY)
    assert list(running_escalations(rights=rights)) == [one]
    assert list(running_escalations(rights=rights, worker_id=colleague.pk)) == [one]
    assert not running_escalations(rights=rights, worker_id=teammate.pk)
