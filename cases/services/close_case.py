"""Use case: close a case."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import ClosingReason
from cases.models import Case, Goal
from cases.services.escalate import end_with_case
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User


class GoalsHaveChanged(Exception):
    """The plan in force has other goals by now than those that got a result; nothing was saved."""


@transaction.atomic
def close_case(
    *, case: Case, reason: ClosingReason, note: str, results: Mapping[UUID, str], by: User, at: datetime
) -> Case:
    """End the case, its coordinator's period and its plans, keeping the result of each goal (by public id).

    A draft ends with it: nobody agreed on it. Hours and contacts stay.

    Raises:
        CaseIsClosed: somebody else closed it first.
        GoalsHaveChanged: look at the plan again; each goal gets its result.
    """
    locked = lock_open_case(case)
    goals = list(Goal.objects.filter(plan__in=locked.plans.in_force()))
    if {goal.public_id for goal in goals} != set(results):
        raise GoalsHaveChanged
    for goal in goals:
        goal.result = results[goal.public_id]
    Goal.objects.bulk_update(goals, ["result"])
    # Who waited for the lock may have begun before what it ends: nothing ends before it began.
    begun = F("started_at") + timedelta(microseconds=1)
    locked.plans.filter(ended_at=None).update(ended_at=Greatest(Value(at), F("created_at")))
    locked.coordinators.current().update(ended_at=Greatest(Value(at), begun), handover_reason="")
    end_with_case(case=locked, outcome=_("The case was closed."), by=by, at=at)
    locked.awaiting_coordinator_since = None
    locked.closed_on = timezone.localdate(at)
    locked.closing_reason = reason
    locked.closing_note = note
    locked.save(update_fields=["awaiting_coordinator_since", "closed_on", "closing_reason", "closing_note"])
    return locked
