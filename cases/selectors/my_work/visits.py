"""Visits that this worker looks after: a whole month went by without one."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from collectief.selectors.visits import missed_months


def items(reader: Reader) -> Iterable[WorkItem]:
    for match in missed_months(user=reader.user, today=reader.today):
        yield WorkItem(
            kind="visit",
            urgency=Urgency.WEEK,
            why=_("A month went by without a visit. Call the volunteer?"),
            when=match.starts_on,
            url=reverse("collectief:visit-match", args=[match.public_id]),
            name=match.volunteer.shown_as,
            icon="home-heart",
        )
