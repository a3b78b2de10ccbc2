"""The read log becomes months with all its lines in place, and goes back to one table."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.conftest import as_owner
from tests.factories import ReadLogFactory
from wijkteam.audit.models import ReadLog
from wijkteam.audit.selectors.months import months, state

pytestmark = [pytest.mark.nightly, pytest.mark.django_db(transaction=True)]
MOMENTS = (datetime(2001, 3, 2, 12, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), datetime.now(UTC))


def partitions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_readlog'::regclass")
        return int(cursor.fetchone()[0])


def test_lines_stay_when_the_log_becomes_months_and_when_it_goes_back() -> None:
    with as_owner():
        call_command("migrate", "audit", "0003", verbosity=0)
    try:
        assert partitions() == 0
        lines = [ReadLogFactory.create(at=at) for at in MOMENTS]
        everything = list(ReadLog.objects.order_by("pk").values())
    finally:
        with as_owner():
            call_command("migrate", verbosity=0)
    assert partitions() > 1
    assert list(ReadLog.objects.order_by("pk").values()) == everything
    assert (state().caught, months()[0].starts_at) == (0, None)
    later = ReadLogFactory.create(at=MOMENTS[1])
    assert later.pk > max(line.pk for line in lines)
    for row in (lines[0], later):
        with pytest.raises(DatabaseError), as_owner(), transaction.atomic():
            ReadLog.objects.filter(pk=row.pk).update(purpose="x")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_readlog'::regclass AND NOT tgisinternal"
            " AND tgname ~ 'reading_in_an_emergency|no_change|no_truncate'"
        )
        assert cursor.fetchone() == (3,)
