"""Partners whom this worker keeps warm, and with whom it is quiet: shown before it hurts, and never as late."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from netwerk.selectors.relations import quiet_relations


def items(reader: Reader) -> Iterable[WorkItem]:
    for relation in quiet_relations(user=reader.user, today=reader.today):
        if relation.last_contact is None:
            detail = _("No contact was written down yet.")
        else:
            detail = _("You last spoke on %(day)s.") % {"day": date_format(relation.last_contact, "j F Y")}
        yield WorkItem(
            kind="relation",
            urgency=Urgency.WEEK,
            why=_("It has been quiet for a while. A call is enough."),
            detail=detail,
            when=relation.due_on,
            url=relation.url,
            name=relation.name,
            icon="heart-handshake",
        )
