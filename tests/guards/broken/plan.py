"""The rules of plans through time, of reading links, and of what comes after a closing."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from cases.enums import ContinuationKind, EvaluationDecision
from cases.models import (
    Evaluation,
    FamilyQuestion,
    GoalScore,
    PlanReadingLink,
)
from tests.factories import (
    ActionFactory,
    AfterCareFactory,
    CaseFactory,
    ContactFactory,
    ContinuationFactory,
    EvaluationFactory,
    EvaluationPresenceFactory,
    FamilyQuestionFactory,
    GoalFactory,
    GoalScoreFactory,
    InitiativeFactory,
    PlanAgreementFactory,
    PlanFactory,
    PlanReadingLinkFactory,
    ReadingLinkOpeningFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

DAY = date(2020, 1, 1)
TO_COME = date(2026, 12, 31)
MOMENT = datetime(2026, 7, 16, 9, tzinfo=UTC)


def score_of_another_day() -> None:
    evaluation = EvaluationFactory.create()
    GoalScoreFactory.create(goal=GoalFactory.create(plan=evaluation.plan), evaluation=evaluation)


def score_of_another_plan() -> None:
    evaluation = EvaluationFactory.create()
    GoalScoreFactory.create(evaluation=evaluation, scored_on=evaluation.held_on, recorded_at=MOMENT)


def scored_twice() -> None:
    evaluation = EvaluationFactory.create()
    goal = GoalFactory.create(plan=evaluation.plan)
    twice(GoalScoreFactory.create, goal=goal, evaluation=evaluation, scored_on=evaluation.held_on, recorded_at=MOMENT)


def present_twice() -> None:
    first = EvaluationPresenceFactory.create()
    EvaluationPresenceFactory.create(evaluation=first.evaluation, person=first.person)


def same_goal_twice() -> None:
    goal = GoalFactory.create()
    GoalFactory.create(plan=goal.plan, lineage=goal.lineage)


def same_action_twice() -> None:
    action = ActionFactory.create()
    ActionFactory.create(goal=action.goal, lineage=action.lineage)


def second_link() -> None:
    first = PlanReadingLinkFactory.create()
    PlanReadingLinkFactory.create(case=first.case, person=first.person, token="een ander")


def change_a_revoked_link() -> None:
    link = PlanReadingLinkFactory.create()
    change(link, revoked_at=MOMENT, revoked_by=link.created_by)
    change(link, revoked_at=None, revoked_by=None)


def open_a_revoked_link() -> None:
    link = PlanReadingLinkFactory.create()
    change(link, revoked_at=MOMENT, revoked_by=link.created_by)
    ReadingLinkOpeningFactory.create(link=link)


def answer_twice() -> None:
    question = FamilyQuestionFactory.create()
    change(question, answered_at=MOMENT, answered_by=UserFactory.create())
    change(question, answered_at=None, answered_by=None)


def contact_after_closing() -> None:
    ContactFactory.create(case=CaseFactory.create(closed=True), occurred_at=MOMENT)


def contact_moved_past_the_closing() -> None:
    change(ContactFactory.create(case=CaseFactory.create(closed=True)), occurred_at=MOMENT)


def after_care_of_another_case() -> None:
    ContactFactory.create(after_care=AfterCareFactory.create(), occurred_at=MOMENT)


def contact_of_after_care_that_was_given_up() -> None:
    given_up = {"given_up_at": MOMENT, "given_up_by": UserFactory.create(), "given_up_because": "Verhuisd"}
    care = AfterCareFactory.create(**given_up)
    ContactFactory.create(case=care.case, after_care=care, occurred_at=MOMENT)


def give_up_what_was_done() -> None:
    care = AfterCareFactory.create()
    ContactFactory.create(case=care.case, after_care=care, occurred_at=MOMENT)
    change(care, given_up_at=MOMENT, given_up_by=UserFactory.create(), given_up_because="Toch niet")


def initiative_twice() -> None:
    twice(
        ContinuationFactory.create,
        case=CaseFactory.create(closed=True),
        kind=ContinuationKind.COLLECTIVE,
        initiative=InitiativeFactory.create(),
        text="",
    )


RULES: list[tuple[str, Callable[[], Any]]] = [
    # goals and actions through the versions
    ("goal_once_in_a_plan", same_goal_twice),
    ("action_once_under_a_goal", same_action_twice),
    ("goal_keeps_its_lineage", lambda: change(GoalFactory.create(), lineage=uuid.uuid4())),
    ("action_keeps_its_lineage", lambda: change(ActionFactory.create(), lineage=uuid.uuid4())),
    ("goal_outcome_is_known", lambda: change(GoalFactory.create(), outcome="gelukt")),
    # scores
    ("goal_score_says_something", lambda: GoalScoreFactory.create(score=6)),
    ("goal_score_says_something", lambda: GoalScoreFactory.create(score=None)),
    ("goal_score_says_something", lambda: GoalScoreFactory.create(score=None, note="Zonder evaluatie")),
    ("goal_score_giver_is_known", lambda: GoalScoreFactory.create(given_by="neighbour")),
    ("goal_score_is_of_the_plan_in_force", lambda: GoalScoreFactory.create(goal=GoalFactory.create())),
    ("goal_score_is_not_of_a_day_to_come", lambda: GoalScoreFactory.create(scored_on=TO_COME)),
    ("goal_score_belongs_to_its_evaluation", score_of_another_day),
    ("goal_score_belongs_to_its_evaluation", score_of_another_plan),
    ("goal_once_in_an_evaluation", scored_twice),
    # evaluations and agreements
    ("evaluation_says_something", lambda: EvaluationFactory.create(went_well="")),
    ("evaluation_names_the_next_one", lambda: EvaluationFactory.create(next_on=None)),
    ("evaluation_names_the_next_one", lambda: EvaluationFactory.create(next_on=DAY)),
    ("evaluation_names_the_next_one", lambda: EvaluationFactory.create(decision=EvaluationDecision.CLOSE)),
    ("evaluation_is_of_the_plan_in_force", lambda: EvaluationFactory.create(plan=PlanFactory.create())),
    ("evaluation_lies_after_the_agreement", lambda: EvaluationFactory.create(held_on=DAY)),
    (
        "evaluation_lies_after_the_agreement",
        lambda: EvaluationFactory.create(held_on=TO_COME, next_on=date(2027, 12, 31)),
    ),
    ("present_once", present_twice),
    ("agreement_manner_is_known", lambda: PlanAgreementFactory.create(manner="nod")),
    ("agreement_is_of_the_plan_in_force", lambda: PlanAgreementFactory.create(plan=PlanFactory.create())),
    ("agreement_is_not_of_a_day_to_come", lambda: PlanAgreementFactory.create(said_on=TO_COME)),
    # reading links
    ("reading_link_lasts_ninety_days_at_most", lambda: PlanReadingLinkFactory.create(expires_on=date(2026, 7, 31))),
    ("reading_link_lasts_ninety_days_at_most", lambda: PlanReadingLinkFactory.create(expires_on=date(2026, 5, 1))),
    ("reading_link_revoked_by_somebody", lambda: change(PlanReadingLinkFactory.create(), revoked_at=MOMENT)),
    ("reading_link_keeps_a_hash", lambda: PlanReadingLinkFactory.create(digest="een-adres")),
    ("person_has_one_reading_link", second_link),
    ("reading_link_can_only_be_revoked", lambda: change(PlanReadingLinkFactory.create(), expires_on=TO_COME)),
    ("reading_link_can_only_be_revoked", change_a_revoked_link),
    ("reading_link_opens_while_it_lasts", open_a_revoked_link),
    ("reading_link_opens_while_it_lasts", lambda: ReadingLinkOpeningFactory.create(at=MOMENT)),
    ("opening_outcome_is_known", lambda: ReadingLinkOpeningFactory.create(outcome="peeked")),
    ("family_question_says_something", lambda: FamilyQuestionFactory.create(text="")),
    ("family_question_answered_by_somebody", lambda: change(FamilyQuestionFactory.create(), answered_at=MOMENT)),
    ("family_question_stays_as_it_was_asked", lambda: change(FamilyQuestionFactory.create(), text="Iets anders")),
    ("family_question_stays_as_it_was_asked", answer_twice),
    # after the closing
    ("continuation_says_where", lambda: ContinuationFactory.create(text="")),
    ("continuation_says_where", lambda: ContinuationFactory.create(kind=ContinuationKind.COLLECTIVE)),
    ("continuation_is_of_a_closed_case", lambda: ContinuationFactory.create(case=CaseFactory.create())),
    ("case_continues_once_in_an_initiative", initiative_twice),
    ("after_care_comes_within_a_year_of_closing", lambda: AfterCareFactory.create(case=CaseFactory.create())),
    ("after_care_comes_within_a_year_of_closing", lambda: AfterCareFactory.create(due_on=date(2026, 6, 30))),
    ("after_care_comes_within_a_year_of_closing", lambda: AfterCareFactory.create(due_on=date(2027, 7, 1))),
    ("after_care_is_given_up_with_a_reason", lambda: change(AfterCareFactory.create(), given_up_at=MOMENT)),
    ("after_care_outcome_is_final", give_up_what_was_done),
    ("after_care_outcome_is_final", lambda: change(AfterCareFactory.create(), case=CaseFactory.create(closed=True))),
    ("closed_case_takes_only_after_care", contact_after_closing),
    ("closed_case_takes_only_after_care", contact_moved_past_the_closing),
    ("closed_case_takes_only_after_care", after_care_of_another_case),
    ("closed_case_takes_only_after_care", contact_of_after_care_that_was_given_up),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Evaluation, EvaluationFactory.create),
    (GoalScore, GoalScoreFactory.create),
    (PlanReadingLink, lambda **given: PlanReadingLinkFactory.create(token=str(uuid.uuid4()), **given)),
    (FamilyQuestion, lambda **given: FamilyQuestionFactory.create(link=_any_link(), **given)),
]


def _any_link() -> PlanReadingLink:
    return PlanReadingLinkFactory.create(case=CaseFactory.create(), token=str(uuid.uuid4()))
