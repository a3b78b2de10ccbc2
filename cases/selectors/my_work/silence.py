"""Cases in which nobody spoke with anybody for longer than was agreed."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.selectors.case_list import is_silent
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """No statement: the cases know their last contact."""
    if reader.terms.silence_days is None:
        return
    for case in reader.cases:
        if not is_silent(case, today=reader.today, terms=reader.terms):
            continue
        last = timezone.localdate(case.last_contact_at) if case.last_contact_at else case.opened_on
        yield WorkItem(
            kind="silence",
            urgency=Urgency.LATE,
            why=_("There has been no contact for %(days)d days.") % {"days": (reader.today - last).days},
            when=last + timedelta(days=reader.terms.silence_days),
            url=reverse("cases:contact-log", args=[case.public_id]),
            name=case.household.name,
            icon="message-off",
            case_id=case.pk,
            household_id=case.household_id,
        )
