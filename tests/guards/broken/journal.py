"""The rules of files, escalations, drafts and the reporting code."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from cases.enums import SafetyStepKind
from cases.models import Attachment, Case, Escalation, SafetyRecord, SafetyStep
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ContactFactory,
    DraftFactory,
    EscalationFactory,
    SafetyOfficerFactory,
    SafetyReaderFactory,
    SafetyRecordFactory,
    SafetyStepFactory,
)
from tests.guards.past_the_code import change, twice

DAY, BEFORE = date(2020, 1, 1), date(2019, 1, 1)
EARLY, MOMENT = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 16, 9, tzinfo=UTC)


def hundred_and_first_file() -> None:
    case = CaseFactory.create()
    first = AttachmentFactory.create(case=case)
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            added_by=first.added_by,
            added_at=MOMENT,
            name="foto.jpg",
            kind="jpeg",
            size=1,
            stored_as=uuid4(),
            scan_state="clean",
        )
        for _ in range(100)
    )


def file_comes_back() -> None:
    file = AttachmentFactory.create()
    change(file, removed_at=MOMENT, removed_by=file.added_by)
    change(file, removed_at=None, removed_by=None)


def closing_while_it_runs() -> None:
    case = CaseFactory.create()
    EscalationFactory.create(case=case)
    Case.objects.filter(pk=case.pk).update(closed_on=date(2026, 6, 1), closing_reason="moved")


def escalation_in_a_closed_case() -> None:
    EscalationFactory.create(case=CaseFactory.create(closed=True))


def step(record: SafetyRecord, kind: int, **fields: Any) -> SafetyStep:
    return SafetyStepFactory.create(record=record, step=kind, **fields)


def decision(**fields: Any) -> None:
    record = SafetyRecordFactory.create(is_acute=True)
    decided = {"must_report": True, "must_report_reason": "x", "can_help": True, "can_help_reason": "x"}
    step(record, SafetyStepKind.DECIDE, **{**decided, "order_reason": "Nu.", **fields})


def decision_without_weighing() -> None:
    record = SafetyRecordFactory.create()
    for kind in (1, 2, 3):
        step(record, kind)
    decided = {"must_report": True, "must_report_reason": "x", "can_help": True, "can_help_reason": "x"}
    step(record, SafetyStepKind.DECIDE, order_reason="Haast.", **decided)


def step_after_the_decision() -> None:
    step(SafetyStepFactory.create(decided=True).record, SafetyStepKind.SIGNALS)


def correction_of_another_record() -> None:
    SafetyStepFactory.create(corrects=SafetyStepFactory.create())


def correction_of_another_step() -> None:
    first = SafetyStepFactory.create()
    SafetyStepFactory.create(record=first.record, step=2, corrects=first)


def corrected_twice() -> None:
    first = SafetyStepFactory.create()
    twice(SafetyStepFactory.create, record=first.record, corrects=first)


def reader_twice() -> None:
    first = SafetyReaderFactory.create()
    SafetyReaderFactory.create(record=first.record, user=first.user)


def officer_twice() -> None:
    first = SafetyOfficerFactory.create()
    SafetyOfficerFactory.create(team=first.team, user=first.user, starts_on=date(2021, 1, 1))


def draft_twice() -> None:
    first = DraftFactory.create()
    DraftFactory.create(user=first.user)


def escalation_twice() -> None:
    twice(EscalationFactory.create, case=CaseFactory.create())


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("contact_followed_up_by_somebody", lambda: change(ContactFactory.create(), followed_up_at=MOMENT)),
    ("attachment_has_a_name", lambda: AttachmentFactory.create(name="")),
    ("attachment_is_not_empty", lambda: AttachmentFactory.create(size=0)),
    ("attachment_removed_by_somebody", lambda: change(AttachmentFactory.create(), removed_at=MOMENT)),
    ("attachment_contact_of_its_case", lambda: AttachmentFactory.create(contact=ContactFactory.create())),
    ("attachment_stays_what_it_is", lambda: change(AttachmentFactory.create(), sha256="1" * 64)),
    ("attachment_stays_what_it_is", file_comes_back),
    ("household_has_at_most_a_hundred_files", hundred_and_first_file),
    ("escalation_has_a_reason", lambda: EscalationFactory.create(reason="")),
    ("escalation_ends_with_who_and_why", lambda: change(EscalationFactory.create(), ended_at=MOMENT)),
    ("escalation_ends_with_who_and_why", lambda: change(EscalationFactory.create(ended=True), outcome="")),
    ("escalation_ends_after_it_began", lambda: EscalationFactory.create(ended=True, ended_at=EARLY)),
    ("case_has_one_escalation_at_a_time", escalation_twice),
    ("closed_case_has_no_running_escalation", closing_while_it_runs),
    ("closed_case_has_no_running_escalation", escalation_in_a_closed_case),
    ("draft_once_per_form", draft_twice),
    ("draft_slot_is_one_of_five", lambda: DraftFactory.create(slot=5)),
    ("safety_officer_ends_after_start", lambda: SafetyOfficerFactory.create(starts_on=DAY, ends_on=BEFORE)),
    ("safety_officer_once_at_a_time", officer_twice),
    ("safety_record_is_about_somebody", lambda: SafetyRecordFactory.create(about="")),
    ("safety_step_is_one_of_five", lambda: SafetyStepFactory.create(step=0)),
    ("safety_step_says_something", lambda: SafetyStepFactory.create(text="")),
    ("safety_step_five_has_two_decisions", lambda: decision(must_report=None)),
    ("safety_step_five_has_two_decisions", lambda: decision(can_help=None)),
    ("safety_step_five_has_two_decisions", lambda: decision(can_help_reason="")),
    ("safety_step_five_has_two_decisions", lambda: SafetyStepFactory.create(must_report=True)),
    ("safety_step_once", lambda: twice(SafetyStepFactory.create, record=SafetyRecordFactory.create())),
    ("safety_steps_in_order", lambda: SafetyStepFactory.create(step=2)),
    ("safety_steps_in_order", lambda: decision(order_reason="")),
    ("safety_steps_in_order", decision_without_weighing),
    ("safety_steps_in_order", step_after_the_decision),
    ("safety_step_corrects_the_same_step", correction_of_another_record),
    ("safety_step_corrects_the_same_step", correction_of_another_step),
    ("cases_safetystep_corrects_id_key", corrected_twice),
    ("safety_reader_once", reader_twice),
    (
        "safety_reader_leaves_after_coming",
        lambda: change(SafetyReaderFactory.create(), removed_at=EARLY),
    ),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Attachment, AttachmentFactory.create),
    (Escalation, EscalationFactory.create),
    (SafetyRecord, SafetyRecordFactory.create),
    (SafetyStep, SafetyStepFactory.create),
]
