"""The calendar file, read octet by octet as RFC 5545 says, and not by the code that wrote it."""

import dataclasses
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wijkteam.core.calendar_files import Invitation, Mailbox, Method, calendar_file

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PLANNED = Invitation(
    uid="5f2d@wijkteam",
    sequence=0,
    method=Method.REQUEST,
    starts_at=datetime(2026, 5, 12, 7, 30, tzinfo=UTC),
    minutes=60,
    summary="Casusoverleg",
    description="3 punten",
    place="Buurthuis",
    organiser=Mailbox(name="Wijkteam Noord", email="noord@voorbeeld.nl"),
    attendee=Mailbox(name="Fatima", email="fatima@voorbeeld.nl"),
    stamped_at=datetime(2026, 5, 4, 11, 0, 7, tzinfo=AMSTERDAM),
)


def physical(file: bytes) -> list[bytes]:
    assert file.endswith(b"\r\n")
    lines = file[:-2].split(b"\r\n")
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    return lines


def unfolded(file: bytes) -> list[str]:
    lines: list[bytes] = []
    for line in physical(file):
        if line[:1] == b" ":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode("utf-8") for line in lines]


def value(file: bytes, name: str) -> str:
    (found,) = [line for line in unfolded(file) if re.match(rf"{name}[;:]", line)]
    return found[len(name) + 1 :]


def part(file: bytes, name: str) -> list[str]:
    lines = unfolded(file)
    assert lines.count(f"BEGIN:{name}") == lines.count(f"END:{name}") == 1
    return lines[lines.index(f"BEGIN:{name}") + 1 : lines.index(f"END:{name}")]


@pytest.mark.parametrize("letter", ["a", "é", "€", "😀"])
@pytest.mark.parametrize("count", range(55, 80))
def test_lines_fold_at_75_octets_and_no_letter_is_cut(letter: str, count: int) -> None:
    text = letter * count
    file = calendar_file(dataclasses.replace(PLANNED, summary=text))
    for line in physical(file):
        assert 0 < len(line) <= 75
        line.decode("utf-8")  # a letter that is cut in two does not decode
    assert value(file, "SUMMARY") == text


def test_a_line_is_folded_only_when_it_must_be() -> None:
    fits = "x" * (75 - len("SUMMARY:"))
    assert f"SUMMARY:{fits}".encode() in physical(calendar_file(dataclasses.replace(PLANNED, summary=fits)))
    lines = physical(calendar_file(dataclasses.replace(PLANNED, summary=fits + "y")))
    assert lines[lines.index(f"SUMMARY:{fits}".encode()) + 1] == b" y"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;b", r"a\;b"),
        ("a,b", r"a\,b"),
        ("a\\b", r"a\\b"),
        ("a\\nb", r"a\\nb"),
        ("a\nb", r"a\nb"),
        ("a\r\nb", r"a\nb"),
        ("a\rb", r"a\nb"),
        ("a:b", "a:b"),
        ('a "b"', 'a "b"'),
        ("a\x00\x07b", "ab"),
        ("x\r\nATTENDEE:mailto:boef@voorbeeld.nl", r"x\nATTENDEE:mailto:boef@voorbeeld.nl"),
    ],
)
def test_text_is_escaped(text: str, written: str) -> None:
    file = calendar_file(dataclasses.replace(PLANNED, place=text, summary=text, description=text))
    assert {value(file, name) for name in ("LOCATION", "SUMMARY", "DESCRIPTION")} == {written}
    assert len([line for line in unfolded(file) if line.startswith("ATTENDEE")]) == 1


def test_a_name_cannot_break_out_of_its_quotes() -> None:
    who = Mailbox(name='Jan";PARTSTAT=ACCEPTED:mailto:x\r\nX:"', email="jan@voorbeeld.nl")
    file = calendar_file(dataclasses.replace(PLANNED, attendee=who))
    (line,) = [one for one in unfolded(file) if one.startswith("ATTENDEE")]
    assert line.count('"') == 2
    assert re.sub(r'"[^"]*"', "", line).endswith("CN=:mailto:jan@voorbeeld.nl")


def test_the_zone_is_described_with_both_its_rules() -> None:
    file = calendar_file(PLANNED)
    assert part(file, "VTIMEZONE")[0] == "TZID:Europe/Amsterdam"
    for name, before, after, month, starts in (
        ("DAYLIGHT", "+0100", "+0200", 3, "19960331T020000"),
        ("STANDARD", "+0200", "+0100", 10, "19961027T030000"),
    ):
        rule = part(file, name)
        assert f"TZOFFSETFROM:{before}" in rule
        assert f"TZOFFSETTO:{after}" in rule
        assert f"DTSTART:{starts}" in rule
        assert f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU" in rule


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2032])
def test_the_rules_of_the_zone_are_those_of_amsterdam(year: int) -> None:
    """The last Sunday of March and October, at 1 o'clock UTC."""
    for month in (3, 10):
        sunday = max(day for day in range(25, 32) if datetime(year, month, day, tzinfo=UTC).weekday() == 6)
        hours = [datetime(year, month, sunday, hour, 30, tzinfo=UTC).astimezone(AMSTERDAM) for hour in (0, 1)]
        offsets = [moment.strftime("%z") for moment in hours]
        assert offsets == (["+0100", "+0200"] if month == 3 else ["+0200", "+0100"])


@pytest.mark.parametrize(
    ("starts_at", "begin", "end"),
    [
        (datetime(2026, 5, 12, 7, 30, tzinfo=UTC), "20260512T093000", "20260512T103000"),
        (datetime(2026, 12, 1, 8, 30, tzinfo=UTC), "20261201T093000", "20261201T103000"),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "20260329T013000", "20260329T033000"),
        (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), "20261231T233000", "20270101T003000"),
    ],
)
def test_times_are_of_the_clock_in_amsterdam(starts_at: datetime, begin: str, end: str) -> None:
    file = calendar_file(dataclasses.replace(PLANNED, starts_at=starts_at))
    event = part(file, "VEVENT")
    assert f"DTSTART;TZID=Europe/Amsterdam:{begin}" in event
    assert f"DTEND;TZID=Europe/Amsterdam:{end}" in event
    assert "DTSTAMP:20260504T090007Z" in event


def test_an_invitation_and_its_end_name_the_same_appointment() -> None:
    asked = calendar_file(PLANNED)
    ended = calendar_file(dataclasses.replace(PLANNED, method=Method.CANCEL, sequence=2))
    assert value(asked, "UID") == value(ended, "UID") == "5f2d@wijkteam"
    assert (value(asked, "METHOD"), value(ended, "METHOD")) == ("REQUEST", "CANCEL")
    assert (value(asked, "SEQUENCE"), value(ended, "SEQUENCE")) == ("0", "2")
    assert (value(asked, "STATUS"), value(ended, "STATUS")) == ("CONFIRMED", "CANCELLED")
    assert "RSVP=TRUE" in value(asked, "ATTENDEE")
    assert "RSVP" not in value(ended, "ATTENDEE")


def test_it_begins_and_ends_as_a_calendar_that_holds_each_property_once() -> None:
    lines = unfolded(calendar_file(PLANNED))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    names = [re.split(r"[;:]", line)[0] for line in part(calendar_file(PLANNED), "VEVENT")]
    assert len(names) == len(set(names))
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY", "SEQUENCE"} <= set(names)
