"""Use cases: a request of a resident is noted, takes longer once, is decided, and keeps what was not changed."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case, HouseholdMember, Person
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import months_later
from wijkteam.retention.enums import Decided, RequestKind
from wijkteam.retention.models import EXTENSION, TERM, RequestFile, ResidentRequest, ResidentStatement


class NotOfThisFile(Exception):
    """The person never belonged to this household."""


class IsDecided(Exception):
    """A colleague was first."""


class IsExtended(Exception):
    """Once is what the law gives."""


class TooLateToExtend(Exception):
    """The resident has to hear it within the first month."""


class NotReleased(Exception):
    """Somebody else releases the file first."""


class NothingToAdd(Exception):
    """A statement is for what was not changed, or there is one already."""


@transaction.atomic
def note_request(
    *,
    case: Case,
    person: Person,
    kind: str,
    received_on: date,
    asked_by: str,
    representative: str,
    identity: str,
    words: str,
    by: User,
    at: datetime,
    request_key: UUID,
) -> ResidentRequest:
    """From the day it came in the term runs, also when it is noted later. The same key again gives the same request.

    Raises:
        NotOfThisFile
    """
    if earlier := ResidentRequest.objects.filter(request_key=request_key, noted_by=by).first():
        return earlier
    if not HouseholdMember.objects.filter(household=case.household_id, person=person).exists():
        raise NotOfThisFile
    try:
        with transaction.atomic():
            return ResidentRequest.objects.create(
                case=case,
                person=person,
                kind=kind,
                received_on=received_on,
                due_on=months_later(received_on, TERM),
                asked_by=asked_by,
                representative=representative,
                identity=identity,
                words=words,
                noted_by=by,
                noted_at=at,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return ResidentRequest.objects.get(request_key=request_key)


def _locked(asked: ResidentRequest) -> ResidentRequest:
    locked = ResidentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if locked.decided_at is not None:
        raise IsDecided
    return locked


@transaction.atomic
def extend_request(*, asked: ResidentRequest, because: str, by: User, at: datetime) -> ResidentRequest:
    """Two months more, once, said within the first month.

    Raises:
        IsDecided, IsExtended, TooLateToExtend
    """
    locked = _locked(asked)
    if locked.extended_on is not None:
        raise IsExtended
    today = timezone.localdate(at)
    if today > locked.due_on:
        raise TooLateToExtend
    locked.extended_on, locked.extended_by, locked.extended_because = today, by, because
    locked.due_on = months_later(locked.received_on, TERM + EXTENSION)
    locked.save(update_fields=["extended_on", "extended_by", "extended_because", "due_on"])
    return locked


@transaction.atomic
def decide_request(*, asked: ResidentRequest, outcome: str, because: str, by: User, at: datetime) -> ResidentRequest:
    """The answer. A file that was gathered and will not be given is erased at once.

    Raises:
        IsDecided, NotReleased
    """
    locked = _locked(asked)
    gives = outcome in {Decided.GRANTED, Decided.PARTLY}
    files = RequestFile.objects.select_for_update(of=("self",), no_key=True).filter(request=locked).standing()
    if locked.kind == RequestKind.ACCESS and gives and not any(one.released_at for one in files):
        raise NotReleased
    if not gives:
        for one in files:
            one.content, one.archive, one.leased_until, one.erased_at = None, None, None, at
            one.save(update_fields=["content", "archive", "leased_until", "erased_at"])
    locked.outcome, locked.because, locked.decided_by, locked.decided_at = outcome, because, by, at
    locked.save(update_fields=["outcome", "because", "decided_by", "decided_at"])
    return locked


@transaction.atomic
def add_statement(*, asked: ResidentRequest, text: str, by: User, at: datetime) -> ResidentStatement:
    """What the resident says of what was not changed. It stays with the file.

    Raises:
        NothingToAdd
    """
    locked = ResidentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    try:
        with transaction.atomic():
            return ResidentStatement.objects.create(
                request=locked,
                case_id=locked.case_id,
                person_id=locked.person_id,
                text=text,
                added_at=at,
                added_by=by,
            )
    except IntegrityError as error:
        raise NothingToAdd from error
