"""Cases that a colleague asks to take over, and one's own that a colleague refused."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Handover
from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from wijkteam.core.periods import start_of

# A refusal stays this long on the page of who asked.
REFUSED = timedelta(days=7)


def items(reader: Reader) -> Iterable[WorkItem]:
    since = start_of(reader.today - REFUSED)
    mine = Q(receiver=reader.user, refused_at=None) | Q(giver=reader.user, refused_at__gte=since)
    handovers = (
        Handover.objects.filter(mine, accepted_at=None, withdrawn_at=None)
        .filter(case__in=Case.objects.within(reader.rights).open())
        .select_related("case__household", "giver", "receiver")
        .order_by("proposed_at", "pk")
    )
    kept = {case.pk: case for case in reader.cases}
    for handover in handovers:
        is_mine = handover.receiver_id == reader.user.pk
        if not is_mine and handover.case_id not in kept:
            continue
        if is_mine:
            why, detail = (
                _("%(name)s asks you to take this case over.") % {"name": handover.giver.name},
                handover.reason,
            )
        else:
            why = _("%(name)s cannot take this case over: ask somebody else.") % {"name": handover.receiver.name}
            detail = handover.refusal_reason
        page = reverse("cases:handover", args=[handover.case.public_id, handover.public_id])
        again = reverse("cases:coordinator-hand-over", args=[handover.case.public_id])
        yield WorkItem(
            kind="handover",
            urgency=Urgency.TODAY,
            why=why,
            detail=detail,
            when=timezone.localdate(handover.proposed_at),
            url=page if is_mine else again,
            name=handover.case.household.name,
            icon="arrows-exchange",
            case_id=handover.case_id,
            household_id=handover.case.household_id,
        )
