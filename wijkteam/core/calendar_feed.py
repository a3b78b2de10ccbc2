"""A whole calendar as a file that calendar programs fetch again and again (RFC 5545, RFC 7986)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from wijkteam.core.calendar_files import TIMEZONE, ZONE, fold, local, text_of


@dataclass(frozen=True, kw_only=True)
class FeedEvent:
    """`starts_at` and `minutes`, or a whole `day`. `sequence` and `changed_at` tell a program that it was changed."""

    uid: str
    sequence: int
    changed_at: datetime
    day: date
    starts_at: datetime | None
    minutes: int
    summary: str
    place: str
    url: str


def calendar_feed(*, name: str, events: Iterable[FeedEvent], refresh_minutes: int = 60) -> bytes:
    """The same events give the same octets, whenever it is asked."""
    return b"".join(folded + b"\r\n" for line in _lines(name, events, refresh_minutes) for folded in fold(line))


def _lines(name: str, events: Iterable[FeedEvent], refresh_minutes: int) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Wijkteam//Wijkteam//NL"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{text_of(name)}"
    yield f"X-WR-CALNAME:{text_of(name)}"
    yield f"X-WR-TIMEZONE:{ZONE}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_minutes}M"
    yield f"X-PUBLISHED-TTL:PT{refresh_minutes}M"
    yield from TIMEZONE
    for one in events:
        yield from _event(one)
    yield "END:VCALENDAR"


def _event(one: FeedEvent) -> Iterator[str]:
    changed = f"{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{text_of(one.uid)}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    if one.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    else:
        yield f"DTSTART;TZID={ZONE}:{local(one.starts_at)}"
        # Added in UTC, so that an appointment in the night that the clock changes keeps its length.
        yield f"DTEND;TZID={ZONE}:{local(one.starts_at.astimezone(UTC) + timedelta(minutes=one.minutes))}"
        yield "TRANSP:OPAQUE"
    yield f"SUMMARY:{text_of(one.summary)}"
    if one.place:
        yield f"LOCATION:{text_of(one.place)}"
    yield f"URL:{one.url}"
    yield "STATUS:CONFIRMED"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"
