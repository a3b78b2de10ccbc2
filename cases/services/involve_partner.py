"""Use cases: ask a partner to help a household, and write down what became of it. The coordinator stays who it was."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import DeclineReason, InvolvementMode, SharingChannel
from cases.models import Case, Involvement, SharedItem, SharingRecord
from cases.services.lock_case import lock_open_case
from cases.services.record_sharing import SharingDoesNotRun
from netwerk.enums import Lead
from netwerk.models import Organisation, Professional, Service, WorkingAgreement
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

_LONGEST = 500


class QuestionIsNotWritten(Exception):
    """A referral waits until the question behind the question is written."""


class ReferredAlready(Exception):
    """There is an open referral to this service."""


class AgreementHasEnded(Exception):
    """The working agreement that was shown is no longer the one in force."""


class NotAsAgreed(Exception):
    """It is done otherwise than the agreement says: that has a reason."""


class InvolvementHasChanged(Exception):
    """Somebody wrote down another step in the meantime: this one does not follow on it."""


@dataclass(frozen=True, kw_only=True)
class PartnerRequest:
    """What is asked of whom. `records` are the grounds on which something of the household goes along."""

    organisation: Organisation
    service: Service | None
    professional: Professional | None
    mode: InvolvementMode
    question: str
    is_anonymous: bool
    records: Sequence[SharingRecord]
    agreement: WorkingAgreement | None
    outside_agreement: str
    ends_on: date | None
    led_by: Lead = Lead.TEAM


def involve_partner(*, case: Case, request: PartnerRequest, by: User, at: datetime, request_key: UUID) -> Involvement:
    """Send a request to a partner and write down what was shared with it. Sent twice it is one request.

    Raises:
        CaseIsClosed
        QuestionIsNotWritten: write the question behind the question first.
        ReferredAlready: see what became of the first one.
        AgreementHasEnded: look at the agreement again.
        NotAsAgreed: say why it is done otherwise.
        SharingDoesNotRun: one of the grounds ended or was withdrawn.
    """
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            made = Involvement.objects.create(
                case=locked,
                organisation=request.organisation,
                service=request.service,
                professional=request.professional,
                mode=request.mode,
                question=request.question,
                is_anonymous=request.is_anonymous,
                sharing=request.records[0] if request.records else None,
                agreement=request.agreement,
                outside_agreement=request.outside_agreement,
                led_by=request.led_by,
                sent_on=timezone.localdate(at),
                sent_by=by,
                ends_on=request.ends_on,
                request_key=request_key,
            )
            for record in request.records:
                SharedItem.objects.create(
                    record=record,
                    shared_at=at,
                    shared_by=by,
                    channel=SharingChannel.REQUEST,
                    what=request.question[:_LONGEST],
                    request_key=uuid.uuid5(request_key, str(record.pk)),
                )
            return made
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule:
            return Involvement.objects.get(request_key=request_key, case=case)
        if rule in _REFUSALS:
            raise _REFUSALS[rule] from error
        raise


_REFUSALS: dict[str, type[Exception]] = {
    "referral_waits_for_the_question": QuestionIsNotWritten,
    "case_has_one_open_referral_per_service": ReferredAlready,
    "case_has_one_open_referral_without_service": ReferredAlready,
    "involvement_agreement_in_force": AgreementHasEnded,
    "involvement_led_as_agreed": NotAsAgreed,
    "referral_keeps_to_an_agreement": NotAsAgreed,
    "sharing_record_runs": SharingDoesNotRun,
}


def _lock(involvement: Involvement) -> Involvement:
    lock_open_case(involvement.case)
    locked = Involvement.objects.select_for_update(of=("self",), no_key=True).get(pk=involvement.pk)
    if not locked.is_open:
        raise InvolvementHasChanged
    return locked


@transaction.atomic
def accept(*, involvement: Involvement, on: date, by: User | None) -> Involvement:
    """The partner says yes; the waiting begins. Without `by` they said so themselves, through a link.

    Raises:
        InvolvementHasChanged: it was answered already.
        CaseIsClosed
    """
    locked = _lock(involvement)
    if locked.accepted_on is not None:
        raise InvolvementHasChanged
    locked.accepted_on = on
    locked.save(update_fields=["accepted_on"])
    return locked


@transaction.atomic
def start(*, involvement: Involvement, on: date, handover_how: str, by: User) -> Involvement:
    """The help begins; with `handover_how` it was handed over warmly on that day. Who was not accepted yet is so now.

    Raises:
        InvolvementHasChanged, CaseIsClosed: see `accept`.
    """
    locked = _lock(involvement)
    if locked.started_on is not None:
        raise InvolvementHasChanged
    locked.accepted_on = locked.accepted_on or on
    locked.started_on = on
    locked.handover_on, locked.handover_how = (on, handover_how) if handover_how else (None, "")
    locked.save(update_fields=["accepted_on", "started_on", "handover_on", "handover_how"])
    return locked


@transaction.atomic
def finish(*, involvement: Involvement, on: date, outcome: str, by: User) -> Involvement:
    """The help ends, with what came of it. A consult that was answered at once was accepted and started that day.

    Raises:
        InvolvementHasChanged, CaseIsClosed: see `accept`.
    """
    locked = _lock(involvement)
    if locked.started_on is None and locked.mode != InvolvementMode.CONSULTED:
        raise InvolvementHasChanged
    locked.accepted_on = locked.accepted_on or on
    locked.started_on = locked.started_on or on
    locked.finished_on, locked.outcome = on, outcome
    locked.save(update_fields=["accepted_on", "started_on", "finished_on", "outcome"])
    return locked


@transaction.atomic
def decline(*, involvement: Involvement, on: date, reason: DeclineReason, note: str, by: User | None) -> Involvement:
    """The partner says no, and why. It can come after a yes, as long as the help has not begun.

    Raises:
        InvolvementHasChanged, CaseIsClosed: see `accept`.
    """
    locked = _lock(involvement)
    if locked.started_on is not None:
        raise InvolvementHasChanged
    locked.declined_on, locked.decline_reason, locked.decline_note = on, reason, note
    locked.save(update_fields=["declined_on", "decline_reason", "decline_note"])
    return locked


@transaction.atomic
def call_off(*, involvement: Involvement, on: date, reason: str, by: User) -> Involvement:
    """The team or the household stops it, and why.

    Raises:
        InvolvementHasChanged, CaseIsClosed: see `accept`.
    """
    locked = _lock(involvement)
    locked.cancelled_on, locked.cancel_reason = on, reason
    locked.save(update_fields=["cancelled_on", "cancel_reason"])
    return locked
