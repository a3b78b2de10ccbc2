"""Households whose case is closed, and whom this worker would ask how it goes."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import AfterCare, Case
from cases.selectors.my_work.item import Reader, WorkItem, days_late


def items(reader: Reader) -> Iterable[WorkItem]:
    due = (
        AfterCare.objects.due(on=reader.today + timedelta(days=7))
        .filter(worker=reader.user, case__in=Case.objects.within(reader.rights))
        .select_related("case__household")
        .order_by("due_on", "pk")
    )
    for one in due:
        case, day = one.case, one.due_on
        said = {"day": date_format(day, "l j F")}
        past, ahead = _("You would ask how it goes now on %(day)s."), _("You ask how it goes now on %(day)s.")
        yield WorkItem(
            kind="after-care",
            urgency=days_late(day, today=reader.today),
            why=(past if day < reader.today else ahead) % said,
            detail=_("The case was closed on %(day)s.") % {"day": date_format(case.closed_on or day, "j F Y")},
            when=day,
            url=reverse("cases:after-care", args=[case.public_id, one.public_id]),
            name=case.household.name,
            icon="heart-handshake",
            case_id=case.pk,
            household_id=case.household_id,
        )
