"""What the pages about handing over show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.models import Case, CaseRights, Handover
from cases.permissions import may_divide
from cases.selectors.colleagues import Colleague, colleagues_of
from wijkteam.accounts.models import User
from wijkteam.teams.models import TeamMembership


@dataclass(frozen=True, kw_only=True)
class HandoverPage:
    """What this reader may do with it."""

    handover: Handover
    can_answer: bool
    can_decide: bool
    can_withdraw: bool
    can_inform: bool


@dataclass(frozen=True, kw_only=True)
class LeaverCase:
    case: Case
    offered_to: str


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """A worker whose cases need somebody else. `leaves_on` is the first day away, empty when none is known."""

    worker: User
    leaves_on: date | None
    cases: tuple[LeaverCase, ...]
    colleagues: dict[int, list[Colleague]]


def find_handover(case: Case, *, public_id: UUID) -> Handover | None:
    people = ("giver", "receiver", "proposed_by", "decided_by")
    return case.handovers.filter(public_id=public_id).select_related("case", *people).first()


def handover_page(handover: Handover, *, user: User, rights: CaseRights) -> HandoverPage:
    """No statement."""
    divides = may_divide(handover.case, user=user, rights=rights)
    takes_part = user.pk in {handover.giver_id, handover.receiver_id}
    return HandoverPage(
        handover=handover,
        can_answer=handover.is_open and user.pk == handover.receiver_id,
        can_decide=handover.is_open and divides and user.pk != handover.receiver_id,
        can_withdraw=handover.is_open and (divides or user.pk in {handover.giver_id, handover.proposed_by_id}),
        can_inform=handover.accepted_at is not None
        and handover.informed_on is None
        and handover.case.is_open
        and (divides or takes_part),
    )


def leaver(worker: User, *, rights: CaseRights, today: date) -> Leaver:
    """Six statements: what this worker coordinates in the teams of the reader, and who could take it."""
    cases = list(
        Case.objects.within(rights)
        .filter(team__in=rights.teams)
        .open()
        .filter(coordinators__worker=worker, coordinators__ended_at=None)
        .select_related("household", "area", "theme", "team")
        .order_by("household__name", "pk")
    )
    offered = {
        one.case_id: one.receiver.name
        for one in Handover.objects.open().filter(case__in=cases).select_related("receiver")
    }
    membership = TeamMembership.objects.current(on=today).filter(user=worker, team__in=rights.teams).first()
    by_team = colleagues_of({case.team_id for case in cases}, without=worker.pk, today=today)
    return Leaver(
        worker=worker,
        leaves_on=(membership.leaves_on or membership.ends_on) if membership else None,
        cases=tuple(LeaverCase(case=case, offered_to=offered.get(case.pk, "")) for case in cases),
        colleagues={case.pk: by_team.get(case.team_id, []) for case in cases},
    )
