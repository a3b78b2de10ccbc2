"""Several people at one case at one moment, over real connections that commit."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.enums import ClosingReason, ContactKind
from cases.models import Case, CaseCoordinator, Contact, Goal, Plan
from cases.services.assign_coordinator import assign_coordinator
from cases.services.close_case import close_case
from cases.services.detect_change import HasChanged, fingerprint
from cases.services.lock_case import CaseIsClosed
from cases.services.log_contact import ContactDetails, log_contact
from cases.services.write_plan import GOAL_FIELDS, PlanHasEnded, agree_on_plan, save_goal, start_draft
from tests.factories import CaseFactory, GoalFactory, PlanFactory, TeamFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
SOON = 60
TODAY = date(2026, 5, 4)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each returned or raised; all begin at the same moment, each on a connection of its own."""
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            ready.wait(timeout=SOON)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.fixture
def team_of_eight(team: Team) -> list[User]:
    return [membership.user for membership in TeamMembershipFactory.create_batch(8, team=team)]


def contact(minutes: int = 15) -> ContactDetails:
    now = timezone.now()
    return ContactDetails(kind=ContactKind.PHONE, occurred_at=now, minutes=minutes, text="Gebeld.")


def test_eight_take_one_waiting_case(team: Team, team_of_eight: list[User]) -> None:
    case = CaseFactory.create(team=team, waiting=True)

    def take(user: User) -> CaseCoordinator:
        return assign_coordinator(case=case, worker=user, reason="", expected=None, by=user, at=timezone.now())

    results = at_once(*(lambda user=user: take(user) for user in team_of_eight))
    assert kinds(results) == ["CaseCoordinator"] + ["CoordinatorHasChanged"] * 7
    assert case.coordinators.current().count() == 1


def test_eight_hand_over_to_eight_people(case: Case, colleague: User, team_of_eight: list[User]) -> None:
    def hand_over(user: User) -> CaseCoordinator:
        return assign_coordinator(
            case=case, worker=user, reason="x", expected=colleague.pk, by=colleague, at=timezone.now()
        )

    results = at_once(*(lambda user=user: hand_over(user) for user in team_of_eight))
    assert kinds(results) == ["CaseCoordinator"] + ["CoordinatorHasChanged"] * 7
    assert (case.coordinators.count(), case.coordinators.current().count()) == (2, 1)


def test_the_same_form_on_eight_connections_is_one_contact(case: Case, colleague: User) -> None:
    key = uuid.uuid4()
    work = [lambda: log_contact(case=case, details=contact(), by=colleague, request_key=key)] * 8
    results = at_once(*work)
    assert kinds(results) == ["Contact"] * 8
    assert len({result.pk for result in results}) == 1
    assert (Contact.objects.count(), TimeEntry.objects.count()) == (1, 1)


def test_eight_different_contacts_all_arrive(case: Case, colleague: User) -> None:
    work = [lambda: log_contact(case=case, details=contact(), by=colleague, request_key=uuid.uuid4())] * 8
    assert kinds(at_once(*work)) == ["Contact"] * 8
    assert Contact.objects.count() == 8


def test_closing_against_logging_leaves_no_contact_after_the_end(case: Case, colleague: User) -> None:
    def close() -> Case:
        return close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=timezone.now())

    def log() -> Contact:
        return log_contact(case=case, details=contact(), by=colleague, request_key=None)

    results = at_once(close, close, log, log, log)
    assert kinds(results).count("Case") == 1
    assert set(kinds(results)) <= {"Case", "CaseIsClosed", "Contact"}
    logged = [result for result in results if isinstance(result, Contact)]
    assert Contact.objects.count() == TimeEntry.objects.count() == len(logged)
    with pytest.raises(CaseIsClosed):
        log()


def test_closing_against_handing_over_never_leaves_a_coordinator(
    case: Case, colleague: User, team_of_eight: list[User]
) -> None:
    def close() -> Case:
        return close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=timezone.now())

    def hand_over() -> CaseCoordinator:
        return assign_coordinator(
            case=case, worker=team_of_eight[0], reason="x", expected=colleague.pk, by=colleague, at=timezone.now()
        )

    results = at_once(close, hand_over, close, hand_over)
    assert set(kinds(results)) <= {"Case", "CaseIsClosed", "CaseCoordinator"}
    case.refresh_from_db()
    assert case.closed_on is not None
    assert not case.coordinators.current().exists()


def test_eight_begin_the_next_version_and_agree_on_it(case: Case, colleague: User) -> None:
    GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    drafts = at_once(*[lambda: start_draft(case=case, by=colleague, at=timezone.now())] * 8)
    assert len({draft.pk for draft in drafts}) == 1

    def agree() -> Plan:
        return agree_on_plan(
            plan=drafts[0],
            agreed_by="Noor",
            agreed_on=TODAY,
            evaluate_on=TODAY + timedelta(days=90),
            by=colleague,
            at=timezone.now(),
        )

    assert kinds(at_once(*[agree] * 8)) == ["Plan"] * 8
    assert [(plan.version, plan.is_in_force) for plan in case.plans.order_by("version")] == [(1, False), (2, True)]
    assert Plan.objects.in_force().get(case=case) == drafts[0]


def test_two_writers_of_one_goal_lose_nothing(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case))
    seen = fingerprint(goal, GOAL_FIELDS)

    def write(text: str) -> Goal:
        mine = Goal.objects.select_related("plan__case").get(pk=goal.pk)
        mine.text = text
        return save_goal(plan=mine.plan, goal=mine, seen=seen, by=colleague)

    results = at_once(lambda: write("De een"), lambda: write("De ander"))
    assert kinds(results) == ["Goal", "HasChanged"]
    lost = next(result for result in results if isinstance(result, HasChanged))
    goal.refresh_from_db()
    assert lost.row.text == goal.text  # type: ignore[attr-defined]  # a Goal


def test_writing_against_agreeing_on_the_next_version_never_changes_history(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True), text="Zoals het was")
    draft = start_draft(case=case, by=colleague, at=timezone.now())

    def agree() -> Plan:
        return agree_on_plan(
            plan=draft,
            agreed_by="Noor",
            agreed_on=TODAY,
            evaluate_on=TODAY + timedelta(days=90),
            by=colleague,
            at=timezone.now(),
        )

    def write() -> Goal:
        mine = Goal.objects.select_related("plan__case").get(pk=goal.pk)
        mine.text = "Nieuw"
        return save_goal(plan=mine.plan, goal=mine, seen=fingerprint(goal, GOAL_FIELDS), by=colleague)

    results = at_once(agree, write)
    assert set(kinds(results)) <= {"Plan", "Goal", "PlanHasEnded"}
    with pytest.raises(PlanHasEnded):
        write()


# -- round the code: what a single transaction may not see, PostgreSQL does -------------------------


def broken(error: Any) -> str:
    assert isinstance(error, IntegrityError), error
    return broken_constraint(error)


def test_two_connections_cannot_together_leave_a_case_without_a_coordinator(team: Team) -> None:
    """One ends the period, the other says that the case no longer waits: each is right for itself."""
    case = CaseFactory.create(team=team, waiting=True)
    user = TeamMembershipFactory.create(team=team).user
    together = threading.Barrier(2)

    def stop_waiting() -> None:
        with transaction.atomic():
            together.wait(timeout=SOON)
            Case.objects.filter(pk=case.pk).update(awaiting_coordinator_since=None)

    def begin_and_close() -> None:
        with transaction.atomic():
            together.wait(timeout=SOON)
            CaseCoordinator.objects.create(case=case, worker=user, started_at=timezone.now())

    results = at_once(stop_waiting, begin_and_close)
    case.refresh_from_db()
    running = case.coordinators.current().count()
    assert (case.awaiting_coordinator_since is None) == (running == 1), results
    for result in results:
        assert result is None or broken(result) == "open_case_has_one_coordinator"


def test_two_connections_cannot_give_a_plan_one_number_twice(case: Case, colleague: User) -> None:
    def add() -> Plan:
        # agreed and ended, so that no other rule comes first
        now = timezone.now()
        return Plan.objects.create(
            case=case,
            version=1,
            created_at=now,
            created_by=colleague,
            in_force_at=now,
            agreed_by="Noor",
            agreed_on=TODAY,
            evaluate_on=TODAY + timedelta(days=1),
            ended_at=now,
        )

    results = at_once(add, add)
    assert sorted(kinds(results)) == ["IntegrityError", "Plan"]
    refused = next(result for result in results if isinstance(result, IntegrityError))
    assert broken(refused) in {"plan_versions_are_consecutive", "plan_version_once"}


def test_a_goal_cannot_slip_into_a_plan_that_is_being_ended(case: Case) -> None:
    plan = PlanFactory.create(case=case, in_force=True)
    together = threading.Barrier(2)

    def end() -> None:
        with transaction.atomic():
            together.wait(timeout=SOON)
            Plan.objects.filter(pk=plan.pk).update(ended_at=timezone.now())

    def add() -> Goal:
        with transaction.atomic():
            together.wait(timeout=SOON)
            return Goal.objects.create(plan=plan, text="Te laat", life_domain="finance")

    results = at_once(end, add)
    assert results[0] is None
    if isinstance(results[1], Exception):
        assert broken(results[1]) == "ended_plan_is_frozen"
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(plan=plan, text="Veel te laat", life_domain="finance")


def test_two_open_cases_of_one_household_never_both_commit() -> None:
    first = CaseFactory.create(closed=True)
    teams = TeamFactory.create_batch(2)

    def open_round_the_code(team: Team) -> Case:
        with transaction.atomic():
            return Case.objects.create(
                household=first.household,
                team=team,
                area=first.area,
                theme=first.theme,
                opened_on=TODAY,
                awaiting_coordinator_since=TODAY,
            )

    results = at_once(*(lambda team=team: open_round_the_code(team) for team in teams))
    assert kinds(results) == ["Case", "IntegrityError"]
    assert broken(next(r for r in results if isinstance(r, IntegrityError))) == "household_has_one_open_case"
