"""Use cases: log a contact with its minutes in one act, and correct one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import ContactKind, Visibility
from cases.models import Case, Contact
from cases.services.add_file import FileDetails, keep_files, scan_files
from cases.services.inspect_file import Inspected
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry


class ContactHasChanged(Exception):
    """Somebody (perhaps oneself, in another tab) corrected this contact in the meantime. `contact` is how it is now."""

    def __init__(self, contact: Contact) -> None:
        super().__init__("the contact has changed")
        self.contact = contact


class NotYourContact(Exception):
    """Only the author corrects a contact."""


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What somebody writes down. `minutes` become hours of the author for the team of the case."""

    kind: ContactKind
    occurred_at: datetime
    minutes: int
    text: str
    place: str = ""
    present: str = ""
    visibility: Visibility = Visibility.TEAM
    follow_up_on: date | None = None
    is_escalation: bool = False

    @property
    def work_kind(self) -> WorkKind:
        return WorkKind.ESCALATION if self.is_escalation else WorkKind.INDIVIDUAL


def log_contact(*, case: Case, details: ContactDetails, by: User, request_key: UUID | None) -> Contact:
    """Write a line in the journal of `case` and register its hours.

    The same `request_key` again gives the contact that is there already.

    Raises:
        CaseIsClosed: a closed case has no new contacts.
    """
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            hours = TimeEntry.objects.create(
                team_id=locked.team_id,
                user=by,
                worked_on=timezone.localdate(details.occurred_at),
                minutes=details.minutes,
                kind=details.work_kind,
                area_id=locked.area_id,
            )
            return Contact.objects.create(
                case=locked,
                author=by,
                time_entry=hours,
                request_key=request_key,
                kind=details.kind,
                occurred_at=details.occurred_at,
                place=details.place,
                present=details.present,
                text=details.text,
                visibility=details.visibility,
                follow_up_on=details.follow_up_on,
            )
    except IntegrityError as error:
        if request_key is not None and "request_key" in broken_constraint(error):
            return Contact.objects.get(request_key=request_key, author=by)
        raise


def log_contact_with_files(
    *, case: Case, details: ContactDetails, files: Sequence[Inspected], by: User, at: datetime, request_key: UUID | None
) -> Contact:
    """The same with files, which are read by who reads the contact: everything is saved or nothing.

    Raises:
        CaseIsClosed, TooManyFiles
        Refused: the scanner found a virus.
    """
    scanned = scan_files(files)
    with transaction.atomic():
        contact = log_contact(case=case, details=details, by=by, request_key=request_key)
        if scanned:
            about = FileDetails(visibility=Visibility(contact.visibility), contact=contact)
            keep_files(case=case, scanned=scanned, details=about, by=by, at=at, request_key=request_key)
    return contact


@transaction.atomic
def correct_contact(
    *, contact: Contact, details: ContactDetails, seen: datetime | None, by: User, at: datetime
) -> Contact:
    """Correct one's own contact; the history tables keep what was there. `seen` is when it was last corrected.

    Raises:
        NotYourContact: ask the author.
        ContactHasChanged: nothing was saved; compare and save again.
        CaseIsClosed: the journal of a closed case stays as it is.
    """
    lock_open_case(contact.case)
    locked = Contact.objects.select_for_update(of=("self",)).select_related("time_entry").get(pk=contact.pk)
    if locked.author_id != by.pk:
        raise NotYourContact
    if locked.corrected_at != seen:
        raise ContactHasChanged(locked)
    before = locked.follow_up_on
    for name in ("kind", "occurred_at", "place", "present", "text", "visibility", "follow_up_on"):
        setattr(locked, name, getattr(details, name))
    if details.follow_up_on is None or details.follow_up_on != before:
        locked.followed_up_at = locked.followed_up_by = None  # another day: it has to be done again
    locked.corrected_at = at
    locked.save()
    hours = locked.time_entry
    hours.minutes, hours.kind = details.minutes, details.work_kind
    hours.worked_on = timezone.localdate(details.occurred_at)
    hours.save(update_fields=["minutes", "kind", "worked_on"])
    return locked
