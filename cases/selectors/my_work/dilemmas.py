"""Own dilemmas that one wanted to come back to by now: without their words."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from netwerk.selectors.dilemmas import dilemma_rows


def items(reader: Reader) -> Iterable[WorkItem]:
    for row in dilemma_rows(user=reader.user, today=reader.today):
        if row.is_own and row.is_due and row.look_back_on is not None:
            yield WorkItem(
                kind="dilemma",
                urgency=Urgency.WEEK,
                why=_("You wanted to come back to a dilemma on %(day)s.")
                % {"day": date_format(row.look_back_on, "j F")},
                when=row.look_back_on,
                url=row.url,
                name=row.organisation,
                icon="lock",
            )
