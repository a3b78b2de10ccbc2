"""Two people at one handover, absence or provision at one moment, over real connections that commit."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import AbsenceKind, ProvisionKind, RenewalOutcome
from cases.models import Absence, Case, CaseCoordinator, Handover, Provision, RenewalLook, StandIn
from cases.services.assign_coordinator import CoordinatorNotInTeam, assign_coordinator
from cases.services.change_case import FIELDS, ProvisionRestsOnIt, change_case
from cases.services.detect_change import fingerprint
from cases.services.give_provision import ProvisionDetails, QuestionComesFirst, decide_renewal, give_provision
from cases.services.hand_over import accept_handover, refuse_handover, withdraw_handover
from cases.services.stand_in import register_absence
from tests.cases.test_at_once import at_once, kinds
from tests.factories import (
    AbsenceFactory,
    CaseFactory,
    HandoverFactory,
    ProvisionFactory,
    RenewalLookFactory,
    TeamMembershipFactory,
)
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team, TeamMembership

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
SOON = 60


def first_and_then(first: Callable[[], Any], then: Callable[[], Any]) -> list[Any]:
    """`then` begins while the transaction of `first` is done with its work and has not committed."""
    written, waits = threading.Event(), threading.Event()

    def hold() -> Any:
        try:
            with transaction.atomic():
                made = first()
                written.set()
                waits.wait(timeout=1)  # the other blocks on a lock meanwhile, or finishes if nothing holds it
                return made
        finally:
            written.set()

    def follow() -> Any:
        assert written.wait(timeout=SOON)
        try:
            return then()
        finally:
            waits.set()

    return at_once(hold, follow)


def leave(user: User) -> Callable[[], str]:
    def end() -> str:
        TeamMembership.objects.filter(user=user).update(ends_on=timezone.localdate())
        return "left"

    return end


def take(case: Case, user: User) -> Callable[[], CaseCoordinator]:
    return lambda: assign_coordinator(case=case, worker=user, reason="", expected=None, by=user, at=timezone.now())


def keeps_a_promise(case: Case, user: User) -> bool:
    """Whoever keeps the case works in its team."""
    is_kept = case.coordinators.current().filter(worker=user).exists()
    works = TeamMembership.objects.filter(user=user, ends_on=None).exists()
    return works or not is_kept


def test_who_is_given_a_case_at_that_moment_does_not_leave(team: Team, teammate: User) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    given, left = first_and_then(take(case, teammate), leave(teammate))
    assert isinstance(given, CaseCoordinator)
    assert broken_constraint(left) == "leaver_has_handed_over"
    assert keeps_a_promise(case, teammate)


def test_who_leaves_at_that_moment_is_given_nothing(team: Team, teammate: User) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    left, given = first_and_then(leave(teammate), take(case, teammate))
    assert left == "left"
    assert isinstance(given, CoordinatorNotInTeam)
    assert keeps_a_promise(case, teammate)


def test_leaving_and_being_given_a_case_at_once(team: Team) -> None:
    for _ in range(4):
        worker = TeamMembershipFactory.create(team=team).user
        case = CaseFactory.create(team=team, waiting=True)
        at_once(take(case, worker), leave(worker))
        assert keeps_a_promise(case, worker)


def test_one_handover_gets_one_answer(case: Case, colleague: User) -> None:
    handover = HandoverFactory.create(case=case)
    receiver, now = handover.receiver, timezone.now()
    results = at_once(
        lambda: accept_handover(handover=Handover.objects.get(pk=handover.pk), by=receiver, at=now),
        lambda: refuse_handover(
            handover=Handover.objects.get(pk=handover.pk), reason="Mijn week zit vol", by=receiver, at=now
        ),
        lambda: withdraw_handover(handover=Handover.objects.get(pk=handover.pk), by=colleague, at=now),
    )
    assert kinds(results) == ["Handover", "HandoverWasAnswered", "HandoverWasAnswered"]
    handover.refresh_from_db()
    keeper = case.coordinators.current().get().worker
    assert keeper == (receiver if handover.accepted_at else colleague)


def test_one_stand_in_at_a_time(team: Team, case: Case, colleague: User) -> None:
    absence = AbsenceFactory.create(user=colleague)
    workers = [TeamMembershipFactory.create(team=team).user for _ in range(3)]

    def stand_in(worker: User) -> StandIn:
        return StandIn.objects.create(
            absence=absence, case=case, worker=worker, starts_on=absence.starts_on, ends_on=absence.ends_on
        )

    results = at_once(*(lambda worker=worker: stand_in(worker) for worker in workers))
    assert kinds(results) == ["IntegrityError", "IntegrityError", "StandIn"]
    refused = [result for result in results if isinstance(result, IntegrityError)]
    assert {broken_constraint(error) for error in refused} == {"case_has_one_stand_in_at_a_time"}


def test_being_away_is_written_once(case: Case, colleague: User, teammate: User, coordinator: User) -> None:
    today = timezone.localdate()

    def away(by: User) -> Absence:
        return register_absence(
            user=colleague,
            kind=AbsenceKind.UNEXPECTED,
            starts_on=today,
            ends_on=None,
            stand_in=teammate,
            by=by,
            at=timezone.now(),
        )

    results = at_once(lambda: away(colleague), lambda: away(coordinator))
    assert kinds(results) == ["Absence", "AwayAlready"]
    assert StandIn.objects.get().case == case


def test_no_stand_in_outlasts_the_absence(case: Case, colleague: User, teammate: User) -> None:
    absence = AbsenceFactory.create(user=colleague)

    def shorten() -> str:
        Absence.objects.filter(pk=absence.pk).update(ends_on=absence.starts_on + timedelta(days=2))
        return "shorter"

    def stand_in() -> StandIn:
        return StandIn.objects.create(
            absence=absence, case=case, worker=teammate, starts_on=absence.starts_on, ends_on=date(2026, 5, 18)
        )

    for first, then in ((shorten, stand_in), (stand_in, shorten)):
        done, refused = first_and_then(first, then)
        assert not isinstance(done, Exception)
        assert broken_constraint(refused) == "stand_in_within_the_absence"
        StandIn.objects.all().delete()
        Absence.objects.filter(pk=absence.pk).update(ends_on=absence.ends_on)


def offer(case: Case, by: User, *, starts_on: date) -> Provision:
    details = ProvisionDetails(
        kind=ProvisionKind.WMO_SUPPORT,
        name="",
        provider="Zorg Voorbeeld",
        organisation=None,
        person=None,
        amount="",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=90),
    )
    return give_provision(case=case, details=details, by=by, request_key=None)


def test_the_same_provision_does_not_run_twice(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague, underlying_question="Rust")
    days = [case.opened_on + timedelta(days=days) for days in (10, 40, 70)]
    results = at_once(*(lambda day=day: offer(case, colleague, starts_on=day) for day in days))
    assert kinds(results) == ["Provision", "ProvisionOverlaps", "ProvisionOverlaps"]


def empty(case: Case, by: User) -> Case:
    fresh = Case.objects.get(pk=case.pk)
    seen = fingerprint(fresh, FIELDS)
    fresh.underlying_question = ""
    return change_case(case=fresh, seen=seen, by=by)


def test_no_offer_while_the_question_is_emptied(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague, underlying_question="Rust")
    emptied, offered = first_and_then(
        lambda: empty(case, colleague), lambda: offer(case, colleague, starts_on=case.opened_on)
    )
    assert isinstance(emptied, Case)
    assert isinstance(offered, QuestionComesFirst)


def test_no_question_is_emptied_while_it_is_answered_with_an_offer(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague, underlying_question="Rust")
    offered, emptied = first_and_then(
        lambda: offer(case, colleague, starts_on=case.opened_on), lambda: empty(case, colleague)
    )
    assert isinstance(offered, Provision)
    assert isinstance(emptied, ProvisionRestsOnIt)
    case.refresh_from_db()
    assert case.underlying_question == "Rust"


def test_a_provision_is_renewed_once(team: Team, colleague: User) -> None:
    case = CaseFactory.create(team=team, coordinator=colleague, underlying_question="Rust")
    look = RenewalLookFactory.create(provision=ProvisionFactory.create(case=case))
    today = timezone.localdate()

    def renew(provider: str) -> RenewalLook:
        details = ProvisionDetails(
            kind=ProvisionKind.WMO_SUPPORT,
            name="",
            provider=provider,
            organisation=None,
            person=None,
            amount="",
            starts_on=today,
            ends_on=today + timedelta(days=90),
        )
        return decide_renewal(
            look=RenewalLook.objects.get(pk=look.pk),
            outcome=RenewalOutcome.RENEW,
            note="Het helpt",
            initiative=None,
            details=details,
            by=colleague,
            at=timezone.now(),
        )

    results = at_once(lambda: renew("Zorg Een"), lambda: renew("Zorg Twee"))
    assert kinds(results) == ["LookIsGone", "RenewalLook"]
    assert case.provisions.count() == 2
