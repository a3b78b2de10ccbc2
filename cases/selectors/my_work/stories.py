"""Stories that wait for one's second reading; for a team coordinator also those asked of who left the team."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from collectief.enums import StoryState
from collectief.models import Story
from wijkteam.core.periods import running_on
from wijkteam.teams.models import TeamMembership


def items(reader: Reader) -> Iterable[WorkItem]:
    mine = Q(asked_of=reader.user)
    if reader.is_team_coordinator:
        still_here = TeamMembership.objects.filter(
            running_on(reader.today), user=OuterRef("asked_of"), team=OuterRef("team")
        )
        mine |= Q(~Exists(still_here)) & ~Q(written_by=reader.user) & ~Q(changed_by=reader.user)
    waiting = Story.objects.of_teams_of(reader.user, on=reader.today).filter(mine, state=StoryState.ASKED)
    for story in waiting.select_related("written_by").order_by("asked_at", "pk"):
        yield WorkItem(
            kind="story",
            urgency=Urgency.WEEK,
            why=_("A story waits for your second reading."),
            detail=_("Written by %(name)s.") % {"name": story.written_by.name},
            when=story.asked_at.date() if story.asked_at else None,
            url=reverse("collectief:story-reading", args=[story.public_id]),
            name=story.title,
            icon="quote",
        )
