"""G21: the read log is sealed every hour, so that even who is above the database cannot change it unnoticed."""

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import override_settings

from tests.factories import UserFactory
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog
from wijkteam.audit.schedules import check_all_hours, seal_closed_hours
from wijkteam.audit.services.check_log import Kind, check_log
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.audit.services.seal_log import seal_log
from wijkteam.audit.services.seals import BrokenSeals

pytestmark = pytest.mark.django_db
# Long before any line that another test may have left.
NOON = datetime(2001, 3, 2, 12, 0, tzinfo=UTC)
EVENING = NOON + timedelta(hours=8)
REFUSED = "audit_readlog|append-only"


CLEAN = "DELETE FROM audit_readlog WHERE at < '2002-01-01'"


def superuser() -> "psycopg.Connection[tuple[object, ...]]":
    """The one account that may do everything: the launcher's own, through the socket."""
    settings = connection.settings_dict
    return psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user="postgres", autocommit=True
    )


def tamper(statement: str) -> None:
    """Past every trigger, and committed at once: the test sees it as it would see anybody's."""
    with superuser() as above:
        above.execute("SET session_replication_role = replica")
        above.execute(statement)


def write(*, hour: int = 0, minute: int = 0) -> None:
    """A line of that day, committed."""
    at = NOON + timedelta(hours=hour, minutes=minute)
    with superuser() as above:
        above.execute(
            "INSERT INTO audit_readlog (at, user_id, role, act, subject, subject_id, purpose, is_emergency)"
            " VALUES (%s, 1, 'team-member', 'open', 'case', 1, 'casework', false)",
            [at],
        )


@pytest.fixture
def seals(tmp_path: Path) -> Iterator[Path]:
    """The file with seals, of a log that begins with this test."""
    path = tmp_path / "elsewhere" / "read-log.jsonl"
    with override_settings(LOG_SEALS=path):
        yield path
        tamper(CLEAN)


@pytest.fixture
def sealed(seals: Path) -> Path:
    """Three hours with lines and some without, sealed."""
    for hour, lines in ((0, 3), (1, 1), (4, 2)):
        for minute in range(lines):
            write(hour=hour, minute=minute)
    assert seal_log(at=EVENING) == 7
    return seals


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_readlog SET user_id = 2", "DELETE FROM audit_readlog", "TRUNCATE audit_readlog CASCADE"],
)
def test_g21_not_even_the_superuser_changes_the_log(statement: str, seals: Path, measured: Measured) -> None:
    write()
    with superuser() as above, pytest.raises(psycopg.errors.RaiseException, match=REFUSED):
        above.execute(statement)
    assert ReadLog.objects.filter(at=NOON, user_id=1).count() == 1
    measured.add("G21", "statements of the superuser refused", 1, part="roles")


def test_what_was_not_touched_is_as_it_was_sealed(sealed: Path) -> None:
    check = check_log(at=EVENING)
    assert (check.hours, check.lines, check.findings) == (7, 6, ())


@pytest.mark.parametrize(
    ("statement", "kind", "hour"),
    [
        ("UPDATE audit_readlog SET user_id = 99 WHERE at = '2001-03-02T13:00Z'", Kind.CHANGED, 13),
        ("UPDATE audit_readlog SET purpose = 'intake' WHERE at = '2001-03-02T12:01Z'", Kind.CHANGED, 12),
        ("UPDATE audit_readlog SET is_emergency = true WHERE at = '2001-03-02T16:01Z'", Kind.CHANGED, 16),
        ("UPDATE audit_readlog SET household_id = 5 WHERE at = '2001-03-02T16:01Z'", Kind.CHANGED, 16),
        ("UPDATE audit_readlog SET at = at + interval '1 second' WHERE at = '2001-03-02T16:01Z'", Kind.CHANGED, 16),
        ("DELETE FROM audit_readlog WHERE at = '2001-03-02T12:02Z'", Kind.REMOVED, 12),
        ("DELETE FROM audit_readlog WHERE at = '2001-03-02T13:00Z'", Kind.REMOVED, 13),
        (
            "INSERT INTO audit_readlog (at, user_id, role, act, subject, subject_id, purpose, is_emergency)"
            " VALUES ('2001-03-02T14:30Z', 1, 'x', 'open', 'case', 1, 'casework', false)",
            Kind.ADDED,
            14,
        ),
        (
            "INSERT INTO audit_readlog (at, user_id, role, act, subject, subject_id, purpose, is_emergency)"
            " VALUES ('2001-03-02T11:30Z', 1, 'x', 'open', 'case', 1, 'casework', false)",
            Kind.ADDED,
            12,
        ),
    ],
)
def test_g21_tampering_past_every_trigger_is_found(
    statement: str, kind: Kind, hour: int, sealed: Path, measured: Measured
) -> None:
    tamper(statement)
    findings = check_log(at=EVENING).findings
    assert [finding.kind for finding in findings] == [kind]
    assert datetime.fromisoformat(findings[0].hour) == NOON.replace(hour=hour)
    with time_machine.travel(EVENING, tick=False), pytest.raises(CommandError, match="not as it was sealed"):
        call_command("check_log")
    measured.add("G21", "ways of tampering past the triggers, all found", 1, part="digest")


def test_g21_the_whole_log_emptied_is_found(sealed: Path, measured: Measured) -> None:
    tamper(CLEAN)
    assert [finding.kind for finding in check_log(at=EVENING).findings] == [Kind.REMOVED] * 3
    measured.add("G21", "ways of tampering past the triggers, all found", 1, part="digest")


def _without(number: int, lines: list[str]) -> list[str]:
    return lines[:number] + lines[number + 1 :]


@pytest.mark.parametrize(
    "forge",
    [
        lambda lines: [lines[0], lines[1].replace('"lines": 1', '"lines": 2'), *lines[2:]],
        lambda lines: _without(0, lines),
        lambda lines: _without(3, lines),
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: ["{}", *lines],
        lambda lines: ["no seal", *lines],
        # Begun anew by somebody who does not have the key.
        lambda lines: [lines[0], json.dumps({**json.loads(lines[1]), "anew": "restored"}), *lines[2:]],
    ],
    ids=["changed", "first-removed", "removed", "swapped", "empty", "no-json", "anew"],
)
def test_g21_a_forged_seal_is_found(forge: object, sealed: Path, measured: Measured) -> None:
    assert callable(forge)
    sealed.write_text("\n".join(forge(sealed.read_text().splitlines())) + "\n")
    assert [finding.kind for finding in check_log(at=EVENING).findings] == [Kind.SEAL]
    with pytest.raises(BrokenSeals):
        seal_log(at=EVENING + timedelta(hours=3))
    measured.add("G21", "forged seals found", 1, part="digest")


def test_g21_a_copy_kept_elsewhere_finds_who_replaced_the_whole_file(sealed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_text(sealed.read_text())
    tamper("DELETE FROM audit_readlog WHERE at = '2001-03-02T12:00Z'")
    sealed.unlink()
    seal_log(at=EVENING)
    assert check_log(at=EVENING).findings == ()
    assert [finding.kind for finding in check_log(at=EVENING, path=copy).findings] == [Kind.REMOVED]


def test_hours_that_nobody_sealed_are_told(seals: Path) -> None:
    write()
    assert check_log(at=NOON + timedelta(hours=2)).findings == ()
    late = check_log(at=EVENING).findings
    assert [(finding.kind, finding.found) for finding in late] == [(Kind.UNSEALED, 1)]


def test_an_hour_is_sealed_once_and_when_it_is_over(seals: Path) -> None:
    write(minute=59)
    assert seal_log(at=NOON + timedelta(hours=1, minutes=59)) == 0
    assert seal_log(at=NOON + timedelta(hours=2)) == 1
    assert seal_log(at=NOON + timedelta(hours=2, minutes=30)) == 0
    assert len(seals.read_text().splitlines()) == 1


def test_nothing_is_sealed_before_there_is_a_log(seals: Path) -> None:
    assert seal_log(at=EVENING) == 0
    assert check_log(at=EVENING).findings == ()


def test_a_line_that_was_cut_off_is_written_anew(sealed: Path) -> None:
    whole = sealed.read_text()
    sealed.write_text(whole[:-40])
    assert seal_log(at=EVENING) == 1
    assert sealed.read_text() == whole


def test_the_seals_outlive_a_change_of_the_key(sealed: Path) -> None:
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=["tests-only"]):
        assert seal_log(at=EVENING + timedelta(hours=1)) == 1
        assert check_log(at=EVENING).findings == ()
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[]):
        assert [finding.kind for finding in check_log(at=EVENING).findings] == [Kind.SEAL]
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=["tests-only"]):
        seal_log(at=EVENING, anew="another key")
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[]):
        assert check_log(at=EVENING).findings == ()


def test_after_a_restore_sealing_begins_anew_and_says_why(sealed: Path) -> None:
    tamper("DELETE FROM audit_readlog WHERE at BETWEEN '2001-03-02T16:00Z' AND '2001-03-03'")
    assert check_log(at=EVENING).findings
    with time_machine.travel(EVENING, tick=False):
        call_command("seal_log", anew="restored the copy of last night")
        call_command("check_log")
    assert sealed.read_text().count("restored the copy of last night") == 1
    tamper("DELETE FROM audit_readlog WHERE at = '2001-03-02T12:00Z'")
    assert [finding.kind for finding in check_log(at=EVENING).findings] == [Kind.REMOVED]


def test_the_nightly_check_tells_who_watches(seals: Path, caplog: pytest.LogCaptureFixture) -> None:
    UserFactory.create(privacy_officer=True, email="privacy@example.org")
    UserFactory.create(privacy_officer=True, email="gone@example.org", is_active=False)
    write()
    with time_machine.travel(EVENING, tick=False):
        seal_closed_hours()
        check_all_hours()
        assert mail.outbox == []
        tamper("UPDATE audit_readlog SET user_id = 99 WHERE at < '2002-01-01'")
        check_all_hours()
    assert [message.to for message in mail.outbox] == [["privacy@example.org"]]
    assert "changed (1 sealed, 1 found)" in caplog.text


def test_a_broken_file_is_logged_and_nothing_is_built_on_it(sealed: Path, caplog: pytest.LogCaptureFixture) -> None:
    sealed.write_text("nothing\n")
    seal_closed_hours()
    assert "broken" in caplog.text
    assert sealed.read_text() == "nothing\n"


def test_g21_a_line_costs_little(measured: Measured) -> None:
    """What it adds to a page, a line: a case file writes one, a list one for each household on it."""
    by: User = UserFactory.create(privacy_officer=True)
    seen = [(number, number) for number in range(100)]
    took = []
    for _ in range(25):
        start = time.perf_counter()
        with transaction.atomic():
            record_reading(by=by, at=EVENING, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose="casework")
        took.append((time.perf_counter() - start) * 1000 / len(seen))
    least = min(took)  # what others compute at the same time is not its cost
    measured.worst("G21", f"of {len(seen)} lines at once, one", least, "ms", part="cost")
    assert least <= 0.2 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
