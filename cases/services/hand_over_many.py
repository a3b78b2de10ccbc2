"""Use case: hand over several cases of one worker in one act."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import Informer
from cases.models import Case, CaseCoordinator, CaseRestriction, CaseRestrictionPerson, CaseUserPermission, Handover
from cases.services.assign_coordinator import NOT_POSSIBLE
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import running_on
from wijkteam.teams.models import TeamMembership


class InTheWay(StrEnum):
    """Why this case cannot change hands now."""

    CLOSED = "closed"
    CHANGED = "changed"
    OFFERED = "offered"
    RECEIVER_GONE = "receiver-gone"
    RECEIVER_LEAVES = "receiver-leaves"


class CasesInTheWay(Exception):
    """Some cases changed in the meantime; nothing was handed over. `cases` says which (by number) and why."""

    def __init__(self, cases: Mapping[int, InTheWay]) -> None:
        super().__init__()
        self.cases = cases


@dataclass(frozen=True, kw_only=True)
class Give:
    """To whom, and why when that differs from the reason for all."""

    receiver: User
    reason: str = ""


@transaction.atomic
def hand_over_many(
    *,
    giver: User,
    gifts: Mapping[int, Give],
    reason: str,
    because: str,
    read_until: date | None,
    by: User,
    at: datetime,
    request_key: uuid.UUID,
    informer: Informer = Informer.RECEIVER,
) -> list[Handover]:
    """Propose a handover of each case (by its number); with `because` they are switched at once. All or none.

    The rules are those of hand_over and assign_coordinator, over all cases together: so many statements, however many
    cases. Sent again with the same `request_key` it gives what was made then.

    Raises:
        CasesInTheWay: look at the list again.
    """
    keys = {pk: uuid.uuid5(request_key, str(pk)) for pk in gifts}
    # In one order for everybody, so that two such acts never wait for each other.
    cases = list(Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=gifts).order_by("pk"))
    if sent := list(Handover.objects.filter(request_key__in=keys.values()).order_by("case")):
        return sent
    periods = {
        one.case_id: one
        for one in CaseCoordinator.objects.current().select_for_update(of=("self",)).filter(case__in=cases)
    }
    _check(cases, gifts=gifts, periods=periods, giver=giver, at=at)
    _let_in(cases, gifts=gifts, by=by, at=at)
    begin = max([at, *(period.started_at + timedelta(microseconds=1) for period in periods.values())])
    handovers = Handover.objects.bulk_create(
        [
            Handover(
                case=case,
                giver=giver,
                receiver=gifts[case.pk].receiver,
                proposed_by=by,
                proposed_at=at,
                reason=gifts[case.pk].reason or reason,
                informer=informer,
                read_until=read_until,
                request_key=keys[case.pk],
                accepted_at=at if because else None,
                decided_by=by if because else None,
                decided_because=because,
            )
            for case in cases
        ]
    )
    if because:
        _switch(handovers, periods=periods, at=begin)
        if read_until is not None:
            _let_read_on(cases, giver=giver, until=read_until)
    return handovers


def _check(
    cases: list[Case],
    *,
    gifts: Mapping[int, Give],
    periods: Mapping[int, CaseCoordinator],
    giver: User,
    at: datetime,
) -> None:
    offered = set(Handover.objects.open().filter(case__in=cases).values_list("case", flat=True))
    day = timezone.localdate(at)
    here = TeamMembership.objects.filter(team__in={case.team_id for case in cases}, user__is_active=True)
    working = set(here.filter(running_on(day)).values_list("team", "user"))
    staying = set(here.staying(on=day).values_list("team", "user"))
    found: dict[int, InTheWay] = dict.fromkeys(set(gifts) - {case.pk for case in cases}, InTheWay.CHANGED)
    for case in cases:
        period = periods.get(case.pk)
        if not case.is_open:
            found[case.pk] = InTheWay.CLOSED
        elif period is None or period.worker_id != giver.pk:
            found[case.pk] = InTheWay.CHANGED
        elif case.pk in offered:
            found[case.pk] = InTheWay.OFFERED
        elif (case.team_id, gifts[case.pk].receiver.pk) not in working:
            found[case.pk] = InTheWay.RECEIVER_GONE
        elif (case.team_id, gifts[case.pk].receiver.pk) not in staying:
            found[case.pk] = InTheWay.RECEIVER_LEAVES
    if found:
        raise CasesInTheWay(found)


def _let_in(cases: list[Case], *, gifts: Mapping[int, Give], by: User, at: datetime) -> None:
    """Whoever is asked to take over a file for named people is named by being asked."""
    by_household = {case.household_id: case.pk for case in cases}
    restrictions = CaseRestriction.objects.active().filter(case__household__in=by_household).select_related("case")
    CaseRestrictionPerson.objects.bulk_create(
        [
            CaseRestrictionPerson(
                restriction=one,
                user=gifts[by_household[one.case.household_id]].receiver,
                added_at=max(at, one.started_at),
                added_by=by,
            )
            for one in restrictions
        ],
        ignore_conflicts=True,
    )


def _switch(handovers: list[Handover], *, periods: Mapping[int, CaseCoordinator], at: datetime) -> None:
    """End every period and begin the next at the same moment, so that there is never a gap."""
    for one in handovers:
        periods[one.case_id].ended_at = at
        periods[one.case_id].handover_reason = one.reason
    CaseCoordinator.objects.bulk_update(periods.values(), ["ended_at", "handover_reason"])
    begun = [CaseCoordinator(case_id=one.case_id, worker_id=one.receiver_id, started_at=at) for one in handovers]
    try:
        with transaction.atomic():
            CaseCoordinator.objects.bulk_create(begun)
    except IntegrityError as error:
        broken = broken_constraint(error)
        if broken in NOT_POSSIBLE:
            why = InTheWay.RECEIVER_GONE if broken == "coordinator_works_in_the_team" else InTheWay.RECEIVER_LEAVES
            raise CasesInTheWay({one.case_id: why for one in handovers}) from error
        raise


def _let_read_on(cases: list[Case], *, giver: User, until: date) -> None:
    """Who leaves the team reads on; for who stays in it this changes nothing. What runs longer stays."""
    permission = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    running = CaseUserPermission.objects.filter(user=giver, permission=permission, content_object__in=cases)
    known = set(running.values_list("content_object", flat=True))
    running.filter(until__lt=until).update(until=until)
    CaseUserPermission.objects.bulk_create(
        [
            CaseUserPermission(
                user=giver, permission=permission, content_object=case, until=until, reason=_("Handed over this case")
            )
            for case in cases
            if case.pk not in known
        ]
    )
