"""Questions to the municipality of which the answer is late: one's own, for a team coordinator also of who left."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from collectief.models import PolicyAsk
from wijkteam.core.periods import running_on
from wijkteam.teams.models import TeamMembership


def items(reader: Reader) -> Iterable[WorkItem]:
    """One statement."""
    mine = Q(asked_by=reader.user)
    if reader.is_team_coordinator:
        still_here = TeamMembership.objects.filter(
            running_on(reader.today), user=OuterRef("asked_by"), team=OuterRef("signal__team")
        )
        mine |= Q(~Exists(still_here))
    late = PolicyAsk.objects.visible_to(reader.user, on=reader.today).waiting().filter(mine, due_on__lt=reader.today)
    for ask in late.order_by("due_on", "pk"):
        yield WorkItem(
            kind="policy-ask",
            urgency=Urgency.LATE,
            why=_("The municipality would answer before %(day)s. Ask again, or write down what they did.")
            % {"day": date_format(ask.due_on, "j F")},
            when=ask.due_on,
            url=reverse("collectief:policy-answer", args=[ask.public_id]),
            name=ask.department,
            icon="building-community",
        )
