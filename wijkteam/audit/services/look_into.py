"""Use cases: take a flag or a drawn reading, and close it with what came of it."""

from datetime import datetime

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.audit.enums import Outcome
from wijkteam.audit.models import ReadFlag, SampledReading


class OwnReading(Exception):
    """Nobody looks into what they read themselves."""


class IsClosed(Exception):
    """Somebody was first."""


def _locked(row: ReadFlag | SampledReading, by: User) -> ReadFlag | SampledReading:
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.user_id == by.pk:
        raise OwnReading
    if locked.closed_at is not None:
        raise IsClosed
    return locked


@transaction.atomic
def take(*, row: ReadFlag | SampledReading, by: User, at: datetime) -> None:
    """From here on `by` looks into it, also when it was given to a colleague.

    Raises:
        OwnReading, IsClosed
    """
    locked = _locked(row, by)
    if locked.assigned_to_id != by.pk:
        locked.assigned_to, locked.assigned_at = by, at
        locked.save(update_fields=["assigned_to", "assigned_at"])


@transaction.atomic
def close(*, row: ReadFlag | SampledReading, outcome: Outcome, finding: str, by: User, at: datetime) -> None:
    """What came of it, once.

    Raises:
        OwnReading, IsClosed
    """
    locked = _locked(row, by)
    if locked.assigned_to_id is None:
        locked.assigned_to, locked.assigned_at = by, at
    locked.closed_at, locked.closed_by = at, by
    locked.outcome, locked.finding = outcome, finding
    locked.save(update_fields=["assigned_to", "assigned_at", "closed_at", "closed_by", "outcome", "finding"])
