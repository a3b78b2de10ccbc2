"""Funding of the own teams' initiatives that ends soon: for who divides the work, in time to do something."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from collectief.enums import FundingState
from collectief.models import Funding

SOON = timedelta(days=60)


def items(reader: Reader) -> Iterable[WorkItem]:
    if not reader.is_team_coordinator:
        return
    lapsing = (
        Funding.objects.filter(state=FundingState.RUNNING, ends_on__lte=reader.today + SOON)
        .filter(initiative__team__in=reader.rights.teams)
        .filter(Q(initiative__ends_on=None) | Q(initiative__ends_on__gt=reader.today))
        .select_related("initiative")
        .order_by("ends_on", "pk")
    )
    for one in lapsing:
        over = one.ends_on <= reader.today
        day = {"day": date_format(one.ends_on, "j F Y"), "funder": one.funder}
        why = (
            _("The funding by %(funder)s ended on %(day)s.")
            if over
            else _("The funding by %(funder)s ends on %(day)s.")
        )
        yield WorkItem(
            kind="funding",
            urgency=Urgency.LATE if over else Urgency.WEEK,
            why=why % day,
            when=one.ends_on,
            url=reverse("collectief:initiative", args=[one.initiative.public_id]),
            name=one.initiative.name,
            icon="coin",
        )
