"""Terms of the Wmo that end within a week, or have ended."""

from collections.abc import Iterable

from django.urls import reverse

from cases.selectors.clock import SOON_DAYS, clock_deadlines
from cases.selectors.my_work.item import Reader, WorkItem, days_late


def items(reader: Reader) -> Iterable[WorkItem]:
    kept = {case.pk: case for case in reader.cases}
    for deadline in clock_deadlines(list(kept), reader.today):
        if deadline.days_left > SOON_DAYS:
            continue
        case = kept[deadline.case_id]
        yield WorkItem(
            kind="clock",
            urgency=days_late(deadline.due_on, today=reader.today),
            why=deadline.text,
            when=deadline.due_on,
            url=reverse("cases:clock", args=[case.public_id]),
            name=case.household.name,
            icon="clock",
            case_id=case.pk,
            household_id=case.household_id,
        )
