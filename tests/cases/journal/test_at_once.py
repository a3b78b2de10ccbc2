"""Files, escalations and steps of the reporting code from several connections that commit at one moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.enums import ClosingReason, SafetyStepKind
from cases.models import Attachment, Case, Escalation, SafetyRecord, SafetyStep
from cases.services.add_file import FileDetails, add_files
from cases.services.close_case import close_case
from cases.services.escalate import begin_escalation
from cases.services.inspect_file import inspect_file
from cases.services.store_file import stored_files
from cases.services.weigh_safety import StepDetails, sign_step
from tests.cases.journal.corpus import pdf
from tests.cases.test_at_once import at_once, kinds
from tests.factories import AttachmentFactory, SafetyRecordFactory
from wijkteam.accounts.models import User
from wijkteam.drafts.models import Draft
from wijkteam.drafts.models.seal import decrypt
from wijkteam.drafts.services.keep_draft import DraftKey, keep_draft

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def begins(case: Case, by: User) -> Callable[[], Escalation]:
    began_at = timezone.now() - timedelta(hours=1)
    return lambda: begin_escalation(case=case, began_at=began_at, reason="Nu.", by=by, request_key=None)


def test_eight_begin_one_escalation(case: Case, colleague: User) -> None:
    results = at_once(*[begins(case, colleague)] * 8)
    assert kinds(results) == ["Escalation"] + ["EscalationIsRunning"] * 7


def test_closing_against_escalating_leaves_nothing_running(case: Case, colleague: User) -> None:
    def close() -> Case:
        return close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=timezone.now())

    results = at_once(close, begins(case, colleague), begins(case, colleague))
    assert "Case" in kinds(results)
    assert set(kinds(results)) <= {"Case", "CaseIsClosed", "Escalation", "EscalationIsRunning"}
    assert not Escalation.objects.running().exists()


def test_eight_sign_one_step(case: Case, colleague: User) -> None:
    record = SafetyRecordFactory.create(case=case)
    results = at_once(*[signs(record, SafetyStepKind.SIGNALS, colleague)] * 8)
    assert kinds(results) == ["SafetyStep"] + ["StepIsThere"] * 7


def signs(record: SafetyRecord, step: SafetyStepKind, by: User) -> Callable[[], SafetyStep]:
    def sign() -> SafetyStep:
        now = timezone.now()
        details = StepDetails(done_on=now.date(), text="Gezien.")
        return sign_step(record=record, step=step, details=details, corrects=None, by=by, at=now, request_key=None)

    return sign


def test_steps_at_one_moment_never_stand_without_the_one_before(case: Case, colleague: User) -> None:
    record = SafetyRecordFactory.create(case=case)
    at_once(*[signs(record, step, colleague) for step in (SafetyStepKind.SIGNALS, SafetyStepKind.CONSULT) * 4])
    # A step may wait for the one before with its number in hand, so their numbers say nothing.
    steps = sorted(SafetyStep.objects.filter(record=record).values_list("step", flat=True))
    assert steps in ([1], [1, 2])


def test_eight_files_for_one_place_that_is_left(case: Case, colleague: User, settings: Any, tmp_path: Any) -> None:
    settings.ATTACHMENTS_ROOT = tmp_path
    AttachmentFactory.create_batch(99, case=case)
    file = inspect_file(name="a.pdf", content=pdf())

    def add() -> list[Attachment]:
        now = timezone.now()
        return add_files(case=case, files=[file], details=FileDetails(), by=colleague, at=now, request_key=None)

    assert kinds(at_once(*[add] * 8)) == ["TooManyFiles"] * 7 + ["list"]
    assert Attachment.objects.count() == 100
    assert len(list(stored_files())) == 1


def test_eight_tabs_never_share_a_place(case: Case, colleague: User) -> None:
    def keep(number: int) -> Any:
        key = DraftKey(user_id=colleague.pk, form="contact", subject=case.public_id, part=None, page=f"tab-{number}")
        now = timezone.now()
        fields = {"text": [f"Tekst {number}"]}
        return keep_draft(key=key, slot=0, version=0, fields=fields, path="/casussen/", at=now)

    results = at_once(*(lambda n=n: keep(n) for n in range(8)))
    kept = [result for result in results if type(result).__name__ == "Kept"]
    assert set(kinds(results)) <= {"Kept", "NotKept"}
    texts = sorted(decrypt(draft)["text"][0] for draft in Draft.objects.all())
    assert texts == sorted(set(texts))
    assert len(texts) == len(kept) >= 1
