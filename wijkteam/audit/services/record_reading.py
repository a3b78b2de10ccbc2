"""Use case: write down that somebody saw a file, in the same transaction as the seeing.

Here a day has room for so many households (ADR 44): whoever shows one cannot forget it, as nothing is shown unlogged.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import CHOSEN, Act, Subject
from wijkteam.audit.selectors.budget import limit_of, tell, works_for

# The count comes with the line: the trigger of the log leaves it behind for what the statement returns.
_WRITE = """
INSERT INTO "audit_readlog" (at, user_id, role, act, subject, subject_id, household_id, purpose, is_emergency)
SELECT %s, %s, %s, %s, %s, seen.subject_id, seen.household_id, %s, false
  FROM unnest(%s::bigint[], %s::bigint[]) AS seen (subject_id, household_id)
RETURNING subject_id, household_id, is_emergency, nullif(current_setting('wijkteam.opened_today', true), '')::integer
"""


class TooManyHouseholds(Exception):
    """One more than the day has room for. Nothing is shown; the middleware answers, and writes it down."""

    def __init__(  # what the line of the refusal needs
        self, *, by: User, at: datetime, subject: Subject, subject_id: int, household_id: int, purpose: str, limit: int
    ) -> None:
        super().__init__()
        self.by, self.at, self.purpose, self.limit = by, at, purpose, limit
        self.subject, self.subject_id, self.household_id = subject, subject_id, household_id


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

    Raises:
        TooManyHouseholds: a household that was chosen, is new today, and is one too many. Let it through: the line
            and the count go with the transaction.
    """
    lines = list(seen)
    if not lines:
        return
    subjects, households = [one for one, _home in lines], [home for _one, home in lines]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_WRITE, [at, by.pk, by.role, act, subject, purpose, subjects, households])
        # What is merely listed is not counted; the count may be one that was left behind before it.
        opened = [row for row in cursor.fetchall() if row[3] is not None] if act in CHOSEN else []
    for subject_id, household_id, is_emergency, nth in opened:
        if nth <= settings.HOUSEHOLDS_STOP or is_emergency or by.role == Role.PRIVACY_OFFICER:
            continue
        day = timezone.localdate(at)
        limit = limit_of(by, day=day)
        if nth > limit and not works_for(by, household_id, day=day):
            raise TooManyHouseholds(
                by=by,
                at=at,
                subject=subject,
                subject_id=subject_id,
                household_id=household_id,
                purpose=purpose,
                limit=limit,
            )
    if opened and by.role != Role.PRIVACY_OFFICER:
        tell(max(nth for _subject, _household, _emergency, nth in opened))
