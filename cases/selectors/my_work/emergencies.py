"""Cases of the team that a colleague opened in an emergency, until that is judged: for who divides the work."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import BreakGlass
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """The privacy officer judges; who leads the team talks about it. Nothing of the household is shown."""
    if not reader.is_team_coordinator:
        return
    waiting = (
        BreakGlass.objects.visible_to(reader.user, on=reader.today)
        .waiting()
        .exclude(user=reader.user)
        .select_related("user")
        .order_by("started_at", "pk")
    )
    for emergency in waiting:
        day = timezone.localdate(emergency.started_at)
        said = {"name": emergency.user.name, "day": date_format(day, "l j F")}
        yield WorkItem(
            kind="emergency",
            urgency=Urgency.TODAY if emergency.review_by >= reader.today else Urgency.LATE,
            why=_("%(name)s opened a case of your team in an emergency on %(day)s. Talk about it together.") % said,
            detail=_("The privacy officer judges it by %(day)s.") % {"day": date_format(emergency.review_by, "l j F")},
            when=day,
            url=reverse("cases:emergency", args=[emergency.public_id]),
            name=emergency.number,
            icon="lock-open",
        )
