"""Use case: somebody came back to what a contact asked for."""

from datetime import datetime

from django.db import transaction

from cases.models import Contact
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User


@transaction.atomic
def mark_followed_up(*, contact: Contact, is_done: bool, by: User, at: datetime) -> None:
    """Tick a follow-up off, or untick it; doing so twice is no different from once.

    Raises:
        CaseIsClosed
    """
    lock_open_case(contact.case)
    open_ones = Contact.objects.filter(pk=contact.pk, follow_up_on__isnull=False)
    if is_done:
        open_ones.filter(followed_up_at=None).update(followed_up_at=at, followed_up_by=by)
    else:
        open_ones.update(followed_up_at=None, followed_up_by=None)
