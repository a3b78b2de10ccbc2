"""Use cases: somebody of a household goes on together with others in the neighbourhood, and how that ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import CollectiveOutcome
from cases.models import Case, CollectiveReferral, Person, SharingRecord
from cases.services.lock_case import lock_open_case
from collectief.models import Edition, Initiative
from collectief.services.take_part import sign_up
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import running_on


class GoesThereAlready(Exception):
    """This person was referred to this initiative, and that has not ended."""


class NotInTheHousehold(Exception):
    """This person does not belong to the household (any more)."""


@dataclass(frozen=True, kw_only=True)
class CollectiveRequest:
    """`name` is what the group calls them, if anything; `sharing` when something is told outside."""

    person: Person
    initiative: Initiative
    edition: Edition | None
    name: str
    hope: str
    sharing: SharingRecord | None


def refer_to_initiative(
    *, case: Case, request: CollectiveRequest, by: User, at: datetime, request_key: UUID
) -> CollectiveReferral:
    """Into the initiative, and with an edition into its group or on its waiting list. Sent twice it is one referral.

    Raises:
        CaseIsClosed
        NotInTheHousehold: look at the household again.
        GoesThereAlready: see what became of the first one.
        EditionIsClosed: the group stopped a moment ago.
    """
    if earlier := CollectiveReferral.objects.filter(request_key=request_key, case=case).first():
        return earlier
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            if not locked.household.members.filter(running_on(today), person=request.person).exists():
                raise NotInTheHousehold
            participant = None
            if request.edition is not None:
                participant = sign_up(
                    edition=request.edition,
                    name=request.name,
                    at=at,
                    request_key=uuid5(request_key, "participant"),
                )
            return CollectiveReferral.objects.create(
                case=locked,
                person=request.person,
                initiative=request.initiative,
                participant=participant,
                hope=request.hope,
                sharing=request.sharing,
                referred_on=today,
                referred_by=by,
                request_key=request_key,
            )
    except IntegrityError as error:
        broken = broken_constraint(error)
        if broken == "collective_referral_open_once":
            raise GoesThereAlready from error
        if "request_key" not in broken:
            raise
        return CollectiveReferral.objects.get(request_key=request_key, case=case)


@transaction.atomic
def end_referral(*, referral: CollectiveReferral, outcome: CollectiveOutcome, at: datetime) -> CollectiveReferral:
    """What came of it. The group keeps its own list: who leads it says when somebody stops. Twice changes nothing.

    Raises:
        CaseIsClosed
    """
    lock_open_case(referral.case)
    locked = CollectiveReferral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    if locked.ended_on is None:
        locked.ended_on, locked.outcome = timezone.localdate(at), outcome
        locked.save(update_fields=["ended_on", "outcome"])
    return locked
