"""Use case: ask a partner how long it still takes. One entry is the inquiry, a contact in the journal and the hours."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.enums import ContactKind
from cases.models import Inquiry, Involvement
from cases.services.lock_case import lock_open_case
from cases.services.log_contact import ContactDetails, log_contact
from wijkteam.accounts.models import User


class NoLongerWaits(Exception):
    """The help began, or the request ended, in the meantime."""


@transaction.atomic
def ask_again(
    *,
    involvement: Involvement,
    occurred_at: datetime,
    minutes: int,
    words: str,
    expected_on: date | None,
    by: User,
    request_key: UUID,
) -> Inquiry:
    """Write down what the partner said. The same `request_key` again gives what is there.

    Raises:
        CaseIsClosed
        NoLongerWaits: write a contact instead.
    """
    case = lock_open_case(involvement.case)
    locked = Involvement.objects.select_for_update(of=("self",), no_key=True).get(pk=involvement.pk)
    if not locked.is_open or locked.started_on is not None:
        raise NoLongerWaits
    details = ContactDetails(
        kind=ContactKind.CONSULTATION,
        occurred_at=occurred_at,
        minutes=minutes,
        text=words,
        present=involvement.organisation.name[:300],
    )
    contact = log_contact(case=case, details=details, by=by, request_key=request_key)
    made, _is_new = Inquiry.objects.get_or_create(
        contact=contact, defaults={"involvement": locked, "expected_on": expected_on}
    )
    return made
