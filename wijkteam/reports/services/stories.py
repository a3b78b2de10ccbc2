"""Use cases: choose the stories of a month, and copy them into the report when it is published."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from collectief.enums import StoryState
from collectief.models import Story
from wijkteam.reports.models import MonthlyReport, ReportStory
from wijkteam.reports.models.story import MOST_STORIES


class StoryNotApproved(Exception):
    """A story was changed or withdrawn a moment ago."""


class ReportIsPublished(Exception):
    """A published report does not change any more."""


@transaction.atomic
def choose_stories(*, report: MonthlyReport, stories: Sequence[Story]) -> None:
    """Let a draft hold these stories of its team, in this order, instead of those that were chosen before.

    Raises:
        ReportIsPublished, StoryNotApproved
    """
    locked = MonthlyReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
    if locked.is_published:
        raise ReportIsPublished
    wanted = [story.pk for story in stories][:MOST_STORIES]
    approved = Story.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=wanted, team=locked.team_id, state=StoryState.APPROVED
    )
    if len(approved.order_by("pk")) < len(wanted):
        raise StoryNotApproved
    ReportStory.objects.filter(report=locked).delete()
    ReportStory.objects.bulk_create(
        ReportStory(report=locked, story_id=story, place=place) for place, story in enumerate(wanted, 1)
    )


def stories_to_publish(report: MonthlyReport) -> list[dict[str, Any]]:
    """The chosen stories as they go into the report; what is no longer approved is no longer chosen.

    Locks the stories, so that nobody withdraws one while the files are made. Runs in the caller's transaction.
    """
    chosen = list(ReportStory.objects.filter(report=report).order_by("place").values_list("story", flat=True))
    locked = Story.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=chosen, state=StoryState.APPROVED)
    found = {one.pk: one for one in locked.select_related("team", "theme").order_by("pk")}
    ReportStory.objects.filter(report=report).exclude(story__in=found).delete()
    return [words_of(found[story]) for story in chosen if story in found]


def still_told(published: Iterable[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The stories of the teams' reports for the report of them all: without what was withdrawn since. Locks them."""
    told = [dict(one) for stories in published for one in stories]
    locked = Story.objects.select_for_update(of=("self",), no_key=True).filter(
        public_id__in=[one["story"] for one in told], state=StoryState.APPROVED
    )
    now = {str(one.public_id): (one.title, one.text, one.kind) for one in locked.order_by("pk")}
    return [one for one in told if now.get(one["story"]) == (one["title"], one["text"], one["source"])]


def keep_chosen(*, earlier: MonthlyReport, later: MonthlyReport) -> None:
    """A new version begins with the stories of the one before, as far as they may still be told."""
    ReportStory.objects.bulk_create(
        ReportStory(report=later, story_id=story, place=place)
        for story, place in ReportStory.objects.filter(report=earlier, story__state=StoryState.APPROVED).values_list(
            "story", "place"
        )
    )


def words_of(story: Story) -> dict[str, Any]:
    """A story as a report holds it. `story` is its id, by which the database compares it with what was approved."""
    return {
        "story": str(story.public_id),
        "title": story.title,
        "text": story.text,
        "source": story.kind,
        "team": story.team.name,
        "theme": story.theme.name if story.theme else "",
        "initiatives": list(story.initiatives.order_by("name", "pk").values_list("name", flat=True)),
    }
