"""Colleagues who went on where their own employer helps: for the team coordinator, for a week."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import SecondmentNotice
from cases.selectors.my_work.item import Reader, Urgency, WorkItem

WEEK = timedelta(days=7)


def items(reader: Reader) -> Iterable[WorkItem]:
    if not reader.is_team_coordinator:
        return
    notices = SecondmentNotice.objects.within(reader.rights).exclude(worker=reader.user)
    count = notices.filter(noticed_on__gt=reader.today - WEEK, noticed_on__lte=reader.today).count()
    if count:
        yield WorkItem(
            kind="secondment",
            urgency=Urgency.WEEK,
            why=ngettext(
                "Once this week a colleague worked with the own employer. Look along.",
                "%(count)d times this week a colleague worked with the own employer. Look along.",
                count,
            )
            % {"count": count},
            url=reverse("cases:secondments"),
            name=_("Secondment"),
            icon="briefcase",
        )
