"""PostgreSQL refuses hours that cannot be, whatever the code does."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import TimeEntryFactory
from wijkteam.hours.models import TimeEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"minutes": 0}, "time_entry_fits_in_a_day"),
        ({"minutes": 1441}, "time_entry_fits_in_a_day"),
        ({"kind": "holiday"}, "time_entry_kind_is_known"),
    ],
)
def test_hours_that_cannot_be(change: dict[str, Any], constraint: str) -> None:
    entry = TimeEntryFactory.create()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TimeEntry.objects.filter(pk=entry.pk).update(**change)


def test_the_same_form_makes_one_row() -> None:
    key = "2a8f0e2e-7c11-4d35-8a3e-0d2f0c6f2a11"
    TimeEntryFactory.create(request_key=key)
    with pytest.raises(IntegrityError, match="request_key"), transaction.atomic():
        TimeEntryFactory.create(request_key=key)
