"""Use cases: record what may be shared with a partner, withdraw it, and write down what was shared."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import ConsentManner, LegalTask, SharedKind, SharingBasis, SharingChannel
from cases.models import Case, Person, SharedItem, SharingRecord
from cases.services.lock_case import lock_open_case
from netwerk.models import Organisation, Professional
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class SharedAlready(Exception):
    """One of these is recorded for that period; nothing was saved."""


class NotOfTheHousehold(Exception):
    """One of these people does not belong to the household of the case."""


class SharingDoesNotRun(Exception):
    """The record had not begun, has ended or was withdrawn on that day."""


class SharingHasEnded(Exception):
    """It ended, or somebody withdrew it before."""


@dataclass(frozen=True, kw_only=True)
class SharingDetails:
    """On what ground, with whom, from when until when."""

    organisation: Organisation
    professional: Professional | None
    basis: SharingBasis
    law: LegalTask | None
    ground: str
    consent_on: date | None
    consent_manner: ConsentManner | None
    consent_by: str
    starts_on: date
    ends_on: date | None


def record_sharing(
    *,
    case: Case,
    people: Sequence[Person],
    kinds: Sequence[SharedKind],
    details: SharingDetails,
    by: User,
    at: datetime,
    request_key: UUID,
) -> list[SharingRecord]:
    """One record for each person and each kind. The same `request_key` again gives what is there already.

    Raises:
        CaseIsClosed: nothing new is shared about a closed case.
        SharedAlready: see what is recorded.
        NotOfTheHousehold: choose somebody of this household.
    """
    records = [
        SharingRecord(
            case=case,
            person=person,
            kind=kind,
            organisation=details.organisation,
            professional=details.professional,
            basis=details.basis,
            law=details.law or "",
            ground=details.ground,
            consent_on=details.consent_on,
            consent_manner=details.consent_manner or "",
            consent_by=details.consent_by,
            starts_on=details.starts_on,
            ends_on=details.ends_on,
            recorded_at=at,
            recorded_by=by,
            request_key=uuid.uuid5(request_key, f"{person.pk}.{kind}"),
        )
        for person in people
        for kind in kinds
    ]
    try:
        with transaction.atomic():
            lock_open_case(case)
            return SharingRecord.objects.bulk_create(records)
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule or rule == "sharing_recorded_once_at_a_time":
            sent = SharingRecord.objects.filter(case=case, request_key__in=[one.request_key for one in records])
            if found := list(sent):
                return found
            raise SharedAlready from error
        if rule == "shared_person_is_of_the_household":
            raise NotOfTheHousehold from error
        raise


@transaction.atomic
def withdraw_sharing(*, records: Sequence[SharingRecord], on: date, reason: str, by: User) -> None:
    """From `on` nothing goes on these grounds any more; what went before stays written. Also in a closed case.

    A record that begins later is over before it begins.

    Raises:
        SharingHasEnded: one of them ended or was withdrawn before; nothing was saved.
    """
    ids = [record.pk for record in records]
    for record in SharingRecord.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"):
        if record.withdrawn_on is not None or (record.ends_on is not None and record.ends_on <= on):
            raise SharingHasEnded
        record.withdrawn_on, record.withdrawn_reason, record.withdrawn_by = max(on, record.starts_on), reason, by
        record.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by"])


def log_shared(
    *, record: SharingRecord, what: str, channel: SharingChannel, at: datetime, by: User, request_key: UUID | None
) -> SharedItem:
    """Write down that something went to the receiver of `record`. The same `request_key` gives what is there already.

    Raises:
        SharingDoesNotRun: there was no ground to share it on that day.
    """
    try:
        with transaction.atomic():
            return SharedItem.objects.create(
                record=record, what=what, channel=channel, shared_at=at, shared_by=by, request_key=request_key
            )
    except IntegrityError as error:
        rule = broken_constraint(error)
        if request_key is not None and "request_key" in rule:
            return SharedItem.objects.get(request_key=request_key, shared_by=by)
        if rule == "sharing_record_runs":
            raise SharingDoesNotRun from error
        raise
