"""The rules of accounts, areas, teams, hours, cases, the collective and reports."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from cases.enums import ActionOwner, ClosingReason, Outcome
from cases.models import Action, Case, CaseCoordinator, Contact, Question
from collectief.enums import SignalFollowUp
from collectief.models import Signal
from tests.factories import (
    ActionFactory,
    AgreedTermsFactory,
    AreaFigureFactory,
    CaseCoordinatorFactory,
    CaseFactory,
    CaseloadBandFactory,
    CaseUserPermissionFactory,
    ContactFactory,
    DistrictFactory,
    GoalFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    InitiativeFactory,
    MunicipalityFactory,
    NeighbourhoodFactory,
    OpeningHoursFactory,
    PersonFactory,
    PlanFactory,
    PreventionFloorFactory,
    QuestionFactory,
    SignalFactory,
    TeamMembershipFactory,
    TimeEntryFactory,
    UserFactory,
    WordFactory,
)
from tests.guards.past_the_code import change, twice
from wijkteam.areas.models import AgreedTerms, Municipality, Word
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import TeamMembership

DAY = date(2020, 1, 1)
BEFORE = date(2019, 1, 1)
MOMENT = datetime(2026, 3, 16, 9, tzinfo=UTC)


def second_coordinator() -> None:
    case = CaseFactory.create()
    worker = TeamMembershipFactory.create(team=case.team).user
    CaseCoordinator.objects.create(case=case, worker=worker, started_at=MOMENT)


def coordinator_of_another_team() -> None:
    outsider = TeamMembershipFactory.create().user
    CaseCoordinator.objects.create(case=CaseFactory.create(waiting=True), worker=outsider, started_at=MOMENT)


def close_and_keep_coordinator() -> None:
    change(CaseFactory.create(), closed_on=date(2026, 6, 30), closing_reason=ClosingReason.MOVED)


def goal_of_an_ended_plan() -> None:
    goal = GoalFactory.create()
    plan = goal.plan
    change(plan, in_force_at=MOMENT, agreed_by="Noor", agreed_on=date(2026, 3, 16), evaluate_on=date(2026, 6, 1))
    change(plan, ended_at=MOMENT)
    change(goal, text="Iets anders")


def action_of_an_ended_plan() -> None:
    action = ActionFactory.create()
    change(action.goal.plan, ended_at=MOMENT)
    Action.objects.create(goal=action.goal, text="Nog iets", owner=ActionOwner.RESIDENT)


def versions_with_a_gap() -> None:
    case = CaseFactory.create()
    PlanFactory.create(case=case, version=1, in_force=True)
    PlanFactory.create(case=case, version=3)


def member_twice(**fields: Any) -> None:
    person = PersonFactory.create()
    HouseholdMemberFactory.create(person=person, **fields)
    HouseholdMemberFactory.create(person=person, **fields)


def hours_without_contact() -> None:
    change(TimeEntryFactory.create(), kind=WorkKind.INDIVIDUAL)


def hours_of_somebody_else() -> None:
    change(ContactFactory.create().time_entry, user=UserFactory.create())


RULES: list[tuple[str, Callable[[], Any]]] = [
    # accounts
    ("user_is_no_superuser", lambda: UserFactory.create(is_superuser=True)),
    ("user_role_is_known", lambda: UserFactory.create(role="boss")),
    # areas
    ("area_code_once_a_year", lambda: twice(DistrictFactory.create, code="WK036300")),
    ("area_code_has_the_form_of_its_kind", lambda: NeighbourhoodFactory.create(code="BU0363")),
    ("area_only_a_municipality_has_no_parent", lambda: change(DistrictFactory.create(), parent=None)),
    ("figure_once_per_area", lambda: twice(AreaFigureFactory.create, area=NeighbourhoodFactory.create())),
    ("municipality_is_the_only_one", lambda: Municipality.objects.create(name="Elders", only=False)),
    (
        "word_once_per_language",
        lambda: Word.objects.create(
            municipality=MunicipalityFactory.create(),
            key=WordFactory.create().key,
            language="nl",
            singular="a",
            plural="b",
        ),
    ),
    ("terms_end_after_start", lambda: AgreedTermsFactory.create(ends_on=DAY)),
    (
        "terms_do_not_overlap",
        lambda: AgreedTerms.objects.create(municipality=AgreedTermsFactory.create().municipality, starts_on=BEFORE),
    ),
    # teams
    ("membership_ends_after_start", lambda: TeamMembershipFactory.create(ends_on=DAY)),
    ("membership_fte_is_possible", lambda: TeamMembershipFactory.create(fte=Decimal("1.3"))),
    ("membership_fte_is_possible", lambda: TeamMembershipFactory.create(fte=Decimal(0))),
    (
        "membership_once_at_a_time",
        lambda: TeamMembership.objects.create(
            team=(first := TeamMembershipFactory.create()).team, user=first.user, starts_on=BEFORE, fte=1
        ),
    ),
    ("opening_ends_after_start", lambda: OpeningHoursFactory.create(closes_at=time(9))),
    ("opening_once_per_start", lambda: twice(OpeningHoursFactory.create, team=TeamMembershipFactory.create().team)),
    ("band_ends_after_start", lambda: CaseloadBandFactory.create(ends_on=DAY)),
    ("band_low_up_to_high", lambda: CaseloadBandFactory.create(low=31)),
    ("band_one_at_a_time", lambda: twice(CaseloadBandFactory.create, team=TeamMembershipFactory.create().team)),
    ("floor_ends_after_start", lambda: PreventionFloorFactory.create(ends_on=DAY)),
    ("floor_is_a_percentage", lambda: PreventionFloorFactory.create(percentage=101)),
    ("floor_one_at_a_time", lambda: twice(PreventionFloorFactory.create, team=TeamMembershipFactory.create().team)),
    # hours
    ("time_entry_fits_in_a_day", lambda: TimeEntryFactory.create(minutes=1441)),
    ("time_entry_fits_in_a_day", lambda: TimeEntryFactory.create(minutes=0)),
    ("time_entry_kind_is_known", lambda: TimeEntryFactory.create(kind="nap")),
    ("casework_hours_come_from_a_contact", hours_without_contact),
    ("casework_hours_come_from_a_contact", hours_of_somebody_else),
    # collectief
    ("initiative_ends_after_start", lambda: InitiativeFactory.create(ends_on=date(2025, 1, 1))),
    ("initiative_has_a_name", lambda: InitiativeFactory.create(name="")),
    ("signal_says_something", lambda: SignalFactory.create(text="")),
    ("signal_follow_up_is_whole", lambda: SignalFactory.create(follow_up=SignalFollowUp.NONE)),
    (
        "signal_follow_up_is_whole",
        lambda: SignalFactory.create(followed_up=True, followed_up_at=MOMENT - timedelta(99)),
    ),
    ("signal_stays_as_it_was_passed_on", lambda: change(SignalFactory.create(), text="Iets anders")),
    ("signal_follow_up_is_final", lambda: change(SignalFactory.create(followed_up=True), follow_up_note="Toch niet")),
    # households
    ("person_has_a_family_name", lambda: PersonFactory.create(family_name="")),
    ("person_born_in_a_possible_year", lambda: PersonFactory.create(birth_date=date(1889, 12, 31))),
    ("household_has_a_name", lambda: HouseholdFactory.create(name="")),
    ("member_ends_after_start", lambda: HouseholdMemberFactory.create(ends_on=DAY)),
    ("person_in_one_main_household", member_twice),
    ("person_once_in_a_household", lambda: member_twice(household=HouseholdFactory.create(), is_main=False)),
    # cases
    ("household_has_one_open_case", lambda: twice(CaseFactory.create, household=HouseholdFactory.create())),
    ("case_closed_with_date_and_reason", lambda: change(CaseFactory.create(), closing_reason=ClosingReason.MOVED)),
    ("case_closed_with_date_and_reason", lambda: change(CaseFactory.create(closed=True), closed_on=DAY)),
    ("case_waits_only_while_open", lambda: change(CaseFactory.create(closed=True), awaiting_coordinator_since=MOMENT)),
    ("case_is_not_its_own_past", lambda: change(case := CaseFactory.create(), previous_case=case)),
    ("open_case_has_one_coordinator", lambda: CaseFactory.create(coordinator=False)),
    ("open_case_has_one_coordinator", lambda: CaseCoordinator.objects.filter(case=CaseFactory.create()).delete()),
    (
        "open_case_has_one_coordinator",
        lambda: change(CaseFactory.create(), awaiting_coordinator_since=date(2026, 3, 3)),
    ),
    ("closed_case_has_no_coordinator", close_and_keep_coordinator),
    ("coordinator_ends_after_start", lambda: CaseCoordinatorFactory.create(ended_at=datetime(2026, 3, 2, tzinfo=UTC))),
    ("case_has_one_coordinator_at_a_time", second_coordinator),
    ("coordinator_works_in_the_team", coordinator_of_another_team),
    ("exception_has_a_reason", lambda: CaseUserPermissionFactory.create(reason="")),
    ("contact_says_something", lambda: ContactFactory.create(text="")),
    # plans
    ("plan_versions_are_consecutive", versions_with_a_gap),
    ("case_has_one_draft_plan", lambda: twice(PlanFactory.create, case=CaseFactory.create())),
    ("case_has_one_plan_in_force", lambda: twice(PlanFactory.create, case=CaseFactory.create(), in_force=True)),
    ("plan_in_force_is_agreed", lambda: PlanFactory.create(in_force_at=MOMENT)),
    ("plan_ends_after_it_was_made", lambda: PlanFactory.create(ended_at=datetime(2026, 3, 1, tzinfo=UTC))),
    ("ended_plan_is_frozen", lambda: change(PlanFactory.create(ended=True), agreed_by="Iemand anders")),
    ("ended_plan_is_frozen", lambda: PlanFactory.create(in_force=True).delete()),
    ("ended_plan_is_frozen", lambda: change(PlanFactory.create(), version=2)),
    ("ended_plan_is_frozen", goal_of_an_ended_plan),
    ("ended_plan_is_frozen", action_of_an_ended_plan),
    ("goal_says_something", lambda: GoalFactory.create(text="")),
    ("goal_scores_from_1_to_5", lambda: GoalFactory.create(target_score=6)),
    ("goal_scores_from_1_to_5", lambda: GoalFactory.create(start_score=0)),
    ("action_says_something", lambda: ActionFactory.create(text="")),
    ("action_has_exactly_one_owner", lambda: ActionFactory.create(owner=ActionOwner.TEAM)),
    ("action_has_exactly_one_owner", lambda: ActionFactory.create(initiative=InitiativeFactory.create())),
    # questions
    ("question_says_something", lambda: QuestionFactory.create(asked="")),
    ("question_decided_as_a_whole", lambda: QuestionFactory.create(decided_at=MOMENT)),
    ("question_outcome_names_its_thing", lambda: QuestionFactory.create(answered=True, outcome=Outcome.CASE)),
    ("question_outcome_names_its_thing", lambda: QuestionFactory.create(answered=True, outcome_note="")),
    ("question_stays_as_it_was_asked", lambda: change(QuestionFactory.create(), asked="Iets anders")),
    ("question_decision_is_final", lambda: change(QuestionFactory.create(declined=True), outcome=Outcome.ANSWERED)),
]
# Sent twice, written once: one row per rendered form.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Case, CaseFactory.create),
    (Contact, ContactFactory.create),
    (Question, QuestionFactory.create),
    (Signal, SignalFactory.create),
    (TimeEntry, TimeEntryFactory.create),
]
