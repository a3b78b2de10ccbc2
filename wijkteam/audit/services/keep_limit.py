"""Use cases round the limit of a day: write down that somebody met it, give one person more room, forget old counts."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Pattern
from wijkteam.audit.models import BudgetRaise, ReadFlag
from wijkteam.audit.services.record_reading import TooManyHouseholds, record_reading


class OwnLimit(Exception):
    """Nobody gives themselves more room."""


@transaction.atomic
def write_stop(refused: TooManyHouseholds) -> None:
    """A line of the log, and one flag a day for the privacy officer; in a transaction after that of the page."""
    record_reading(
        by=refused.by,
        at=refused.at,
        act=Act.DENIED,
        subject=refused.subject,
        seen=[(refused.subject_id, refused.household_id)],
        purpose=refused.purpose,
    )
    flag = ReadFlag(
        pattern=Pattern.STOPPED,
        user_id=refused.by.pk,
        day=timezone.localdate(refused.at),
        figure=refused.limit,
        made_at=refused.at,
    )
    ReadFlag.objects.bulk_create([flag], ignore_conflicts=True)


@transaction.atomic
def raise_limit(*, user: User, households: int, reason: str, by: User, at: datetime) -> BudgetRaise:
    """From now until midnight `user` may open so many households.

    Raises:
        OwnLimit
    """
    if user.pk == by.pk:
        raise OwnLimit
    return BudgetRaise.objects.create(
        user=user, day=timezone.localdate(at), households=households, reason=reason, made_by=by, made_at=at
    )


def forget_counts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget_opened()")
