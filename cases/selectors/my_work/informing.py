"""Households that do not know yet that somebody else coordinates."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import Informer
from cases.models import Case, Handover
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """For who would tell it; for the coordinator too once the giver has left the team."""
    mine = Q(informer=Informer.GIVER, giver=reader.user) | Q(receiver=reader.user)
    handovers = (
        Handover.objects.to_inform()
        .filter(mine, case__in=Case.objects.within(reader.rights).open())
        .filter(case__coordinators__worker=F("receiver"), case__coordinators__ended_at=None)
        .select_related("case__household", "giver", "receiver")
        .order_by("accepted_at", "pk")
    )
    for handover in handovers:
        accepted = timezone.localdate(handover.accepted_at)
        said = {"name": handover.receiver.name, "day": date_format(accepted, "j F"), "giver": handover.giver.name}
        if handover.receiver_id != reader.user.pk:
            why = _("Tell the household that %(name)s coordinates since %(day)s.") % said
        elif handover.informer == Informer.GIVER:
            why = _("%(giver)s would tell the household that you coordinate since %(day)s: make sure they know.") % said
        else:
            why = _("Tell the household that you coordinate since %(day)s.") % said
        yield WorkItem(
            kind="informing",
            urgency=Urgency.TODAY if (reader.today - accepted).days < 7 else Urgency.LATE,
            why=why,
            when=accepted,
            url=reverse("cases:handover", args=[handover.case.public_id, handover.public_id]),
            name=handover.case.household.name,
            icon="message-circle",
            case_id=handover.case_id,
            household_id=handover.case.household_id,
        )
