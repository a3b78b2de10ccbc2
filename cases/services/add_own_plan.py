"""Use case: the household hands over a plan that it made itself."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.enums import OwnPlanKind
from cases.models import Attachment, Case, OwnPlan
from cases.services.detect_change import lock_unchanged
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User

OWN_PLAN_FIELDS = ("kind", "made_by", "made_on", "handed_over_on", "text", "file")


@transaction.atomic
def add_own_plan(
    *,
    case: Case,
    kind: OwnPlanKind,
    made_by: str,
    made_on: date,
    handed_over_on: date,
    text: str,
    file: Attachment | None,
    by: User,
    at: datetime,
    request_key: UUID,
) -> OwnPlan:
    """Attach it to the case. While a statutory clock runs that has no own plan yet, its day is kept there too.

    The same `request_key` again gives the plan that is there.

    Raises:
        CaseIsClosed
    """
    locked = lock_open_case(case)
    earlier = OwnPlan.objects.filter(request_key=request_key).first()
    if earlier is not None:
        return earlier
    plan = OwnPlan.objects.create(
        case=locked,
        kind=kind,
        made_by=made_by,
        made_on=made_on,
        handed_over_on=handed_over_on,
        text=text,
        file=file,
        added_at=at,
        added_by=by,
        request_key=request_key,
    )
    locked.clocks.running().filter(own_plan_on=None, reported_on__lte=handed_over_on).update(own_plan_on=handed_over_on)
    return plan


@transaction.atomic
def change_own_plan(*, plan: OwnPlan, seen: str, by: User) -> OwnPlan:
    """Correct what was taken over from it; the history keeps how it was.

    Raises:
        HasChanged, CaseIsClosed
    """
    lock_open_case(plan.case)
    lock_unchanged(plan, fields=OWN_PLAN_FIELDS, seen=seen)
    plan.save(update_fields=OWN_PLAN_FIELDS)
    return plan
