"""Stories as a report tells them, and those from which its coordinator chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from collectief.enums import StoryState
from collectief.models import Story
from collectief.selectors.stories import Publication, source_of
from wijkteam.reports.models import MonthlyReport, ReportStory
from wijkteam.reports.selectors.report_page import month_name, paragraphs

EXCERPT = 220


@dataclass(frozen=True, kw_only=True)
class ToldStory:
    """`under` says where it comes from, from which team and what it is about."""

    title: str
    paragraphs: tuple[str, ...]
    under: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    story: Story
    title: str
    excerpt: str
    is_chosen: bool
    published: tuple[Publication, ...]


@dataclass(frozen=True, kw_only=True)
class ChosenStories:
    """What stands in a draft; `gone` were chosen and may no longer be told."""

    told: tuple[ToldStory, ...]
    gone: int


def told_in(stories: Sequence[Mapping[str, Any]]) -> tuple[ToldStory, ...]:
    """The stories of a published report. Runs no query."""
    return tuple(
        _told(
            title=one["title"],
            text=one["text"],
            source=one["source"],
            team=one["team"],
            initiatives=one["initiatives"],
        )
        for one in stories
    )


def chosen_stories(report: MonthlyReport) -> ChosenStories:
    """Those of a draft, as they will be told when it is published now. Two statements."""
    rows = list(
        ReportStory.objects.filter(report=report)
        .select_related("story__team")
        .prefetch_related("story__initiatives")
        .order_by("place")
    )
    told = [row.story for row in rows if row.story.state == StoryState.APPROVED]
    return ChosenStories(
        told=tuple(
            _told(
                title=one.title,
                text=one.text,
                source=one.kind,
                team=one.team.name,
                initiatives=sorted(initiative.name for initiative in one.initiatives.all()),
            )
            for one in told
        ),
        gone=len(rows) - len(told),
    )


def choices_for(report: MonthlyReport) -> tuple[Choice, ...]:
    """Approved stories of the team, those not told before first, then the latest."""
    chosen = set(ReportStory.objects.filter(report=report).values_list("story", flat=True))
    found = Story.objects.filter(team=report.team_id, state=StoryState.APPROVED).order_by("-read_at", "-pk")
    reports = list(MonthlyReport.objects.published().filter(team=report.team_id).exclude(stories=[]).order_by("month"))
    told: dict[str, list[Publication]] = {}
    for one in reports:
        for story in one.stories:
            told.setdefault(story["story"], []).append(_publication(one))
    choices = [
        Choice(
            story=one,
            title=one.title,
            excerpt=Truncator(one.text).chars(EXCERPT),
            is_chosen=one.pk in chosen,
            published=tuple(told.get(str(one.public_id), ())),
        )
        for one in found
    ]
    return tuple(sorted(choices, key=lambda one: bool(one.published)))


def publications_of(story: Story) -> Sequence[Publication]:
    """The published reports in which a story stands, that of the municipality too."""
    reports = MonthlyReport.objects.published().filter(stories__contains=[{"story": str(story.public_id)}])
    return [_publication(one) for one in reports.order_by("month", "name", "version")]


def _publication(report: MonthlyReport) -> Publication:
    return Publication(
        label=f"{report.name}, {month_name(report.month)}", url=reverse("reports:detail", args=[report.public_id])
    )


def _told(*, title: str, text: str, source: str, team: str, initiatives: Sequence[str]) -> ToldStory:
    about = _("From: %(about)s.") % {"about": ", ".join([team, *initiatives])}
    under = f"{source_of(source)} {about}"
    return ToldStory(title=title, paragraphs=tuple(paragraphs(text)), under=under)
