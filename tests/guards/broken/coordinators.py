"""The rules of handovers, absence and leaving a team."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cases.models import Absence, CaseCoordinator, Handover
from tests.factories import (
    AbsenceFactory,
    CaseFactory,
    HandoverFactory,
    StandInFactory,
    TeamMembershipFactory,
    UserFactory,
)
from tests.guards.past_the_code import change
from wijkteam.teams.models import TeamMembership

DAY, BEFORE = date(2026, 5, 1), date(2026, 4, 30)
EARLY = datetime(2026, 3, 1, tzinfo=UTC)
LATE = datetime(2026, 5, 1, tzinfo=UTC)


def second_proposal() -> None:
    case = HandoverFactory.create().case
    HandoverFactory.create(case=case)


def from_somebody_else() -> None:
    case = CaseFactory.create()
    HandoverFactory.create(case=case, giver=TeamMembershipFactory.create(team=case.team).user)


def give_to_oneself() -> None:
    case = CaseFactory.create()
    worker = case.coordinators.get().worker
    HandoverFactory.create(case=case, giver=worker, receiver=worker)


def change_an_answer() -> None:
    change(HandoverFactory.create(refused=True), refusal_reason="Toch iets anders")


def accepted_by_another() -> None:
    change(HandoverFactory.create(), accepted_at=LATE, decided_by=UserFactory.create())


def leave_with_a_case() -> None:
    worker = CaseFactory.create().coordinators.get().worker
    TeamMembership.objects.filter(user=worker).update(ends_on=DAY)


def give_to_who_leaves() -> None:
    case = CaseFactory.create(waiting=True)
    leaver = TeamMembershipFactory.create(team=case.team, ends_on=DAY + timedelta(days=28)).user
    CaseCoordinator.objects.create(case=case, worker=leaver, started_at=LATE)


def second_stand_in() -> None:
    first = StandInFactory.create()
    StandInFactory.create(case=first.case, absence=first.absence)


def stand_in_of_another_team() -> None:
    StandInFactory.create(worker=TeamMembershipFactory.create().user)


def stand_in_for_oneself() -> None:
    stand_in = StandInFactory.create()
    change(stand_in, worker=stand_in.absence.user)


def back_before_the_stand_in() -> None:
    change(StandInFactory.create().absence, ends_on=DAY + timedelta(days=2))


def away_twice() -> None:
    AbsenceFactory.create(user=AbsenceFactory.create().user)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("case_has_one_open_handover", second_proposal),
    ("handover_has_a_reason", lambda: HandoverFactory.create(reason="")),
    ("handover_is_to_somebody_else", give_to_oneself),
    ("handover_is_in_one_state", lambda: change(HandoverFactory.create(), refused_at=LATE)),
    ("handover_is_in_one_state", lambda: HandoverFactory.create(accepted=True, accepted_at=EARLY)),
    ("handover_is_accepted_by_the_receiver_or_for_a_reason", accepted_by_another),
    ("handover_household_informed_as_a_whole", lambda: HandoverFactory.create(informed_on=DAY)),
    ("handover_informer_is_known", lambda: HandoverFactory.create(informer="niemand")),
    ("handover_is_from_the_coordinator", from_somebody_else),
    ("answered_handover_stays", change_an_answer),
    ("absence_ends_after_start", lambda: AbsenceFactory.create(ends_on=DAY)),
    ("absence_kind_is_known", lambda: AbsenceFactory.create(kind="ziek")),
    ("absence_once_at_a_time", away_twice),
    ("stand_in_ends_after_start", lambda: StandInFactory.create(ends_on=DAY)),
    ("case_has_one_stand_in_at_a_time", second_stand_in),
    ("stand_in_within_the_absence", lambda: StandInFactory.create(starts_on=BEFORE)),
    ("stand_in_within_the_absence", back_before_the_stand_in),
    ("stand_in_is_somebody_else", stand_in_for_oneself),
    ("stand_in_works_in_the_team", stand_in_of_another_team),
    ("leaver_has_handed_over", leave_with_a_case),
    ("coordinator_stays_in_the_team", give_to_who_leaves),
    ("membership_leaves_while_it_runs", lambda: TeamMembershipFactory.create(leaves_on=date(2019, 1, 1))),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Handover, HandoverFactory.create),
    (Absence, AbsenceFactory.create),
]
