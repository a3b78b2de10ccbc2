"""The rules of the intake board, the broad exploration and the statutory clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from cases.enums import Outcome
from cases.models import Exploration, NetworkPerson, OwnPlan
from tests.factories import (
    AgreedTermsFactory,
    AttachmentFactory,
    CaseFactory,
    CheckBackFactory,
    ClockExtensionFactory,
    DomainAssessmentFactory,
    ExplorationFactory,
    NetworkPersonFactory,
    OwnPlanFactory,
    QuestionFactory,
    StatutoryClockFactory,
    TeamMembershipFactory,
)
from tests.guards.past_the_code import change, twice

MOMENT = datetime(2026, 3, 16, 9, tzinfo=UTC)
BEFORE, DAY, LATER = date(2026, 3, 1), date(2026, 3, 16), date(2026, 4, 20)


def looked_at_by_an_outsider() -> None:
    outsider = TeamMembershipFactory.create().user
    change(QuestionFactory.create(), looked_at_by=outsider, looked_at_since=MOMENT)


def follows_itself() -> None:
    question = QuestionFactory.create()
    change(question, follows=question)


def done_check_back() -> Any:
    row = CheckBackFactory.create()
    change(row, done_at=MOMENT, done_by=row.planned_by, result="holds", note="Het gaat goed.")
    return row


def extension_of_a_finished_investigation() -> None:
    clock = StatutoryClockFactory.create(investigation_done_on=date(2026, 3, 30))
    ClockExtensionFactory.create(clock=clock)


def ended_exploration() -> Exploration:
    one = ExplorationFactory.create()
    change(one, ended_at=MOMENT)
    one.refresh_from_db()
    return one


def domain_of_an_ended_exploration() -> None:
    domain = DomainAssessmentFactory.create()
    change(domain.exploration, ended_at=MOMENT)
    change(domain, reason="Iets anders")


def person_of_an_ended_exploration() -> None:
    person = NetworkPersonFactory.create()
    change(person.exploration, ended_at=MOMENT)
    NetworkPerson.objects.filter(pk=person.pk).delete()


RULES: list[tuple[str, Callable[[], Any]]] = [
    # agreed terms
    ("terms_for_haste_are_some_time", lambda: AgreedTermsFactory.create(acute_hours=0)),
    ("terms_for_haste_are_some_time", lambda: AgreedTermsFactory.create(soon_days=0)),
    # questions on the board
    ("question_looked_at_as_a_whole", lambda: QuestionFactory.create(looked_at_since=MOMENT)),
    ("looker_works_in_the_team", looked_at_by_an_outsider),
    ("question_street_has_a_name", lambda: QuestionFactory.create(answered=True, outcome=Outcome.STREET)),
    ("question_street_has_a_name", lambda: QuestionFactory.create(answered=True, taken_up_by="Mevrouw De Boer")),
    ("question_does_not_follow_itself", follows_itself),
    ("question_is_followed_once", lambda: twice(QuestionFactory.create, follows=QuestionFactory.create())),
    ("question_decision_is_final", lambda: change(QuestionFactory.create(declined=True), taken_up_by="Iemand")),
    # looking again
    (
        "street_is_looked_at_again",
        lambda: QuestionFactory.create(answered=True, outcome=Outcome.STREET, taken_up_by="Mevrouw De Boer"),
    ),
    ("check_back_is_of_the_street", lambda: CheckBackFactory.create(question=QuestionFactory.create(answered=True))),
    ("question_has_one_open_check_back", lambda: CheckBackFactory.create(question=CheckBackFactory.create().question)),
    ("check_back_done_as_a_whole", lambda: CheckBackFactory.create(result="holds")),
    ("check_back_done_as_a_whole", lambda: change(CheckBackFactory.create(), note="Zomaar")),
    ("done_check_back_is_final", lambda: change(done_check_back(), note="Iets anders")),
    ("done_check_back_is_final", lambda: CheckBackFactory.create().delete()),
    # exploration
    ("exploration_versions_are_consecutive", lambda: ExplorationFactory.create(version=2)),
    ("case_has_one_open_exploration", lambda: twice(ExplorationFactory.create, case=CaseFactory.create())),
    (
        "exploration_ends_after_it_began",
        lambda: change(ExplorationFactory.create(), ended_at=datetime(2026, 3, 1, tzinfo=UTC)),
    ),
    ("ended_exploration_is_frozen", lambda: change(ended_exploration(), with_whom="Iemand")),
    ("ended_exploration_is_frozen", lambda: ended_exploration().delete()),
    ("ended_exploration_is_frozen", lambda: change(ExplorationFactory.create(), version=2)),
    ("ended_exploration_is_frozen", lambda: DomainAssessmentFactory.create(exploration=ended_exploration())),
    ("ended_exploration_is_frozen", domain_of_an_ended_exploration),
    ("ended_exploration_is_frozen", person_of_an_ended_exploration),
    (
        "life_domain_once_per_exploration",
        lambda: twice(DomainAssessmentFactory.create, exploration=ExplorationFactory.create()),
    ),
    ("life_domain_is_known", lambda: DomainAssessmentFactory.create(life_domain="anders")),
    ("domain_says_why_it_matters", lambda: DomainAssessmentFactory.create(reason="")),
    ("domain_own_score_from_one_to_five", lambda: DomainAssessmentFactory.create(own_score=6)),
    ("domain_score_from_one_to_five", lambda: DomainAssessmentFactory.create(score=0)),
    ("network_person_has_a_name", lambda: NetworkPersonFactory.create(name="")),
    ("network_kind_is_known", lambda: NetworkPersonFactory.create(kind="buur")),
    ("closeness_is_one_of_three", lambda: NetworkPersonFactory.create(closeness=4)),
    ("own_plan_says_something", lambda: OwnPlanFactory.create(text="")),
    ("own_plan_says_something", lambda: OwnPlanFactory.create(made_by="")),
    ("own_plan_file_of_its_case", lambda: OwnPlanFactory.create(file=AttachmentFactory.create())),
    ("own_plan_is_made_before_it_is_handed_over", lambda: OwnPlanFactory.create(made_on=DAY)),
    # statutory clock
    ("case_has_one_running_clock", lambda: twice(StatutoryClockFactory.create, case=CaseFactory.create())),
    ("clock_begins_with_the_report", lambda: StatutoryClockFactory.create(confirmed_on=BEFORE)),
    ("clock_begins_with_the_report", lambda: StatutoryClockFactory.create(own_plan_on=BEFORE)),
    ("clock_begins_with_the_report", lambda: StatutoryClockFactory.create(investigation_done_on=BEFORE)),
    ("clock_application_follows_investigation", lambda: StatutoryClockFactory.create(applied_on=DAY)),
    (
        "clock_application_follows_investigation",
        lambda: StatutoryClockFactory.create(applied_on=DAY, investigation_done_on=date(2026, 3, 17)),
    ),
    ("clock_decided_as_a_whole", lambda: StatutoryClockFactory.create(decided_on=DAY, decision="granted")),
    (
        "clock_decided_as_a_whole",
        lambda: StatutoryClockFactory.create(
            investigation_done_on=DAY, applied_on=DAY, decided_on=date(2026, 3, 15), decision="refused"
        ),
    ),
    ("clock_stops_with_a_reason", lambda: StatutoryClockFactory.create(ended_on=DAY)),
    ("clock_stops_with_a_reason", lambda: StatutoryClockFactory.create(ended_on=BEFORE, end_reason="withdrawn")),
    ("finished_clock_is_final", lambda: change(StatutoryClockFactory.create(decided=True), decided_on=LATER)),
    ("extension_says_why", lambda: ClockExtensionFactory.create(reason="")),
    ("extension_is_agreed_or_told", lambda: ClockExtensionFactory.create(agreed_on=None)),
    ("extension_is_agreed_or_told", lambda: ClockExtensionFactory.create(told_on=DAY)),
    ("extension_gives_a_later_day", lambda: ClockExtensionFactory.create(until=date(2026, 4, 13))),
    ("extension_gives_a_later_day", lambda: twice(ClockExtensionFactory.create, clock=StatutoryClockFactory.create())),
    (
        "extension_gives_a_later_day",
        lambda: ClockExtensionFactory.create(phase="decision", agreed_on=None, told_on=DAY),
    ),
    ("extension_is_of_a_running_phase", extension_of_a_finished_investigation),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (NetworkPerson, NetworkPersonFactory.create),
    (OwnPlan, OwnPlanFactory.create),
]
