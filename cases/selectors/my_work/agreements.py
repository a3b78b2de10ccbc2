"""Working agreements that were to be looked at again by now, or that run out: for who leads the team."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from netwerk.models import WorkingAgreement

AHEAD = timedelta(weeks=4)


def items(reader: Reader) -> Iterable[WorkItem]:
    """One statement; none for who does not lead a team. Nothing of a household is shown."""
    if not reader.is_team_coordinator:
        return
    due = (
        WorkingAgreement.objects.running()
        .filter(
            Q(review_on__lte=reader.today + AHEAD) | Q(ends_on__lte=reader.today + AHEAD),
            team__in=reader.rights.teams,
        )
        .select_related("organisation")
        .order_by("review_on", "pk")
    )
    for agreement in due:
        ends = agreement.ends_on is not None and agreement.ends_on <= reader.today + AHEAD
        day = agreement.ends_on if ends and agreement.ends_on else agreement.review_on
        past = day <= reader.today
        if ends:
            why = _("The working agreement ended on %(day)s.") if past else _("The working agreement ends on %(day)s.")
        elif past:
            why = _("You would look at the working agreement again on %(day)s.")
        else:
            why = _("Look at the working agreement again on %(day)s.")
        yield WorkItem(
            kind="agreement",
            urgency=Urgency.LATE if past else Urgency.WEEK,
            why=why % {"day": date_format(day, "j F Y")},
            when=day,
            url=reverse("netwerk:agreement", args=[agreement.public_id]),
            name=agreement.organisation.name,
            icon="file-text",
        )
