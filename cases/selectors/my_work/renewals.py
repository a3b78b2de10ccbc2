"""Provisions of one's own cases that end within four weeks, or have lapsed."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Provision
from cases.selectors.my_work.item import Reader, Urgency, WorkItem

# The list of the team looks twelve weeks ahead; here it begins to press.
PRESSES = timedelta(weeks=4)


def items(reader: Reader) -> Iterable[WorkItem]:
    kept = {case.pk: case for case in reader.cases}
    due = Provision.objects.to_look_at(on=reader.today).filter(case__in=list(kept)).order_by("ends_on", "pk")
    for provision in due:
        case, day = kept[provision.case_id], provision.ends_on or reader.today
        if day > reader.today + PRESSES:
            continue
        said = {"what": provision.title, "day": date_format(day, "j F")}
        lapsed = day <= reader.today
        yield WorkItem(
            kind="renewal",
            urgency=Urgency.LATE if lapsed else Urgency.WEEK,
            why=(_("%(what)s lapsed on %(day)s.") if lapsed else _("%(what)s ends on %(day)s: look broadly first."))
            % said,
            when=day,
            url=reverse("cases:provision-renew", args=[case.public_id, provision.public_id]),
            name=case.household.name,
            icon="package",
            case_id=case.pk,
            household_id=case.household_id,
        )
