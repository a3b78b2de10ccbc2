"""Two people at one story at one moment, over real connections that commit."""

import threading
import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collectief.enums import StoryKind, StoryState, WithdrawnBecause
from collectief.models import Story
from collectief.services.read_story import approve_story, withdraw_story
from collectief.services.write_story import StoryDetails, change_story
from tests.cases.test_at_once import at_once, kinds
from tests.factories import ReportStoryFactory, StoryFactory, TeamMembershipFactory
from tests.guards.past_the_code import change
from wijkteam.core.constraints import broken_constraint
from wijkteam.reports.models import MonthlyReport
from wijkteam.reports.services.stories import stories_to_publish

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
SOON = 30


def details(text: str) -> StoryDetails:
    return StoryDetails(title="Anders", text=text, kind=StoryKind.COMPOSED)


def test_approving_while_the_text_changes_approves_no_text_that_nobody_read() -> None:
    story = StoryFactory.create(asked=True)
    reader, writer = TeamMembershipFactory.create(team=story.team).user, story.written_by

    def approve() -> Story:
        return approve_story(story=story, seen=story.version, by=reader, at=timezone.now())

    def write() -> Story:
        words = details(f"Tekst na versie {story.version}")
        return change_story(story=story, details=words, seen=story.version, by=writer, at=timezone.now())

    for _round in range(3):
        asked = {"state": StoryState.ASKED, "asked_of": reader, "asked_at": timezone.now()}
        Story.objects.filter(pk=story.pk).update(**asked)
        story.refresh_from_db()
        seen, read = story.version, story.text
        results = at_once(approve, write)
        story.refresh_from_db()
        # Whoever was first: what is approved is what was read.
        assert story.state == StoryState.DRAFT or (story.text, story.version) == (read, seen), results


def test_past_the_use_cases_postgresql_refuses_it_too() -> None:
    """The text is changed but not committed; the approval waits for it, and then finds another text."""
    story = StoryFactory.create(asked=True)
    changed, let_go = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            change(story, text="Een heel andere tekst")
            changed.set()
            assert let_go.wait(SOON)

    def approve() -> str:
        assert changed.wait(SOON)
        threading.Timer(0.5, let_go.set).start()
        try:
            change(
                story, state="approved", read_by=story.asked_of, read_at=timezone.now(), read_version=1,
                nobody_recognised=True, consent_checked=True, in_plain_words=True,
            )  # fmt: skip
        except IntegrityError as error:
            return broken_constraint(error)
        return "approved"

    assert at_once(write, approve)[1] == "story_is_approved_as_it_was_read"


def test_a_story_is_not_withdrawn_between_choosing_its_words_and_publishing_them() -> None:
    chosen = ReportStoryFactory.create()
    report, story = MonthlyReport.objects.get(pk=chosen.report_id), chosen.story
    by = TeamMembershipFactory.create(team=story.team).user
    taken, seen = threading.Event(), []

    def publish() -> list[dict[str, Any]]:
        with transaction.atomic():
            words = stories_to_publish(report)
            taken.set()
            time.sleep(0.5)
            with connection.cursor() as cursor:
                cursor.execute("SELECT state FROM collectief_story WHERE id = %s", [story.pk])
                seen.append(cursor.fetchone()[0])
            return words

    def withdraw() -> Story:
        assert taken.wait(SOON)
        return withdraw_story(story=story, because=WithdrawnBecause.OTHER, by=by, on=timezone.localdate())

    words, withdrawn = at_once(publish, withdraw)
    assert kinds([words, withdrawn]) == ["Story", "list"]
    assert seen == ["approved"]
    assert words[0]["text"]
    assert Story.objects.get(pk=story.pk).text == ""
