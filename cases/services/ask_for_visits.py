"""Use case: somebody of a household would like a volunteer to come by."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Person, VisitReferral
from cases.services.lock_case import lock_open_case
from cases.services.refer_to_initiative import NotInTheHousehold
from collectief.models import VisitWish
from collectief.services.visit_somebody import add_wish
from wijkteam.accounts.models import User
from wijkteam.core.periods import running_on


class AsksAlready(Exception):
    """This person waits for visits, or gets them, already."""


@transaction.atomic
def ask_for_visits(
    *, case: Case, person: Person, wish: VisitWish, by: User, at: datetime, request_key: UUID
) -> VisitReferral:
    """Put the wish on the list of the visiting service, and keep with the case that it is theirs.

    The same `request_key` again gives the referral that is there.

    Raises:
        CaseIsClosed
        NotInTheHousehold: look at the household again.
        AsksAlready: see how that goes first.
    """
    locked = lock_open_case(case)
    if earlier := VisitReferral.objects.filter(case=locked, wish__request_key=request_key).first():
        return earlier
    today = timezone.localdate(at)
    if not locked.household.members.filter(running_on(today), person=person).exists():
        raise NotInTheHousehold
    if VisitReferral.objects.filter(case=locked, person=person, wish__closed_on=None).exists():
        raise AsksAlready
    return VisitReferral.objects.create(
        case=locked,
        person=person,
        wish=add_wish(wish=wish, request_key=request_key),
        referred_on=today,
        referred_by=by,
    )
