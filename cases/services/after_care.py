"""Use cases: plan after-care of a closed case, log it, or say why it was not done."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import AfterCare, Case, Contact
from cases.services.log_contact import ContactDetails
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.models import TimeEntry


class CaseIsOpen(Exception):
    """After-care comes after the closing."""


class AfterCareIsDone(Exception):
    """It was done or given up already."""


class AfterCareIsTooFar(Exception):
    """It comes after the day of closing, within a year."""


@transaction.atomic
def plan_after_care(*, case: Case, due_on: date, worker: User, by: User, at: datetime) -> AfterCare:
    """Plan after-care of a case that was closed without, or once more.

    Raises:
        CaseIsOpen
        AfterCareIsTooFar
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if locked.is_open:
        raise CaseIsOpen
    try:
        with transaction.atomic():
            return AfterCare.objects.create(case=locked, due_on=due_on, worker=worker, planned_at=at, planned_by=by)
    except IntegrityError as error:
        if broken_constraint(error) != "after_care_comes_within_a_year_of_closing":
            raise
        raise AfterCareIsTooFar from error


def _lock(after_care: AfterCare) -> tuple[Case, AfterCare]:
    """The case first, as everybody does: then nobody waits for somebody who waits for them."""
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=after_care.case_id)
    locked = AfterCare.objects.select_for_update(of=("self",), no_key=True).get(pk=after_care.pk)
    if locked.given_up_at is not None or Contact.objects.filter(after_care=locked).exists():
        raise AfterCareIsDone
    return case, locked


def log_after_care(
    *, after_care: AfterCare, details: ContactDetails, by: User, request_key: UUID | None = None
) -> Contact:
    """The contact of after-care, with its hours: the only one that a closed case takes.

    Raises:
        AfterCareIsDone: by a colleague, or by this very form a moment ago with another `request_key`.
    """
    if request_key is not None:
        already = Contact.objects.filter(request_key=request_key, author=by).first()
        if already is not None:
            return already
    try:
        with transaction.atomic():
            case, locked = _lock(after_care)
            hours = TimeEntry.objects.create(
                team_id=case.team_id,
                user=by,
                worked_on=timezone.localdate(details.occurred_at),
                minutes=details.minutes,
                kind=details.work_kind,
                area_id=case.area_id,
            )
            return Contact.objects.create(
                case=case,
                after_care=locked,
                author=by,
                time_entry=hours,
                request_key=request_key,
                kind=details.kind,
                occurred_at=details.occurred_at,
                place=details.place,
                present=details.present,
                text=details.text,
                visibility=details.visibility,
            )
    except IntegrityError as error:
        if request_key is not None and "request_key" in broken_constraint(error):
            return Contact.objects.get(request_key=request_key, author=by)
        raise


@transaction.atomic
def give_up_after_care(*, after_care: AfterCare, because: str, by: User, at: datetime) -> None:
    """Say why the after-care was not done.

    Raises:
        AfterCareIsDone
    """
    _case, locked = _lock(after_care)
    locked.given_up_at, locked.given_up_by, locked.given_up_because = at, by, because
    locked.save(update_fields=["given_up_at", "given_up_by", "given_up_because"])
