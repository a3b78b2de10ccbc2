"""Calendar files that calendar programs take as an invitation, an update or a cancellation (RFC 5545, RFC 5546)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

CONTENT_TYPE = "text/calendar"
ZONE = "Europe/Amsterdam"
_OCTETS = 75
# Since 1996: the last Sunday of March and of October, at 1 o'clock UTC.
TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """One appointment for one reader. `uid` stays the same and `sequence` rises with every change of it.

    Only the reader stands in it as attendee: who else comes is nobody's business but theirs.
    """

    uid: str
    sequence: int
    method: Method
    starts_at: datetime
    minutes: int
    summary: str
    description: str
    place: str
    organiser: Mailbox
    attendee: Mailbox | None
    stamped_at: datetime


def calendar_file(invitation: Invitation) -> bytes:
    """The file as octets: CRLF at the end of each line, no line over 75 octets."""
    lines = [folded for line in _lines(invitation) for folded in fold(line)]
    return b"".join(line + b"\r\n" for line in lines)


def _lines(one: Invitation) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Wijkteam//Wijkteam//NL"
    yield "CALSCALE:GREGORIAN"
    yield f"METHOD:{one.method}"
    yield from TIMEZONE
    yield "BEGIN:VEVENT"
    yield f"UID:{text_of(one.uid)}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{one.stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={ZONE}:{local(one.starts_at)}"
    # Added in UTC, so that an appointment in the night that the clock changes keeps its length.
    yield f"DTEND;TZID={ZONE}:{local(one.starts_at.astimezone(UTC) + timedelta(minutes=one.minutes))}"
    yield f"SUMMARY:{text_of(one.summary)}"
    if one.description:
        yield f"DESCRIPTION:{text_of(one.description)}"
    if one.place:
        yield f"LOCATION:{text_of(one.place)}"
    yield f"ORGANIZER;CN={_parameter(one.organiser.name)}:mailto:{one.organiser.email}"
    if one.attendee is not None:
        asks = ";RSVP=TRUE" if one.method == Method.REQUEST else ""
        yield (
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION{asks}"
            f";CN={_parameter(one.attendee.name)}:mailto:{one.attendee.email}"
        )
    yield f"STATUS:{'CANCELLED' if one.method == Method.CANCEL else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def local(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(ZONE)):%Y%m%dT%H%M%S}"


def text_of(value: str) -> str:
    """TEXT of RFC 5545: backslash, semicolon and comma escaped, a new line as \\n, other control characters gone."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in value if letter.isprintable())


def _parameter(value: str) -> str:
    """A quoted parameter value may hold no quote and no control character at all."""
    return '"' + "".join(letter for letter in value if letter.isprintable() and letter != '"') + '"'


def fold(line: str) -> Iterator[bytes]:
    """Lines of at most 75 octets, no letter cut in two; a line that goes on begins with a space."""
    current = b""
    for letter in line:
        octets = letter.encode()
        if len(current) + len(octets) > _OCTETS:
            yield current
            current = b" "
        current += octets
    yield current
