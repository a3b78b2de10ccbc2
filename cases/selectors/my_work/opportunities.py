"""Opportunities: one that nobody answered, and one that was put off until a day that has come."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem, days_late
from collectief.models import Opportunity, OpportunityReply, Reflection


def items(reader: Reader) -> Iterable[WorkItem]:
    """What was put off comes back to who put it off; for a team coordinator also what nobody answered."""
    latest = OpportunityReply.objects.filter(opportunity=OuterRef("pk")).order_by("-replied_at", "-pk")
    held = Reflection.objects.filter(opportunity=OuterRef("pk")).order_by("-written_at")
    opportunities = (
        Opportunity.objects.visible_to(reader.user, on=reader.today)
        .running()
        .annotate(
            again_on=Subquery(latest.values("look_again_on")[:1]),
            replied_at=Subquery(latest.values("replied_at")[:1]),
            replied_by=Subquery(latest.values("replied_by")[:1]),
            held_at=Subquery(held.values("written_at")[:1]),
        )
        .select_related("theme", "area")
    )
    come_round = Q(again_on__lte=reader.today) & (Q(held_at=None) | Q(held_at__lt=F("replied_at")))
    if reader.is_team_coordinator:
        mine = come_round | Q(replied_at=None, held_at=None)
    else:
        mine = come_round & Q(replied_by=reader.user.pk)
    for one in opportunities.filter(mine).order_by("again_on", "first_week", "pk"):
        again_on: date | None = one.again_on  # type: ignore[attr-defined]  # annotated above
        if again_on is None:
            why, detail, urgency = _("More questions come than usual. What do you do with it?"), "", Urgency.WEEK
        else:
            why = _("You would look again at this opportunity.")
            detail = _("Since %(day)s.") % {"day": date_format(again_on, "j F")}
            urgency = days_late(again_on, today=reader.today)
        yield WorkItem(
            kind="opportunity",
            urgency=urgency,
            why=why,
            detail=detail,
            when=again_on,
            url=reverse("collectief:opportunity", args=[one.public_id]),
            name=_("%(theme)s in %(area)s") % {"theme": one.theme, "area": one.area.name},
            icon="bulb",
        )
