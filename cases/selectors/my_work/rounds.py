"""The next information round of a team: a quiet line for who divides the work, in the week before and from then on."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from collectief.selectors.rounds import due_rounds

AHEAD = timedelta(days=7)


def items(reader: Reader) -> Iterable[WorkItem]:
    """Never late: nobody waits for it. One statement."""
    if not reader.is_team_coordinator:
        return
    for one in due_rounds(reader.rights.teams, until=reader.today + AHEAD):
        yield WorkItem(
            kind="information-round",
            urgency=Urgency.WEEK,
            why=_("It is time for an information round to volunteers and partners."),
            detail=_("Around %(day)s. What happened stands in it already.") % {"day": date_format(one.due_on, "j F Y")},
            url=f"{reverse('collectief:rounds')}?team={one.team.code}",
            name=one.team.name,
            icon="mail-forward",
        )
