"""Partners who let a household wait longer than was agreed, for who keeps the case and for the team coordinator."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import ngettext

from cases.models import Case
from cases.selectors.involvements import waiting_too_long
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """One statement: of the own cases, and for a team coordinator of all that they may know about."""
    cases = Case.objects.filter(pk__in=[case.pk for case in reader.cases])
    if reader.is_team_coordinator:
        cases = Case.objects.within(reader.rights).open()
    for row in waiting_too_long(cases, today=reader.today):
        days = row.waited_days(reader.today)
        yield WorkItem(
            kind="referral",
            urgency=Urgency.LATE,
            why=ngettext(
                "%(partner)s lets them wait: %(days)d day.", "%(partner)s lets them wait: %(days)d days.", days
            )
            % {"partner": row.organisation.name, "days": days},
            when=row.sent_on,
            url=reverse("cases:partners", args=[row.case.public_id]),
            name=row.case.household.name,
            icon="hourglass",
            case_id=row.case_id,
            household_id=row.case.household_id,
        )
