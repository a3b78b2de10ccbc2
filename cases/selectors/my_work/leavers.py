"""Colleagues who leave the team and still coordinate cases: for who divides the work."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import CaseCoordinator
from cases.selectors.my_work.item import Reader, Urgency, WorkItem

AHEAD = timedelta(weeks=8)


def items(reader: Reader) -> Iterable[WorkItem]:
    """Who means to leave, whose contract ends within eight weeks, and who is gone already."""
    if not reader.is_team_coordinator:
        return
    leaving = (
        CaseCoordinator.objects.current()
        .filter(case__team__in=reader.rights.teams, worker__memberships__team=F("case__team"))
        .annotate(leaves=Coalesce("worker__memberships__leaves_on", "worker__memberships__ends_on"))
        .exclude(
            Q(worker__memberships__leaves_on=None, worker__memberships__ends_on=None)
            | Q(leaves__gt=reader.today + AHEAD)
        )
        .values("worker__public_id", "worker__name")
        .annotate(count=Count("case", distinct=True), day=F("leaves"))
        .order_by("day", "worker__name")
    )
    stays = _who_stays(reader)
    for row in leaving:
        day: date = row["day"]
        if row["worker__public_id"] in stays:
            continue
        said = {"count": row["count"], "day": date_format(day, "j F Y")}
        why = ngettext(
            "Leaves the team on %(day)s and still coordinates %(count)d case.",
            "Leaves the team on %(day)s and still coordinates %(count)d cases.",
            row["count"],
        )
        gone = ngettext(
            "Left the team on %(day)s and still coordinates %(count)d case: nobody watches it.",
            "Left the team on %(day)s and still coordinates %(count)d cases: nobody watches them.",
            row["count"],
        )
        left = day <= reader.today
        yield WorkItem(
            kind="leaver",
            urgency=Urgency.LATE if left else Urgency.WEEK,
            why=(gone if left else why) % said,
            detail=_("Choose a colleague for each case."),
            when=day,
            url=reverse("cases:leaving", args=[row["worker__public_id"]]),
            name=row["worker__name"],
            icon="door-exit",
        )


def _who_stays(reader: Reader) -> set[object]:
    """Who has another place in the same team that goes on: an earlier one ended, nothing more."""
    return set(
        CaseCoordinator.objects.current()
        .filter(
            case__team__in=reader.rights.teams,
            worker__memberships__team=F("case__team"),
            worker__memberships__ends_on=None,
            worker__memberships__leaves_on=None,
        )
        .values_list("worker__public_id", flat=True)
        .distinct()
    )
