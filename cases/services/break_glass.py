"""Use cases: open one household in an emergency, end that, and judge it."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import EmergencyKind, ReviewResult
from cases.models import BreakGlass, Case, CaseRights
from cases.models.break_glass import LASTS
from cases.tasks.break_glass import announce
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

_NUMBER = re.compile(r"(?:(\d{4})-)?0*(\d{1,12})")


class EmergencyRuns(Exception):
    """One household at a time: end the other first."""


class MaySeeIt(Exception):
    """No emergency is needed: this case is open to them as it is."""

    def __init__(self, case: Case) -> None:
        self.case = case


class IsJudged(Exception):
    """Somebody judged it already."""


class JudgesOneself(Exception):
    """Somebody else judges."""


def _numbered(text: str) -> Case | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    case = Case.objects.select_related("household").filter(pk=int(found[2])).first()
    return case if case and (found[1] is None or int(found[1]) == case.opened_on.year) else None


def break_glass(*, number: str, kind: EmergencyKind, reason: str, by: User, at: datetime) -> BreakGlass:
    """Let `by` read the household of the case with this number for an hour. Written down, announced and judged.

    A number that no case has is treated the same, down to the notices: asking tells nobody for free what exists.

    Raises:
        MaySeeIt: open it in the ordinary way; nothing was written.
        EmergencyRuns: one household at a time.
    """
    case = _numbered(number)
    if case is not None:
        rights = CaseRights.of(by, on=timezone.localdate(at))
        if not rights.only_reads(case) and Case.objects.within(rights).filter(pk=case.pk).exists():
            raise MaySeeIt(case)
    try:
        with transaction.atomic():
            made = BreakGlass.objects.create(
                user=by,
                number=number,
                case=case,
                household=case.household if case else None,
                kind=kind,
                reason=reason,
                started_at=at,
                ends_at=at + LASTS,
            )
            by.emergency_until = made.ends_at
            by.save(update_fields=["emergency_until"])
    except IntegrityError as error:
        if broken_constraint(error) == "one_emergency_at_a_time":
            raise EmergencyRuns from error
        raise
    # Without a broker the round of every minute sends it: an emergency never waits for a message.
    transaction.on_commit(lambda: announce.delay(break_glass_id=made.pk), robust=True)
    return made


@transaction.atomic
def end_emergency(*, emergency: BreakGlass, at: datetime) -> None:
    """The file closes now and not after an hour. Ending it twice changes nothing."""
    locked = BreakGlass.objects.select_for_update(of=("self",)).select_related("user").get(pk=emergency.pk)
    if locked.ends_at > at:
        locked.ends_at = max(at, locked.started_at)
        locked.save(update_fields=["ends_at"])
        locked.user.emergency_until = None
        locked.user.save(update_fields=["emergency_until"])


@transaction.atomic
def judge_emergency(*, emergency: BreakGlass, result: ReviewResult, note: str, by: User, at: datetime) -> None:
    """What somebody else thinks of it, once.

    Raises:
        JudgesOneself: nobody judges what they opened.
        IsJudged: somebody was first.
    """
    locked = BreakGlass.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    if locked.user_id == by.pk:
        raise JudgesOneself
    if locked.reviewed_at is not None:
        raise IsJudged
    locked.reviewed_at = max(at, locked.started_at)
    locked.reviewed_by = by
    locked.result = result
    locked.review_note = note
    locked.save(update_fields=["reviewed_at", "reviewed_by", "result", "review_note"])
