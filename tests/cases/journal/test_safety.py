"""The reporting code: who may, in which order, and that nothing is ever overwritten or seen elsewhere."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, SafetyReader, SafetyRecord, SafetyStep
from tests.factories import (
    CaseFactory,
    SafetyOfficerFactory,
    SafetyReaderFactory,
    SafetyRecordFactory,
    SafetyStepFactory,
    TeamMembershipFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(case: Case) -> SafetyRecord:
    return SafetyRecordFactory.create(case=case, about="Het jongste kind")


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *args])


def step(**fields: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"done_on": today, "text": "Gezien en opgeschreven.", "request_key": str(uuid.uuid4()), **fields}


DECISIONS = {
    "must_report": "yes",
    "must_report_reason": "Acuut onveilig.",
    "can_help": "no",
    "can_help_reason": "Nu niet.",
}


def test_a_member_of_the_team_without_the_right_learns_nothing(
    client: Client, case: Case, record: SafetyRecord, teammate: User, coordinator: User
) -> None:
    SafetyStepFactory.create(record=record, text="Kanariegeheim")
    for user in (teammate, coordinator):
        client.force_login(user)
        page = client.get(url("safety", case))
        assert page.status_code == 200
        assert "Het jongste kind" not in page.text
        assert "0800-2000" in page.text
        for name, args in (("safety-record", []), ("safety-step", [2])):
            assert client.get(url(name, case, record.public_id, *args)).status_code == 404
        assert client.post(url("safety", case), {"about": "x", "request_key": str(uuid.uuid4())}).status_code == 403
        assert client.post(url("safety-step", case, record.public_id, 2), step()).status_code == 404
        for other in ("detail", "files", "escalations"):
            assert "Kanariegeheim" not in client.get(url(other, case)).text
    assert not ReadLog.objects.filter(subject="safety").exists()


def test_the_right_is_of_the_coordinator_the_officer_and_who_was_added(case: Case, record: SafetyRecord) -> None:
    today = timezone.localdate()
    officer = SafetyOfficerFactory.create(team=case.team).user
    former = SafetyOfficerFactory.create(team=case.team, ends_on=today).user
    elsewhere = SafetyOfficerFactory.create().user
    added = SafetyReaderFactory.create(record=record).user
    removed = SafetyReaderFactory.create(record=record, removed_at=timezone.now()).user
    of_another = SafetyReaderFactory.create().user
    coordinator = case.coordinators.get().worker

    def reads(user: User) -> bool:
        return SafetyRecord.objects.filter(pk=record.pk).readable_by(user, on=today).exists()

    assert [reads(user) for user in (coordinator, officer, added)] == [True] * 3
    assert [reads(user) for user in (former, elsewhere, removed, of_another)] == [False] * 4


def test_an_added_colleague_reads_until_removed(
    client: Client, case: Case, record: SafetyRecord, teammate: User
) -> None:
    owner = case.coordinators.get().worker
    client.force_login(owner)
    client.post(url("safety-reader-add", case, record.public_id), {"worker": teammate.pk})
    client.force_login(teammate)
    assert client.get(url("safety-record", case, record.public_id)).status_code == 200
    # who reads along does not let others in
    third = TeamMembershipFactory.create(team=case.team).user
    assert client.post(url("safety-reader-add", case, record.public_id), {"worker": third.pk}).status_code == 403
    client.force_login(owner)
    reader = SafetyReader.objects.get(user=teammate)
    client.post(url("safety-reader-remove", case, record.public_id, reader.public_id))
    client.force_login(teammate)
    assert client.get(url("safety-record", case, record.public_id)).status_code == 404


def test_somebody_of_another_team_cannot_be_added(
    client: Client, case: Case, record: SafetyRecord, outsider: User
) -> None:
    client.force_login(case.coordinators.get().worker)
    answer = client.post(url("safety-reader-add", case, record.public_id), {"worker": outsider.pk})
    assert answer.status_code == 422
    assert not SafetyReader.objects.exists()


def test_five_steps_with_both_decisions(client: Client, case: Case) -> None:
    client.force_login(case.coordinators.get().worker)
    begun = client.post(url("safety", case), {"about": "De vader", "request_key": str(uuid.uuid4())})
    record = SafetyRecord.objects.get()
    assert begun["Location"] == url("safety-record", case, record.public_id)
    for number in (1, 2, 3, 4):
        assert client.post(url("safety-step", case, record.public_id, number), step()).status_code == 302
    address = url("safety-step", case, record.public_id, 5)
    for missing in DECISIONS:
        kept = {name: value for name, value in DECISIONS.items() if name != missing}
        assert client.post(address, step(**kept)).status_code == 422
    assert client.post(address, step(**DECISIONS)).status_code == 302
    last = SafetyStep.objects.get(step=5)
    assert (last.must_report, last.can_help) == (True, False)
    assert "Acuut onveilig." in client.get(url("safety-record", case, record.public_id)).text


def test_another_order_needs_a_reason_and_the_decisions_need_the_weighing(
    client: Client, case: Case, record: SafetyRecord
) -> None:
    client.force_login(case.coordinators.get().worker)
    address = url("safety-step", case, record.public_id, 3)
    assert client.post(address, step()).status_code == 422
    assert client.post(address, step(order_reason="Het kind vertelde het zelf.")).status_code == 302
    decide = url("safety-step", case, record.public_id, 5)
    refused = client.post(decide, step(order_reason="Haast.", **DECISIONS))
    assert refused.status_code == 422
    assert not SafetyStep.objects.filter(step=5).exists()


def test_in_danger_the_decisions_come_first_with_a_reason(client: Client, case: Case) -> None:
    record = SafetyRecordFactory.create(case=case, is_acute=True)
    client.force_login(case.coordinators.get().worker)
    decide = url("safety-step", case, record.public_id, 5)
    assert client.post(decide, step(**DECISIONS)).status_code == 422
    assert client.post(decide, step(order_reason="112 is gebeld.", **DECISIONS)).status_code == 302


def test_a_correction_stands_above_what_was_signed_and_removes_nothing(
    client: Client, case: Case, record: SafetyRecord
) -> None:
    first = SafetyStepFactory.create(record=record, text="Verkeerd opgeschreven.")
    client.force_login(first.signed_by)
    address = url("safety-step", case, record.public_id, 1)
    assert client.post(address, step(text="Goed opgeschreven.", corrects=first.pk)).status_code == 302
    page = client.get(url("safety-record", case, record.public_id)).text
    assert page.index("Goed opgeschreven.") < page.index("Verkeerd opgeschreven.")
    # another tab still shows the first text: it is told
    assert client.post(address, step(text="Nog eens.", corrects=first.pk)).status_code == 409
    assert SafetyStep.objects.count() == 2


def test_the_same_step_sent_twice_is_one_row(client: Client, case: Case, record: SafetyRecord) -> None:
    client.force_login(case.coordinators.get().worker)
    key = str(uuid.uuid4())
    address = url("safety-step", case, record.public_id, 1)
    assert client.post(address, step(request_key=key)).status_code == 302
    client.post(address, step(request_key=key))
    assert SafetyStep.objects.count() == 1


@pytest.mark.parametrize("model", [SafetyRecord, SafetyStep])
def test_the_application_can_change_nothing_that_was_signed(model: type[Any]) -> None:
    row = SafetyStepFactory.create()
    found = model.objects.filter(pk=row.pk if model is SafetyStep else row.record_id)
    for work in (lambda: found.update(request_key=None), found.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            work()


def test_every_reading_stands_in_the_log_under_its_own_name(client: Client, case: Case, record: SafetyRecord) -> None:
    owner = case.coordinators.get().worker
    client.force_login(owner)
    client.get(url("safety", case))
    client.get(url("safety-record", case, record.public_id))
    client.get(url("safety-step", case, record.public_id, 1))
    lines = ReadLog.objects.filter(subject="safety", subject_id=record.pk, user_id=owner.pk)
    assert lines.filter(purpose="reporting-code", household_id=case.household_id).count() == 3


def test_a_closed_case_is_read_and_not_written(client: Client, colleague: User, case: Case) -> None:
    closed = CaseFactory.create(team=case.team, closed=True)
    record = SafetyRecordFactory.create(case=closed, opened_by=colleague)
    SafetyOfficerFactory.create(team=case.team, user=colleague)
    client.force_login(colleague)
    assert client.get(url("safety-record", closed, record.public_id)).status_code == 200
    assert client.post(url("safety-step", closed, record.public_id, 1), step()).status_code == 403


def test_a_day_that_still_has_to_come_is_refused(client: Client, case: Case, record: SafetyRecord) -> None:
    client.force_login(case.coordinators.get().worker)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert client.post(url("safety-step", case, record.public_id, 1), step(done_on=tomorrow)).status_code == 422
