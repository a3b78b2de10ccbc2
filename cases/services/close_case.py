"""Use case: close a case."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.enums import ClosingReason
from cases.models import Case, Goal
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User


@transaction.atomic
def close_case(
    *, case: Case, reason: ClosingReason, note: str, results: Mapping[int, str], by: User, at: datetime
) -> Case:
    """End the case, its coordinator's period and its plans, keeping the result of each goal (goal number to text).

    Raises:
        CaseIsClosed: somebody else closed it first.
    """
    locked = lock_open_case(case)
    for goal in Goal.objects.filter(plan__case=locked, plan__ended_at=None, pk__in=results):
        goal.result = results[goal.pk]
        goal.save(update_fields=["result"])
    locked.plans.filter(ended_at=None).update(ended_at=at)
    locked.coordinators.current().update(ended_at=at, handover_reason="")
    locked.awaiting_coordinator_since = None
    locked.closed_on = timezone.localdate(at)
    locked.closing_reason = reason
    locked.closing_note = note
    locked.save(update_fields=["awaiting_coordinator_since", "closed_on", "closing_reason", "closing_note"])
    return locked
