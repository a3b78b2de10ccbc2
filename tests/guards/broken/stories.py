"""The rules of stories."""

from collections.abc import Callable
from datetime import date
from typing import Any

from collectief.enums import StoryKind, StoryState, WithdrawnBecause
from collectief.models import Story
from tests.factories import (
    DisclosureAuditFactory,
    MonthlyReportFactory,
    MonthSnapshotFactory,
    ReportStoryFactory,
    StoryFactory,
    StoryThanksFactory,
    UserFactory,
)
from tests.factories.reports import MADE_AT
from tests.guards.broken.reports import draft_with_files
from tests.guards.past_the_code import change
from wijkteam.reports.models import MonthlyReport, ReportStory
from wijkteam.reports.services.stories import words_of

READ_AS = "story_is_approved_as_it_was_read"
WHOLE = "story_withdrawn_as_a_whole"


def read_by_the_writer() -> None:
    writer = UserFactory.create()
    StoryFactory.create(approved=True, written_by=writer, read_by=writer)


def read_by_who_changed_it() -> None:
    reader = UserFactory.create()
    StoryFactory.create(approved=True, changed_by=reader, read_by=reader)


def asked_of_the_writer() -> None:
    writer = UserFactory.create()
    StoryFactory.create(asked=True, written_by=writer, asked_of=writer)


def asked_of_who_changed_it() -> None:
    reader = UserFactory.create()
    StoryFactory.create(asked=True, changed_by=reader, asked_of=reader)


def of_the_own_team() -> None:
    story = StoryFactory.create(shared=True)
    StoryThanksFactory.create(story=story, team=story.team)


def thanked_twice() -> None:
    first = StoryThanksFactory.create()
    StoryThanksFactory.create(story=first.story, team=first.team)


def provable(**fields: Any) -> MonthlyReport:
    """A draft that could be published but for its stories."""
    report = draft_with_files(content={"figures": {}, "themes": [], "districts": []}, **fields)
    DisclosureAuditFactory.create(snapshot=MonthSnapshotFactory.create(month=report.month, version=1))
    return report


def published(told: Story, **words: Any) -> None:
    report = provable(team=told.team)
    change(report, published_at=MADE_AT, published_by=report.reading_by, stories=[words_of(told) | words])


def chosen_after_publication() -> None:
    report = provable()
    change(report, published_at=MADE_AT, published_by=report.reading_by)
    ReportStoryFactory.create(report=report)


TOLD = "published_story_is_approved"
RULES: list[tuple[str, Callable[[], Any]]] = [
    ("story_says_something", lambda: StoryFactory.create(title="")),
    ("story_says_something", lambda: StoryFactory.create(text="")),
    ("story_says_something", lambda: StoryFactory.create(withdrawn=True, text="Toch nog iets")),
    ("story_state_is_known", lambda: StoryFactory.create(state="klaar")),
    ("story_of_a_teller_has_consent", lambda: StoryFactory.create(asked=True, kind=StoryKind.CONSENT)),
    ("story_of_a_teller_has_consent", lambda: StoryFactory.create(approved=True, told=True, consent_how="")),
    ("story_of_a_teller_has_consent", lambda: StoryFactory.create(consent_on=date(2026, 3, 1))),
    ("story_is_asked_of_somebody_else", lambda: StoryFactory.create(asked=True, asked_of=None)),
    ("story_is_asked_of_somebody_else", asked_of_the_writer),
    ("story_is_asked_of_somebody_else", asked_of_who_changed_it),
    ("story_second_reader_is_another", read_by_the_writer),
    ("story_second_reader_is_another", read_by_who_changed_it),
    (READ_AS, lambda: StoryFactory.create(approved=True, read_by=None)),
    (READ_AS, lambda: StoryFactory.create(approved=True, read_version=2)),
    (READ_AS, lambda: StoryFactory.create(approved=True, nobody_recognised=False)),
    # The text that was approved is the text that is used.
    (READ_AS, lambda: change(StoryFactory.create(approved=True), text="Een heel andere tekst")),
    (READ_AS, lambda: change(StoryFactory.create(approved=True, told=True), consent_how="Per brief")),
    ("story_comes_back_with_remarks", lambda: StoryFactory.create(back=True, remarks="")),
    ("story_is_shared_when_approved", lambda: StoryFactory.create(shared_at=MADE_AT)),
    (WHOLE, lambda: StoryFactory.create(withdrawn=True, withdrawn_by=None)),
    (WHOLE, lambda: StoryFactory.create(withdrawn_on=date(2026, 4, 1))),
    (WHOLE, lambda: StoryFactory.create(withdrawn=True, withdrawn_because=WithdrawnBecause.TELLER)),
    (
        "story_withdrawn_is_final",
        lambda: change(StoryFactory.create(withdrawn=True), state=StoryState.DRAFT, title="Toch", text="Weer"),
    ),
    ("story_thanked_once_per_team", thanked_twice),
    ("thanks_are_for_a_shared_story", of_the_own_team),
    ("thanks_are_for_a_shared_story", lambda: StoryThanksFactory.create(story=StoryFactory.create(approved=True))),
    ("report_story_once", lambda: twice_in_one_report(place=2)),
    ("report_story_one_per_place", lambda: twice_in_one_report(story=None)),
    ("report_has_few_stories", lambda: ReportStoryFactory.create(place=5)),
    ("report_story_is_frozen", chosen_after_publication),
    ("report_story_is_frozen", lambda: change(ReportStoryFactory.create(), place=2)),
    ("report_story_is_approved_and_own", lambda: ReportStoryFactory.create(story=StoryFactory.create(approved=True))),
    ("report_story_is_approved_and_own", lambda: of_a_draft()),
    ("report_stories_come_with_publication", lambda: change(MonthlyReportFactory.create(), stories=[{"title": "x"}])),
    (TOLD, lambda: published(StoryFactory.create())),
    (TOLD, lambda: published(StoryFactory.create(approved=True), text="Iets anders dan gelezen")),
    (TOLD, lambda: published(StoryFactory.create(approved=True), story="weg")),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(Story, StoryFactory.create)]


def twice_in_one_report(**fields: Any) -> None:
    first = ReportStoryFactory.create()
    if "place" in fields:
        ReportStoryFactory.create(report=first.report, story=first.story, place=2)
    else:
        ReportStoryFactory.create(report=first.report)


def of_a_draft() -> ReportStory:
    report = MonthlyReportFactory.create()
    return ReportStoryFactory.create(report=report, story=StoryFactory.create(team=report.team))
