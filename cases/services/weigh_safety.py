"""Use cases: the steps of the reporting code. Who may do so is asked by the view, with the rule of SafetyRecord."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import SafetyStepKind
from cases.models import Case, SafetyReader, SafetyRecord, SafetyStep
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class NotInOrder(Exception):
    """An earlier step is missing and no reason is given, or the decisions were taken already."""


class StepIsThere(Exception):
    """Somebody signed this step (or this correction of it) a moment ago."""


@dataclass(frozen=True, kw_only=True)
class StepDetails:
    """The decisions belong to the fifth step and to no other."""

    done_on: date
    text: str
    order_reason: str = ""
    must_report: bool | None = None
    must_report_reason: str = ""
    can_help: bool | None = None
    can_help_reason: str = ""


def open_safety_record(
    *, case: Case, about: str, is_acute: bool, by: User, at: datetime, request_key: UUID | None
) -> SafetyRecord:
    """The same `request_key` again gives the record that is there.

    Raises:
        CaseIsClosed
    """
    try:
        with transaction.atomic():
            return SafetyRecord.objects.create(
                case=lock_open_case(case),
                about=about,
                is_acute=is_acute,
                opened_at=at,
                opened_by=by,
                request_key=request_key,
            )
    except IntegrityError as error:
        if request_key is not None and "request_key" in broken_constraint(error):
            return SafetyRecord.objects.get(request_key=request_key, opened_by=by)
        raise


def sign_step(
    *,
    record: SafetyRecord,
    step: SafetyStepKind,
    details: StepDetails,
    corrects: SafetyStep | None,
    by: User,
    at: datetime,
    request_key: UUID | None,
) -> SafetyStep:
    """Add a step, or a later row that puts an earlier one right. Nothing is ever overwritten.

    Raises:
        NotInOrder, StepIsThere
    """
    try:
        with transaction.atomic():
            return SafetyStep.objects.create(
                record=record,
                step=step,
                done_on=details.done_on,
                text=details.text,
                order_reason=details.order_reason,
                must_report=details.must_report,
                must_report_reason=details.must_report_reason,
                can_help=details.can_help,
                can_help_reason=details.can_help_reason,
                corrects=corrects,
                signed_at=at,
                signed_by=by,
                request_key=request_key,
            )
    except IntegrityError as error:
        sent_twice = SafetyStep.objects.filter(request_key=request_key, signed_by=by).first() if request_key else None
        if sent_twice is not None:
            return sent_twice
        broken = broken_constraint(error)
        if broken == "safety_steps_in_order":
            if SafetyStep.objects.filter(record=record, step=step).exists():
                raise StepIsThere from error
            raise NotInOrder from error
        if broken in {"safety_step_once", "cases_safetystep_corrects_id_key"}:
            raise StepIsThere from error
        raise


def add_reader(*, record: SafetyRecord, user: User, by: User, at: datetime) -> None:
    """Let somebody read this record along; doing it twice is no different from once."""
    try:
        with transaction.atomic():
            SafetyReader.objects.create(record=record, user=user, added_by=by, added_at=at)
    except IntegrityError as error:
        if broken_constraint(error) != "safety_reader_once":
            raise


def remove_reader(*, reader: SafetyReader, by: User, at: datetime) -> None:
    """From here on the record does not exist for this person any more."""
    SafetyReader.objects.filter(pk=reader.pk, removed_at=None).update(removed_at=at)
