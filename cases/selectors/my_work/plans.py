"""Cases without a plan, for longer than was agreed."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """No statement: the cases know whether there is a plan."""
    if reader.terms.plan_days is None:
        return
    for case in reader.cases:
        due = case.opened_on + timedelta(days=reader.terms.plan_days)
        if case.plan_since is not None or due >= reader.today:  # type: ignore[attr-defined]  # annotated by for_list
            continue
        yield WorkItem(
            kind="plan",
            urgency=Urgency.LATE,
            why=_("There should have been a plan on %(day)s.") % {"day": date_format(due, "j F")},
            when=due,
            url=reverse("cases:detail", args=[case.public_id]),
            name=case.household.name,
            icon="file-description",
            case_id=case.pk,
            household_id=case.household_id,
        )
