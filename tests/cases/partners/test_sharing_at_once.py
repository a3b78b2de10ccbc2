"""Withdrawing and sharing at the same moment, over real connections that commit."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.enums import SharingChannel
from cases.models import SharedItem
from cases.services.record_sharing import SharingDoesNotRun, log_shared, withdraw_sharing
from tests.cases.test_at_once import at_once, kinds
from tests.factories import SharingRecordFactory

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_nothing_goes_on_a_ground_that_is_being_withdrawn() -> None:
    """The sharing waits for the withdrawal that came first, and then sees it."""
    now = timezone.now()
    record = SharingRecordFactory.create(starts_on=timezone.localdate(now) - timedelta(days=60))
    withdrawn = threading.Event()

    def withdraw() -> None:
        with transaction.atomic():
            withdraw_sharing(records=[record], on=timezone.localdate(now), reason="x", by=record.recorded_by)
            withdrawn.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.4)")  # the other one stands waiting meanwhile

    def share() -> SharedItem:
        assert withdrawn.wait(timeout=30)
        return log_shared(
            record=record, what="x", channel=SharingChannel.MAIL, at=now, by=record.recorded_by, request_key=None
        )

    results = at_once(withdraw, share)
    assert isinstance(results[1], SharingDoesNotRun)
    assert not SharedItem.objects.exists()


def test_eight_withdraw_one_record_once() -> None:
    record = SharingRecordFactory.create()
    today = timezone.localdate()
    work = [lambda: withdraw_sharing(records=[record], on=today, reason="x", by=record.recorded_by)] * 8
    assert kinds(at_once(*work)) == ["NoneType"] + ["SharingHasEnded"] * 7
