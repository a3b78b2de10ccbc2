"""Use cases: make, end and read the address of a calendar."""

import datetime as dt
import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.calendar_feed import FeedEvent, calendar_feed
from wijkteam.daily.models import CalendarFeed
from wijkteam.daily.selectors.calendar import Appointment, appointments

# How far a calendar program looks back and ahead.
BACK, AHEAD = dt.timedelta(days=31), dt.timedelta(days=183)
PURPOSE = "calendar"


@transaction.atomic
def make_address(*, user: User, with_names: bool, at: dt.datetime) -> str:
    """The token of a new address; an earlier address opens nothing from here on."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # two tabs: one after the other
    feed = CalendarFeed.objects.filter(user=user).first() or CalendarFeed(user=user)
    feed.with_names = with_names
    token = feed.new_token(at=at)
    feed.save()
    return token


def end_address(*, user: User) -> None:
    CalendarFeed.objects.filter(user=user).delete()


@transaction.atomic
def read_feed(*, token: str, at: dt.datetime, known: str = "") -> tuple[bytes | None, str] | None:
    """The file and its mark (ETag); no file when the reader has this very one, nothing when the address is no good.

    Names that go out are in the read log, each time that they do.
    """
    feed = CalendarFeed.objects.select_for_update(of=("self",)).of_token(token).select_related("user").first()
    if feed is None or not feed.user.does_casework:
        return None
    today = timezone.localdate(at)
    found = appointments(feed.user, first=today - BACK, until=today + AHEAD)
    with translation.override(feed.user.language):
        file = calendar_feed(name=_("Neighbourhood team"), events=_events(feed, found, at=at))
    mark = hashlib.sha256(file).hexdigest()[:32]
    feed.fetched_at = at
    feed.save(update_fields=["lines", "fetched_at"])
    if mark == known:
        return None, mark
    seen = sorted({one.seen for one in found if one.seen is not None}) if feed.with_names else []
    if seen:
        record_reading(by=feed.user, at=at, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    return file, mark


def _events(feed: CalendarFeed, found: list[Appointment], *, at: dt.datetime) -> list[FeedEvent]:
    """The appointments as this feed tells them; one that differs from what was told last gets the next number."""
    lines: dict[str, list[str | int]] = {}
    events = []
    for one in found:
        summary = f"{one.what}: {one.name}" if feed.with_names and one.name else str(one.what)
        content = f"{one.day}|{one.starts_at}|{one.minutes}|{summary}|{one.place}|{one.url}"
        hashed = hashlib.sha256(f"{feed.digest}{content}".encode()).hexdigest()[:16]
        told, sequence, changed = feed.lines.get(one.uid, ["", -1, ""])
        if told != hashed:
            sequence, changed = sequence + 1, at.isoformat()
        lines[one.uid] = [hashed, sequence, changed]
        events.append(
            FeedEvent(
                uid=f"{one.uid}@{feed.host}",
                sequence=sequence,
                changed_at=dt.datetime.fromisoformat(changed),
                day=one.day,
                starts_at=one.starts_at,
                minutes=one.minutes,
                summary=summary,
                place=one.place,
                url=f"{settings.BASE_URL}{one.url}",
            )
        )
    feed.lines = lines
    return events
