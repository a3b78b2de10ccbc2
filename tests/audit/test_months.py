"""The read log is kept by month, and a month is thrown away when its term is over; by nobody, and no other way."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from tests.audit.test_seals import superuser, tamper
from tests.conftest import as_owner
from tests.factories import CaseFactory, LegalHoldFactory, ReadLogFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.audit.models import DroppedMonth, ReadLog
from wijkteam.audit.selectors.months import is_over, months, state
from wijkteam.audit.services.check_log import Kind, check_log
from wijkteam.audit.services.keep_months import drop_months, make_months
from wijkteam.audit.services.seal_log import seal_log
from wijkteam.audit.services.seals import Seal, seals_between
from wijkteam.core import metrics
from wijkteam.core.constraints import broken_constraint

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = datetime(2015, 3, 1, tzinfo=UTC)
SINCE = datetime(2015, 1, 1, tzinfo=UTC)
NAME = "audit_readlog_2015_03"
WAIT = 30
ATTACH = "ALTER TABLE audit_readlog ATTACH PARTITION audit_readlog_before"


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """What only grows is not emptied after a test that commits."""
    yield
    tamper("DELETE FROM audit_readlog")


def run_as_owner(*statements: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def bound_of_before() -> str:
    return next(month.ends_at.isoformat() for month in months() if month.name == "audit_readlog_before")


@pytest.fixture
def old_months() -> Iterator[None]:
    """January up to and including April 2015 as months of their own; afterwards all is as it was."""
    bound = bound_of_before()
    tamper("DELETE FROM audit_readlog WHERE at < '2015-05-01'")
    run_as_owner(
        "ALTER TABLE audit_readlog DETACH PARTITION audit_readlog_before",
        f"{ATTACH} FOR VALUES FROM ('2015-05-01+00') TO ('{bound}')",
        *(f"SELECT audit_make_month('2015-{number:02}-01+00')" for number in range(1, 5)),
    )
    yield
    left = [f"DROP TABLE {month.name}" for month in months() if month.ends_at <= datetime(2015, 5, 1, tzinfo=UTC)]
    run_as_owner(
        *left,
        "ALTER TABLE audit_readlog DETACH PARTITION audit_readlog_before",
        f"{ATTACH} FOR VALUES FROM (MINVALUE) TO ('{bound}')",
    )
    with superuser() as above:
        above.execute("SET session_replication_role = replica")
        above.execute("DELETE FROM audit_droppedmonth")
        above.execute("DELETE FROM audit_readlog WHERE at < '2016-01-01'")


@pytest.fixture
def sealed(old_months: None, tmp_path: Path) -> Iterator[datetime]:
    """Three lines in March and one in April, all sealed. The moment at which all of that was kept long enough."""
    for day in (1, 15, 31):
        ReadLogFactory.create(at=MARCH.replace(day=day, hour=9), household_id=7)
    ReadLogFactory.create(at=datetime(2015, 4, 2, 9, tzinfo=UTC), household_id=8)
    now = datetime(2020, 4, 15, tzinfo=UTC)
    with override_settings(LOG_SEALS=tmp_path / "seals.jsonl"):
        assert seal_log(at=datetime(2015, 4, 3, tzinfo=UTC)) > 24 * 30
        yield now


def check(now: datetime) -> list[Kind]:
    """Without what stands outside the hours that this test sealed."""
    return [finding.kind for finding in check_log(at=now).findings if finding.kind is not Kind.UNSEALED]


# -- where lines go --------------------------------------------------------------------------------


def test_months_stand_ready_and_making_them_again_makes_none() -> None:
    make_months()
    assert make_months() == 0
    assert state().months_ahead >= 3
    ends = [month.ends_at for month in months()]
    starts = [month.starts_at for month in months()]
    assert starts[1:] == ends[:-1], "without a gap"
    text = metrics.page()
    assert "wijkteam_read_log_months_ahead" in text
    assert "wijkteam_read_log_lines_caught 0" in text


def test_two_that_make_months_at_once_make_each_month_once() -> None:
    last = months()[-1].name
    run_as_owner(f"DROP TABLE {last}")
    ready = threading.Barrier(2)

    def make() -> int:
        try:
            ready.wait(timeout=WAIT)
            return make_months()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [pool.submit(make), pool.submit(make)]
        assert sum(one.result() for one in made) == 1
    assert months()[-1].name == last


def test_a_line_without_a_month_is_caught_told_and_gets_one() -> None:
    far = months()[-1].ends_at + timedelta(days=100)
    try:
        line = ReadLogFactory.create(at=far)
        assert state().caught == 1
        assert [one.id for one in run_checks(databases=["default"], tags=["database"])] == ["audit.W001"]
        make_months()
        assert state().caught == 0
        assert run_checks(databases=["default"], tags=["database"]) == []
        assert ReadLog.objects.get(pk=line.pk).at == far
        with pytest.raises(DatabaseError), transaction.atomic():
            ReadLog.objects.filter(pk=line.pk).update(purpose="x")
        # A new one catches what comes after it.
        ReadLogFactory.create(at=far + timedelta(days=400))
        assert state().caught == 1
        make_months()
        assert state().caught == 0
    finally:
        caught = [month.name for month in months() if month.name.endswith("_caught")]
        run_as_owner(*(f"DROP TABLE {name}" for name in caught))


STATEMENTS = (
    "SELECT 1 FROM {}",
    "INSERT INTO {} (id, at, user_id, role, act, subject, subject_id, purpose, is_emergency)"
    " VALUES (1, now(), 1, 'x', 'open', 'case', 1, 'x', false)",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "DROP TABLE {}",
    "ALTER TABLE audit_readlog DETACH PARTITION {}",
)

# -- who may what ----------------------------------------------------------------------------------


def test_partitions_are_reached_through_the_log_alone() -> None:
    names = [*(month.name for month in months()), "audit_readlog_default"]
    for name in names:
        for statement in STATEMENTS:
            with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), connection.cursor() as cursor:
                cursor.execute(statement.format(name))
    for function in ("audit_make_month(now())", "audit_settle_default()"):
        with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}")


def test_g21_no_partition_is_changed_or_emptied_by_its_owner() -> None:
    for name in ["audit_readlog", *(month.name for month in months()), "audit_readlog_default"]:
        with superuser() as above, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            above.execute(f"TRUNCATE {name}")
    line = ReadLogFactory.create()
    with superuser() as above:
        for change in ("UPDATE audit_readlog_before SET purpose = 'x'", "DELETE FROM audit_readlog_before"):
            with pytest.raises(psycopg.errors.RaiseException):
                above.execute(change)
    assert ReadLog.objects.filter(pk=line.pk).exists()


def drop(name: str, *, sealed: int = 0, years: int = 5) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_drop_month(%s, %s, '', '', '', %s)", [name, sealed, years])
        return bool(cursor.fetchone()[0])


def test_nobody_throws_away_what_is_younger_than_its_term() -> None:
    for month in months():
        for years in (-1, 0, 1, 5):
            with pytest.raises(IntegrityError) as refused:
                drop(month.name, years=years)
            assert broken_constraint(refused.value) == "month_stays_its_term"
    assert drop("audit_readlog_default") is False
    assert drop("cases_case") is False
    with pytest.raises(IntegrityError) as refused:
        DroppedMonth.objects.create(
            name="x", ends_at=MARCH, lines=1, digest="x", years=5, dropped_at=timezone.now(), starts_at=SINCE
        )
    assert broken_constraint(refused.value) == "month_is_written_by_dropping"


def test_a_setting_makes_the_term_longer_and_never_shorter(sealed: datetime) -> None:
    with override_settings(READ_LOG_YEARS=30):
        assert drop_months(at=timezone.now()) == 0
    with pytest.raises(IntegrityError) as refused:
        drop(NAME, sealed=3, years=30)
    assert broken_constraint(refused.value) == "month_stays_its_term"
    with override_settings(READ_LOG_YEARS=1):
        assert drop_months(at=MARCH + timedelta(days=900)) == 0
    assert is_over(MARCH, years=5, at=MARCH.replace(year=2020))
    assert not is_over(MARCH, years=5, at=MARCH.replace(year=2020) - timedelta(seconds=1))


# -- throwing away ---------------------------------------------------------------------------------


def test_a_month_goes_whole_and_the_seals_of_it_still_hold(
    sealed: datetime, client: Any, privacy_officer: User
) -> None:
    assert check(sealed) == []
    assert drop_months(at=sealed) == 3  # January up to and including March; April is not over
    assert list(ReadLog.objects.filter(at__lt="2015-05-01T00:00Z").values_list("household_id", flat=True)) == [8]
    kept = DroppedMonth.objects.get(name=NAME)
    assert (kept.lines, kept.years, kept.starts_at, kept.ends_at) == (3, 5, MARCH, MARCH.replace(month=4))
    assert kept.first_seal
    assert kept.last_seal != kept.first_seal
    assert check(sealed) == [], "the nightly check does not cry wolf"
    assert drop_months(at=sealed) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        DroppedMonth.objects.filter(pk=kept.pk).update(lines=0)
    page = sign_in(client, privacy_officer).get("/inzage/").text
    assert "maart 2015" in page
    # What is forged in the month that is left is found as before; and so is what comes back in one that is gone.
    tamper("UPDATE audit_readlog SET user_id = 99 WHERE at = '2015-04-02T09:00Z'")
    assert check(sealed) == [Kind.CHANGED]


def test_what_was_written_down_cannot_be_changed_unseen(sealed: datetime) -> None:
    drop_months(at=sealed)
    tamper("UPDATE audit_droppedmonth SET lines = 2 WHERE lines = 3")
    assert check(sealed) == [Kind.CHANGED]


def test_g21_a_month_that_is_only_said_to_be_gone_is_found(sealed: datetime) -> None:
    """Lines removed past every trigger, and a row that says that they were thrown away: not before the term is over."""
    tamper("DELETE FROM audit_readlog WHERE at < '2015-04-01'")
    tamper(
        "INSERT INTO audit_droppedmonth (name, starts_at, ends_at, lines, first_seal, last_seal, digest, years,"
        " dropped_at)"
        " VALUES ('x', '2015-03-01+00', '2015-04-01+00', 3, '', '', '', 5, now())"
    )
    assert check(datetime(2019, 4, 1, tzinfo=UTC)) == [Kind.REMOVED] * 3
    assert check(sealed) == [Kind.CHANGED], "and afterwards it does not fit the seals"


def test_a_month_that_is_not_as_it_was_sealed_stays(sealed: datetime, caplog: pytest.LogCaptureFixture) -> None:
    tamper("UPDATE audit_readlog SET user_id = 99 WHERE at = '2015-03-15T09:00Z'")
    drop_months(at=sealed)
    assert NAME in {month.name for month in months()}
    assert f"{NAME} stays" in caplog.text
    with pytest.raises(IntegrityError) as refused:
        drop(NAME, sealed=2)
    assert broken_constraint(refused.value) == "month_is_as_it_was_sealed"


def test_a_hold_keeps_the_months_in_which_the_household_was_read(sealed: datetime) -> None:
    case = CaseFactory.create()
    ReadLogFactory.create(at=datetime(2015, 2, 3, 9, tzinfo=UTC), household_id=case.household_id)
    hold = LegalHoldFactory.create(case=case, placed_at=timezone.now() - timedelta(days=1))
    with pytest.raises(IntegrityError) as refused:
        drop("audit_readlog_2015_02", sealed=1)
    assert broken_constraint(refused.value) == "held_month_stays"
    assert drop(NAME, sealed=3)
    type(hold).objects.filter(pk=hold.pk).update(
        lifted_at=timezone.now(), lifted_by=hold.placed_by, lifted_because="De zaak is klaar."
    )
    assert drop("audit_readlog_2015_02", sealed=1)


def test_who_reads_goes_on_and_the_month_goes_another_night(sealed: datetime) -> None:
    with superuser() as reader:
        reader.autocommit = False
        reader.execute("SELECT count(*) FROM audit_readlog")
        assert drop_months(at=sealed) == 0
        assert ReadLog.objects.filter(at__gte=MARCH, at__lt=MARCH.replace(month=4)).count() == 3
        assert not DroppedMonth.objects.exists()
        reader.rollback()
    assert drop_months(at=sealed) == 3


def test_the_hour_in_which_a_month_ends_is_of_the_next() -> None:
    """A month is half-open: with its last hour counted double nothing of it would ever be as it was sealed."""
    begin, end = datetime(2020, 3, 1, tzinfo=UTC), datetime(2020, 4, 1, tzinfo=UTC)
    hours = [begin - timedelta(hours=1), begin, end - timedelta(hours=1), end]
    seals = [Seal(hour=hour.isoformat(), lines=1, digest="") for hour in hours]
    assert seals_between(seals, begin, end) == seals[1:3]
    assert seals_between(seals, None, end) == seals[:3]
