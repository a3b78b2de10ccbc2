"""Use cases: propose to hand a case over, answer that, and tell the household."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import Informer
from cases.models import Case, CaseRestriction, CaseRestrictionPerson, CaseUserPermission, Handover
from cases.services.assign_coordinator import (
    CoordinatorHasChanged,
    CoordinatorLeaves,
    CoordinatorNotInTeam,
    assign_coordinator,
)
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import running_on


class HandoverIsOpen(Exception):
    """A handover of this case waits for an answer already."""


class HandoverWasAnswered(Exception):
    """Somebody accepted, refused or withdrew it in the meantime."""


@dataclass(frozen=True, kw_only=True)
class HandoverDetails:
    """What the giver says. Without `informed_on` telling the household stays on the list of the `informer`."""

    reason: str
    to_know: str = ""
    informer: Informer = Informer.RECEIVER
    informed_on: date | None = None
    informed_how: str = ""
    visit_on: date | None = None
    read_until: date | None = None


@transaction.atomic
def propose_handover(
    *,
    case: Case,
    receiver: User,
    details: HandoverDetails,
    expected: int | None,
    by: User,
    at: datetime,
    request_key: UUID | None = None,
) -> Handover:
    """Ask `receiver` to become the coordinator. Until the answer the giver stays it.

    Of a file for named people the receiver is named by it: nobody answers for a household they may not know of.

    `expected` is the account number of the coordinator that the proposer saw. The same `request_key` again gives the
    handover that is there already.

    Raises:
        CaseIsClosed: a closed case has no coordinator.
        CoordinatorHasChanged: look again who coordinates now.
        CoordinatorNotInTeam: choose a colleague who works in this team today.
        CoordinatorLeaves: choose a colleague who stays.
        HandoverIsOpen: withdraw that one first, or wait for the answer.
    """
    locked = lock_open_case(case)
    if request_key is not None and (sent := Handover.objects.filter(request_key=request_key, case=locked).first()):
        return sent
    current = locked.coordinators.current().first()
    if current is None or current.worker_id != expected:
        raise CoordinatorHasChanged
    day = timezone.localdate(at)
    if not receiver.is_active or not receiver.memberships.filter(running_on(day), team=locked.team_id).exists():
        raise CoordinatorNotInTeam
    if not receiver.memberships.staying(on=day).filter(team=locked.team_id).exists():
        raise CoordinatorLeaves
    try:
        with transaction.atomic():
            _let_in(receiver, case=locked, by=by, at=at)
            return Handover.objects.create(
                case=locked,
                giver_id=current.worker_id,
                receiver=receiver,
                proposed_by=by,
                proposed_at=at,
                request_key=request_key,
                **vars(details),
            )
    except IntegrityError as error:
        if broken_constraint(error) == "case_has_one_open_handover":
            raise HandoverIsOpen from error
        raise


def _let_in(receiver: User, *, case: Case, by: User, at: datetime) -> None:
    active = CaseRestriction.objects.active().filter(case__household=case.household_id)
    CaseRestrictionPerson.objects.bulk_create(
        [
            CaseRestrictionPerson(restriction=one, user=receiver, added_at=max(at, one.started_at), added_by=by)
            for one in active
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def accept_handover(*, handover: Handover, by: User, at: datetime, because: str = "") -> Handover:
    """Switch the coordinator in one act. `because` says why a team coordinator decides instead of the receiver.

    Raises:
        CaseIsClosed, CoordinatorHasChanged, CoordinatorNotInTeam: nothing was switched.
        HandoverWasAnswered: look again.
    """
    locked = _lock_open(handover)
    locked.accepted_at, locked.decided_by, locked.decided_because = max(at, locked.proposed_at), by, because
    locked.save(update_fields=["accepted_at", "decided_by", "decided_because"])
    assign_coordinator(
        case=locked.case, worker=locked.receiver, reason=locked.reason, expected=locked.giver_id, by=by, at=at
    )
    if locked.read_until is not None:
        _let_read_on(locked)
    return locked


@transaction.atomic
def refuse_handover(*, handover: Handover, reason: str, by: User, at: datetime) -> Handover:
    """The receiver does not take the case; the giver stays the coordinator. Raises HandoverWasAnswered."""
    locked = _lock_open(handover)
    locked.refused_at, locked.refusal_reason, locked.decided_by = max(at, locked.proposed_at), reason, by
    locked.save(update_fields=["refused_at", "refusal_reason", "decided_by"])
    return locked


@transaction.atomic
def withdraw_handover(*, handover: Handover, by: User, at: datetime) -> Handover:
    """Nothing changes hands after all. Raises HandoverWasAnswered."""
    locked = _lock_open(handover)
    locked.withdrawn_at, locked.decided_by = max(at, locked.proposed_at), by
    locked.save(update_fields=["withdrawn_at", "decided_by"])
    return locked


@transaction.atomic
def inform_household(
    *, handover: Handover, on: date, how: str, visit_on: date | None, by: User, at: datetime
) -> Handover:
    """Write down when and how the household was told who coordinates now."""
    lock_open_case(handover.case)
    locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    locked.informed_on, locked.informed_how, locked.visit_on = on, how, visit_on
    locked.save(update_fields=["informed_on", "informed_how", "visit_on"])
    return locked


def _lock_open(handover: Handover) -> Handover:
    """First the case, then the handover: in the order of every other change of a case."""
    lock_open_case(handover.case)
    locked = (
        Handover.objects.select_for_update(of=("self",)).select_related("case", "receiver", "giver").get(pk=handover.pk)
    )
    if not locked.is_open:
        raise HandoverWasAnswered
    return locked


def _let_read_on(handover: Handover) -> None:
    """Who leaves the team reads on; for who stays in it this changes nothing."""
    permission = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    running, made = CaseUserPermission.objects.get_or_create(
        user=handover.giver,
        permission=permission,
        content_object=handover.case,
        defaults={"until": handover.read_until, "reason": _("Handed over this case")},
    )
    if not made and handover.read_until is not None and running.until < handover.read_until:
        running.until = handover.read_until
        running.save(update_fields=["until"])
