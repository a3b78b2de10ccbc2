"""Actions of plans in force that this worker took on, and that are due."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Action, Case
from cases.selectors.my_work.item import Reader, Tick, WorkItem, days_late


def items(reader: Reader) -> Iterable[WorkItem]:
    due = (
        Action.objects.filter(
            worker=reader.user,
            done_on=None,
            due_on__lte=reader.today + timedelta(days=7),
            goal__plan__in_force_at__isnull=False,
            goal__plan__ended_at=None,
            goal__plan__case__in=Case.objects.within(reader.rights).open(),
        )
        .select_related("goal__plan__case__household")
        .order_by("due_on", "pk")
    )
    for action in due:
        plan = action.goal.plan
        case, day = plan.case, action.due_on or reader.today
        yield WorkItem(
            kind="action",
            urgency=days_late(day, today=reader.today),
            why=_("You would do this before %(day)s.") % {"day": date_format(day, "j F")},
            detail=action.text,
            when=day,
            url=reverse("cases:plan", args=[case.public_id, plan.public_id]),
            name=case.household.name,
            icon="checkbox",
            tick=Tick(url=reverse("cases:my-work-action", args=[action.public_id]), label=_("Done")),
            case_id=case.pk,
            household_id=case.household_id,
        )
