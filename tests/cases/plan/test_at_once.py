"""Two people at one plan, link or after-care at one moment, over real connections that commit."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import ContactKind, EvaluationDecision, OpeningOutcome, ScoreGiver
from cases.models import AfterCare, Case, Contact, Evaluation, Goal, GoalScore, Plan, PlanReadingLink
from cases.models.reading_link import WRONG_DATES
from cases.services.after_care import give_up_after_care, log_after_care
from cases.services.evaluate_plan import EvaluationDetails, Judgement, evaluate_plan, score_goal
from cases.services.log_contact import ContactDetails
from cases.services.share_plan import open_link, share_plan
from cases.services.write_plan import agree_on_plan, start_draft
from tests.cases.test_at_once import at_once, kinds
from tests.factories import AfterCareFactory, GoalFactory, PlanFactory, PlanReadingLinkFactory
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import months_later

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def look_back(goal: Goal, by: User, key: uuid.UUID) -> Evaluation:
    today = timezone.localdate()
    details = EvaluationDetails(
        held_on=today,
        people=[],
        others_present="",
        went_well="Goed.",
        went_badly="",
        given_by=ScoreGiver.HOUSEHOLD,
        decision=EvaluationDecision.GO_ON,
        next_on=months_later(today, 3),
    )
    judgements = {goal.public_id: Judgement(score=4)}
    now = timezone.now()
    return evaluate_plan(plan=goal.plan, details=details, judgements=judgements, by=by, at=now, request_key=key)


def test_one_form_on_four_connections_is_one_evaluation(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    key = uuid.uuid4()
    assert kinds(at_once(*[lambda: look_back(goal, colleague, key)] * 4)) == ["Evaluation"] * 4
    assert (Evaluation.objects.count(), GoalScore.objects.count()) == (1, 1)


def test_looking_back_against_a_new_version_leaves_no_evaluation_of_what_ended(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    draft = start_draft(case=case, by=colleague, at=timezone.now())

    def agree() -> Plan:
        today = timezone.localdate()
        return agree_on_plan(
            plan=draft,
            agreed_by="Noor",
            agreed_on=today,
            evaluate_on=months_later(today, 3),
            by=colleague,
            at=timezone.now(),
        )

    results = at_once(agree, lambda: look_back(goal, colleague, uuid.uuid4()))
    assert set(kinds(results)) <= {"Plan", "Evaluation", "PlanHasEnded"}
    old = Plan.objects.get(pk=goal.plan_id)
    for evaluation in Evaluation.objects.all():
        assert old.ended_at is not None
        assert evaluation.recorded_at <= old.ended_at or evaluation.plan_id == old.pk


def test_scores_of_many_at_once_leave_the_latest(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))

    def score(value: int) -> GoalScore:
        now = timezone.now()
        today = timezone.localdate(now)
        return score_goal(
            goal=goal, score=value, given_by=ScoreGiver.WORKER, scored_on=today, note="", by=colleague, at=now
        )

    assert kinds(at_once(*(lambda value=value: score(value) for value in (1, 2, 3, 4, 5)))) == ["GoalScore"] * 5
    goal.refresh_from_db()
    latest = GoalScore.objects.order_by("-scored_on", "-pk").first()
    assert latest is not None
    assert goal.current_score == latest.score


def test_two_links_of_one_person_at_once_leave_one(case: Case, colleague: User) -> None:
    person = case.household.members.get().person

    def share() -> Any:
        return share_plan(case=case, person=person, days=14, by=colleague, at=timezone.now())

    assert kinds(at_once(*[share] * 4)) == ["NewLink"] * 4
    assert PlanReadingLink.objects.filter(revoked_at=None).count() == 1


def test_guesses_at_once_never_pass_the_limit(case: Case) -> None:
    today = timezone.localdate()
    link = PlanReadingLinkFactory.create(
        case=case, starts_on=today, expires_on=months_later(today, 1), created_at=timezone.now()
    )
    for _ in range(WRONG_DATES - 2):
        link.openings.create(at=timezone.now(), outcome=OpeningOutcome.WRONG_BIRTH_DATE)

    def guess() -> None:
        open_link(link=link, birth_date=date(1990, 1, 1), is_known_device=False, at=timezone.now())

    assert kinds(at_once(*[guess] * 6)) == ["LinkIsOver"] * 4 + ["WrongBirthDate"] * 2
    assert link.openings.count() == WRONG_DATES


@pytest.fixture
def care(case: Case, colleague: User) -> AfterCare:
    today = timezone.localdate()
    with transaction.atomic():
        case.coordinators.update(ended_at=timezone.now())
        Case.objects.filter(pk=case.pk).update(closed_on=today, closing_reason="moved")
    return AfterCareFactory.create(case=case, worker=colleague, due_on=months_later(today, 3))


def log(care: AfterCare, by: User) -> Contact:
    now = timezone.now()
    details = ContactDetails(kind=ContactKind.PHONE, occurred_at=now, minutes=10, text="Het gaat goed.")
    return log_after_care(after_care=care, details=details, by=by, request_key=uuid.uuid4())


def test_after_care_is_done_once(care: AfterCare, colleague: User) -> None:
    assert kinds(at_once(*[lambda: log(care, colleague)] * 4)) == ["AfterCareIsDone"] * 3 + ["Contact"]
    assert Contact.objects.count() == 1


def test_after_care_is_done_or_given_up(care: AfterCare, colleague: User) -> None:
    def give_up() -> None:
        give_up_after_care(after_care=care, because="Verhuisd", by=colleague, at=timezone.now())

    results = at_once(give_up, lambda: log(care, colleague))
    assert kinds(results).count("AfterCareIsDone") == 1
    care.refresh_from_db()
    assert (care.given_up_at is None) == Contact.objects.filter(after_care=care).exists()


def test_past_the_code_after_care_is_not_both(care: AfterCare, colleague: User) -> None:
    def give_up() -> int:
        fields = {"given_up_at": timezone.now(), "given_up_by": colleague, "given_up_because": "Verhuisd"}
        return AfterCare.objects.filter(pk=care.pk).update(**fields)

    results = at_once(give_up, lambda: log(care, colleague))
    for error in results:
        if isinstance(error, IntegrityError):
            assert broken_constraint(error) in {"after_care_outcome_is_final", "closed_case_takes_only_after_care"}
    care.refresh_from_db()
    assert (care.given_up_at is None) == Contact.objects.filter(after_care=care).exists()
