"""Cases of the team that nobody keeps yet: for who divides the work."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    if not reader.is_team_coordinator:
        return
    waiting = (
        Case.objects.within(reader.rights)
        .filter(team__in=reader.rights.teams)
        .waiting_for_coordinator()
        .select_related("household")
    )
    for case in waiting:
        since = case.awaiting_coordinator_since or reader.today
        days = (reader.today - since).days
        yield WorkItem(
            kind="waiting",
            urgency=Urgency.TODAY,
            why=ngettext(
                "Has been waiting for a coordinator for %(days)d day.",
                "Has been waiting for a coordinator for %(days)d days.",
                days,
            )
            % {"days": days}
            if days
            else _("Waits for a coordinator since today."),
            when=since,
            url=reverse("cases:coordinator-hand-over", args=[case.public_id]),
            name=case.household.name,
            icon="hourglass",
            case_id=case.pk,
            household_id=case.household_id,
        )
