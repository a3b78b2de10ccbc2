"""Reflections to look back at: those one sees to oneself, for a team coordinator also those of who left the team."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, WorkItem, days_late
from collectief.models import Reflection, ReflectionReview
from collectief.selectors.reflections import title_of
from wijkteam.core.periods import running_on
from wijkteam.teams.models import TeamMembership


def items(reader: Reader) -> Iterable[WorkItem]:
    mine = Q(responsible=reader.user)
    if reader.is_team_coordinator:
        still_here = TeamMembership.objects.filter(
            running_on(reader.today), user=OuterRef("responsible"), team=OuterRef("reflection__team")
        )
        mine |= Q(~Exists(still_here))
    due = ReflectionReview.objects.filter(
        mine,
        reflection__in=Reflection.objects.visible_to(reader.user, on=reader.today),
        done_at=None,
        due_on__lte=reader.today,
    ).select_related("reflection__theme", "reflection__area")
    for review in due.order_by("due_on", "pk"):
        said = {"months": review.months, "day": date_format(review.due_on, "j F")}
        yield WorkItem(
            kind="review",
            urgency=days_late(review.due_on, today=reader.today),
            why=_("Look back at what you chose together %(months)d months ago.") % said,
            detail=_("Since %(day)s.") % said,
            when=review.due_on,
            url=reverse("collectief:review", args=[review.public_id]),
            name=title_of(review.reflection),
            icon="messages",
        )
