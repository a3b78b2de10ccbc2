"""Plans that were to be looked back on by now, or this week."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, WorkItem, days_late


def items(reader: Reader) -> Iterable[WorkItem]:
    """No statement: the cases know when."""
    for case in reader.cases:
        day: date | None = case.plan_evaluate_on  # type: ignore[attr-defined]  # annotated by for_list
        if day is None or (day - reader.today).days > 7:
            continue
        said = date_format(day, "l j F")
        past = _("You would look back on the plan together on %(day)s.")
        ahead = _("You look back on the plan together on %(day)s.")
        yield WorkItem(
            kind="evaluation",
            urgency=days_late(day, today=reader.today),
            why=(past if day < reader.today else ahead) % {"day": said},
            when=day,
            url=reverse("cases:detail", args=[case.public_id]),
            name=case.household.name,
            icon="flag",
            case_id=case.pk,
            household_id=case.household_id,
        )
