"""Use cases: write a story, change it, and ask somebody else to read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.enums import StoryKind, StoryState
from collectief.models import Edition, Initiative, Story
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class StoryChanged(Exception):
    """Somebody did something with the story in the meantime. `story` is how it is now; nothing was saved."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story


class ConsentIsMissing(Exception):
    """Nobody wrote down when and how the teller agreed."""


class ReaderIsTheWriter(Exception):
    """Who wrote or changed a text does not see any more what others see in it."""


@dataclass(frozen=True, kw_only=True)
class StoryDetails:
    """The text, where it comes from, and what it is about."""

    title: str
    text: str
    kind: StoryKind
    consent_on: date | None = None
    consent_how: str = ""
    initiatives: Sequence[Initiative] = ()
    edition: Edition | None = None
    theme: Theme | None = None
    area: Area | None = None


def write_story(*, team: Team, details: StoryDetails, by: User, at: datetime, request_key: UUID) -> Story:
    """Keep a story as a draft. The same `request_key` again gives the story that is there."""
    if earlier := Story.objects.filter(request_key=request_key, written_by=by).first():
        return earlier
    try:
        with transaction.atomic():
            story = Story(
                team=team, written_by=by, written_at=at, changed_by=by, changed_at=at, request_key=request_key
            )
            _put(story, details)
            story.save()
            story.initiatives.set(details.initiatives)
            return story
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Story.objects.get(request_key=request_key, written_by=by)


@transaction.atomic
def change_story(*, story: Story, details: StoryDetails, seen: int, by: User, at: datetime) -> Story:
    """Change a story of which text `seen` was read. Another text is a draft again: somebody else reads that anew.

    Raises:
        StoryChanged: somebody changed or withdrew it in the meantime.
    """
    locked = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if locked.version != seen or locked.state == StoryState.WITHDRAWN:
        raise StoryChanged(locked)
    before = (locked.title, locked.text, locked.kind, locked.consent_on, locked.consent_how)
    _put(locked, details)
    if before != (locked.title, locked.text, locked.kind, locked.consent_on, locked.consent_how):
        locked.changed_by, locked.changed_at = by, at
        # What was said stays in sight until the next reading; what was said of another text counts no more.
        locked.state, locked.shared_at, locked.asked_of, locked.asked_at = StoryState.DRAFT, None, None, None
        locked.read_by, locked.read_at, locked.read_version = None, None, None
        locked.nobody_recognised = locked.consent_checked = locked.in_plain_words = False
    locked.save()
    locked.initiatives.set(details.initiatives)
    locked.refresh_from_db(fields=["version"])
    return locked


@transaction.atomic
def ask_reading(*, story: Story, reader: User, at: datetime) -> Story:
    """Ask a colleague for the second reading; asking somebody else instead is possible as long as nobody read it.

    Raises:
        StoryChanged: it was approved or withdrawn in the meantime.
        ConsentIsMissing, ReaderIsTheWriter
    """
    locked = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if locked.state in {StoryState.APPROVED, StoryState.WITHDRAWN}:
        raise StoryChanged(locked)
    if locked.kind == StoryKind.CONSENT and not (locked.consent_on and locked.consent_how):
        raise ConsentIsMissing
    if reader.pk in {locked.written_by_id, locked.changed_by_id}:
        raise ReaderIsTheWriter
    locked.state, locked.asked_of, locked.asked_at = StoryState.ASKED, reader, at
    locked.read_by, locked.read_at, locked.read_version = None, None, None
    locked.save(update_fields=["state", "asked_of", "asked_at", "read_by", "read_at", "read_version"])
    return locked


def _put(story: Story, details: StoryDetails) -> None:
    story.title, story.text, story.kind = details.title.strip(), details.text.strip(), details.kind
    told = details.kind == StoryKind.CONSENT
    story.consent_on = details.consent_on if told else None
    story.consent_how = details.consent_how.strip() if told else ""
    story.edition, story.theme, story.area = details.edition, details.theme, details.area
