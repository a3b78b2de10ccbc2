"""Use cases: the second reading, sharing with other teams, thanks, and taking a story back."""

from datetime import date, datetime

from django.db import transaction

from collectief.enums import StoryState, WithdrawnBecause
from collectief.models import Story, StoryThanks
from collectief.services.write_story import ReaderIsTheWriter, StoryChanged
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team


def _to_read(story: Story, *, seen: int, by: User) -> Story:
    locked = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if locked.state != StoryState.ASKED or locked.version != seen:
        raise StoryChanged(locked)
    if by.pk in {locked.written_by_id, locked.changed_by_id}:
        raise ReaderIsTheWriter
    return locked


@transaction.atomic
def approve_story(*, story: Story, seen: int, by: User, at: datetime) -> Story:
    """Approve the text `seen`, after everything on the checklist.

    Raises:
        StoryChanged: the text changed while it was read, or a colleague read it first.
        ReaderIsTheWriter
    """
    locked = _to_read(story, seen=seen, by=by)
    locked.state, locked.read_by, locked.read_at, locked.read_version = StoryState.APPROVED, by, at, seen
    locked.nobody_recognised = locked.consent_checked = locked.in_plain_words = True
    locked.remarks = ""
    locked.save()
    return locked


@transaction.atomic
def give_back_story(*, story: Story, seen: int, remarks: str, by: User, at: datetime) -> Story:
    """Give it back to the writer, with what should be different.

    Raises:
        StoryChanged, ReaderIsTheWriter
    """
    locked = _to_read(story, seen=seen, by=by)
    locked.state, locked.read_by, locked.read_at, locked.read_version = StoryState.BACK, by, at, seen
    locked.remarks = remarks.strip()
    locked.save(update_fields=["state", "read_by", "read_at", "read_version", "remarks"])
    return locked


@transaction.atomic
def share_story(*, story: Story, with_others: bool, at: datetime) -> Story:
    """Let other teams read an approved story, or no longer.

    Raises:
        StoryChanged: it is not approved any more.
    """
    locked = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if locked.state != StoryState.APPROVED:
        raise StoryChanged(locked)
    if with_others != (locked.shared_at is not None):
        locked.shared_at = at if with_others else None
        locked.save(update_fields=["shared_at"])
    return locked


@transaction.atomic
def thank_for_story(*, story: Story, team: Team, by: User, at: datetime) -> bool:
    """Say for one's team that it helps; once, and False when that was done before.

    Raises:
        StoryChanged: it is no longer shared.
    """
    locked = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if locked.state != StoryState.APPROVED or locked.shared_at is None or locked.team_id == team.pk:
        raise StoryChanged(locked)
    _thanks, is_new = StoryThanks.objects.get_or_create(
        story=locked, team=team, defaults={"given_by": by, "given_at": at}
    )
    return is_new


@transaction.atomic
def withdraw_story(*, story: Story, because: WithdrawnBecause, by: User, on: date) -> Story:
    """Take a story away for good: its words go, here and wherever it has not been published. Again changes nothing."""
    locked = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if locked.state == StoryState.WITHDRAWN:
        return locked
    locked.state, locked.shared_at = StoryState.WITHDRAWN, None
    locked.title = locked.text = locked.consent_how = locked.remarks = ""
    locked.withdrawn_on, locked.withdrawn_by, locked.withdrawn_because = on, by, because
    locked.save()
    return locked
