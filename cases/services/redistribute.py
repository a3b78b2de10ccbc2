"""Use cases: plan how the cases of a worker could be divided, look at it, and carry it out or drop it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.enums import Informer
from cases.models import Redistribution, RedistributionMove
from cases.services.hand_over_many import Give, hand_over_many
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class RedistributionIsOver(Exception):
    """It was carried out or dropped in the meantime."""


class RedistributionHasChanged(Exception):
    """Another coordinator saved something else in the meantime."""


class NothingToHandOver(Exception):
    """No case of the plan has a receiver."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """To whom a case would go; `why` is what the proposal said."""

    receiver: User
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Carrying:
    """How it is done: `because` decides at once, `reasons` differ from the one for all, by the number of the case."""

    reason: str
    because: str
    informer: Informer
    read_until: date | None
    reasons: Mapping[int, str]


def start_redistribution(*, team: Team, giver: User, by: User, at: datetime) -> Redistribution:
    """The plan that runs for this worker, or a new one. Two coordinators at once get the same."""
    running = Redistribution.objects.open().filter(team=team, giver=giver)
    if (found := running.first()) is not None:
        return found
    try:
        with transaction.atomic():
            return Redistribution.objects.create(team=team, giver=giver, started_by=by, started_at=at)
    except IntegrityError as error:
        if broken_constraint(error) == "one_redistribution_of_a_worker_at_a_time":
            return running.get()
        raise


@transaction.atomic
def save_moves(
    *, redistribution: Redistribution, planned: Mapping[int, Planned], among: Collection[int], seen: int
) -> Redistribution:
    """Keep to whom each case would go; of the cases in `among` without a receiver nothing is kept.

    Raises:
        RedistributionIsOver, RedistributionHasChanged: look again; nothing was saved.
    """
    locked = _lock(redistribution, seen=seen)
    moves = locked.moves.filter(case__in=among)
    said = {(case, receiver): why for case, receiver, why in moves.values_list("case", "receiver", "why")}
    moves.exclude(case__in=planned).delete()
    RedistributionMove.objects.bulk_create(
        [
            RedistributionMove(
                redistribution=locked,
                case_id=pk,
                receiver=one.receiver,
                why=(one.why or said.get((pk, one.receiver.pk), ""))[:200],
            )
            for pk, one in planned.items()
        ],
        update_conflicts=True,
        unique_fields=["redistribution", "case"],
        update_fields=["receiver", "why"],
    )
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked


@transaction.atomic
def carry_out(
    *,
    redistribution: Redistribution,
    cases: Collection[int],
    carrying: Carrying,
    seen: int,
    by: User,
    at: datetime,
    request_key: uuid.UUID,
) -> Redistribution:
    """Hand over every planned case of `cases` (those the coordinator may know of) in one act, or none.

    Raises:
        RedistributionIsOver, RedistributionHasChanged: look again.
        NothingToHandOver: choose colleagues first.
        CasesInTheWay: these changed in the meantime; nothing was handed over.
    """
    locked = _lock(redistribution, seen=seen)
    moves = {move.case_id: move for move in locked.moves.filter(case__in=cases).select_related("receiver")}
    if not moves:
        raise NothingToHandOver
    handovers = hand_over_many(
        giver=locked.giver,
        gifts={
            pk: Give(receiver=move.receiver, reason=carrying.reasons.get(pk, "")) for pk, move in sorted(moves.items())
        },
        reason=carrying.reason,
        because=carrying.because,
        read_until=carrying.read_until,
        informer=carrying.informer,
        by=by,
        at=at,
        request_key=request_key,
    )
    for handover in handovers:
        moves[handover.case_id].handover = handover
    RedistributionMove.objects.bulk_update(moves.values(), ["handover"])
    locked.reason, locked.carried_out_at, locked.carried_out_by = carrying.reason, max(at, locked.started_at), by
    locked.save(update_fields=["reason", "carried_out_at", "carried_out_by"])
    return locked


@transaction.atomic
def drop_redistribution(*, redistribution: Redistribution, at: datetime) -> None:
    """The plan goes; nothing happened. Raises RedistributionIsOver."""
    locked = _lock(redistribution, seen=None)
    locked.dropped_at = max(at, locked.started_at)
    locked.save(update_fields=["dropped_at"])


def _lock(redistribution: Redistribution, *, seen: int | None) -> Redistribution:
    locked = Redistribution.objects.select_for_update(of=("self",)).select_related("giver").get(pk=redistribution.pk)
    if not locked.is_open:
        raise RedistributionIsOver
    if seen is not None and locked.version != seen:
        raise RedistributionHasChanged
    return locked
