"""Use case: write down that somebody saw a file, in the same transaction as the seeing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog


def record_reading(
    *,
    by: User,
    at: datetime,
    act: Act,
    subject: Subject,
    seen: Iterable[tuple[int, int | None]],
    purpose: str,
) -> None:
    """Log each `(subject id, household id)` that is about to be shown; one statement for all of them.

    Call it inside the transaction that reads: when the log cannot be written nothing is shown.
    `purpose` is a fixed word of the screen (for example "casework"), never text that somebody typed.
    """
    with transaction.atomic(savepoint=False):
        ReadLog.objects.bulk_create(
            ReadLog(
                at=at,
                user_id=by.pk,
                role=by.role,
                act=act,
                subject=subject,
                subject_id=subject_id,
                household_id=household_id,
                purpose=purpose,
            )
            for subject_id, household_id in seen
        )
