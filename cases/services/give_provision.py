"""Use cases: register a provision, look at it broadly before it ends, and decide what comes next."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import ProvisionEnd, ProvisionKind, RenewalOutcome
from cases.models import Case, Person, Provision, RenewalLook
from cases.services.lock_case import lock_open_case
from collectief.models import Initiative
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

ENDS: dict[RenewalOutcome, ProvisionEnd] = {
    RenewalOutcome.NETWORK: ProvisionEnd.NETWORK,
    RenewalOutcome.INITIATIVE: ProvisionEnd.INITIATIVE,
    RenewalOutcome.STOP: ProvisionEnd.DONE,
}


class QuestionComesFirst(Exception):
    """The question behind the question is not written yet: no offer before it."""


class ProvisionOverlaps(Exception):
    """The same provision of the same provider runs already for this person in that period."""


class LookIsGone(Exception):
    """The look was decided, or the provision ended, in the meantime."""


@dataclass(frozen=True, kw_only=True)
class ProvisionDetails:
    """`ends_on` is the first day without it."""

    kind: ProvisionKind
    name: str
    provider: str
    organisation: Organisation | None
    person: Person | None
    amount: str
    starts_on: date
    ends_on: date | None


def give_provision(
    *, case: Case, details: ProvisionDetails, by: User, request_key: UUID | None, renews: Provision | None = None
) -> Provision:
    """Register a provision. The same `request_key` again gives the one that is there already.

    Raises:
        CaseIsClosed: a closed case gets no provisions.
        QuestionComesFirst: write the question behind the question first.
        ProvisionOverlaps: it is there already.
        LookIsGone: renewing begins with a look that is not decided yet.
    """
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            if request_key is not None and (sent := Provision.objects.filter(request_key=request_key).first()):
                return sent
            return Provision.objects.create(
                case=locked, registered_by=by, request_key=request_key, renews=renews, **vars(details)
            )
    except IntegrityError as error:
        broken = broken_constraint(error)
        if broken == "provision_comes_after_the_question":
            raise QuestionComesFirst from error
        if broken in {"provision_once_for_a_person", "provision_once_for_a_household"}:
            raise ProvisionOverlaps from error
        if broken == "renewal_begins_with_a_look" or "renews" in broken:
            raise LookIsGone from error
        raise


@transaction.atomic
def end_provision(*, provision: Provision, ends_on: date, reason: ProvisionEnd, note: str, by: User) -> Provision:
    """It stops on `ends_on` (the first day without it), and nothing of the kind follows. Raises LookIsGone."""
    lock_open_case(provision.case)
    locked = Provision.objects.select_for_update(of=("self",)).get(pk=provision.pk)
    if locked.end_reason:
        raise LookIsGone
    locked.ends_on, locked.end_reason, locked.end_note = ends_on, reason, note
    locked.save(update_fields=["ends_on", "end_reason", "end_note"])
    return locked


@transaction.atomic
def look_at_provision(
    *, provision: Provision, changes: str, is_same_question: bool, instead: str, by: User, at: datetime
) -> RenewalLook:
    """Keep what was seen with the household; looking again before the decision rewrites it."""
    lock_open_case(provision.case)
    look = RenewalLook.objects.select_for_update().filter(provision=provision, decided_on=None).first()
    look = look or RenewalLook(provision=provision)
    look.looked_on, look.looked_by = timezone.localdate(at), by
    look.changes, look.is_same_question, look.instead = changes, is_same_question, instead
    look.save()
    return look


@transaction.atomic
def decide_renewal(
    *,
    look: RenewalLook,
    outcome: RenewalOutcome,
    note: str,
    initiative: Initiative | None,
    details: ProvisionDetails | None,
    by: User,
    at: datetime,
) -> RenewalLook:
    """Renew or change (`details` is what follows), or let something else take its place.

    Raises what `give_provision` raises, and LookIsGone.
    """
    today = timezone.localdate(at)
    provision = look.provision
    lock_open_case(provision.case)
    locked = RenewalLook.objects.select_for_update(of=("self",)).get(pk=look.pk)
    if locked.decided_on is not None:
        raise LookIsGone
    if details is not None:
        current = Provision.objects.select_for_update(of=("self",)).get(pk=provision.pk)
        if current.ends_on is None or current.ends_on > details.starts_on:
            # The new one takes its place from its first day on: never two at once.
            current.ends_on = max(details.starts_on, date.fromordinal(current.starts_on.toordinal() + 1))
            current.save(update_fields=["ends_on"])
        give_provision(case=provision.case, details=details, by=by, request_key=None, renews=provision)
    else:
        last = provision.ends_on if provision.ends_on is not None else today
        last = max(last, date.fromordinal(provision.starts_on.toordinal() + 1))
        end_provision(provision=provision, ends_on=last, reason=ENDS[outcome], note=note, by=by)
    locked.outcome, locked.note, locked.initiative, locked.decided_on = outcome, note, initiative, today
    locked.save(update_fields=["outcome", "note", "initiative", "decided_on"])
    return locked
