"""My work: what stands there, in which order, with why, and for whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from cases.enums import Urgency
from cases.models import Case
from cases.selectors.my_work.item import WorkItem
from tests.cases.conftest import NOW, TODAY, statements
from tests.factories import (
    ActionFactory,
    AfterCareFactory,
    AgreedTermsFactory,
    BreakGlassFactory,
    CaseFactory,
    ContactFactory,
    DraftFactory,
    EscalationFactory,
    FamilyQuestionFactory,
    GoalFactory,
    HandoverFactory,
    PlanFactory,
    PlanReadingLinkFactory,
    ProvisionFactory,
    QuestionFactory,
    StandInFactory,
    StatutoryClockFactory,
    TeamMembershipFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = "/mijn-werk/"
MOST = 36


def items_of(client: Client) -> list[WorkItem]:
    groups = client.get(PAGE).context["groups"]
    return [item for group in groups for row in group.rows for item in row.items]


def kinds_of(client: Client) -> list[str]:
    return [item.kind for item in items_of(client)]


def test_the_day_begins_here(signed_in: Client, client: Client, coordinator: User) -> None:
    assert signed_in.get("/", follow=True).redirect_chain[-1][0] == PAGE
    client.force_login(coordinator)
    assert client.get("/", follow=True).redirect_chain[-1][0] == PAGE


def test_an_empty_day_is_kind(signed_in: Client, case: Case) -> None:
    page = signed_in.get(PAGE)
    assert "Vandaag hoeft niets" in page.text
    assert not ReadLog.objects.filter(subject_id=case.pk).exists()


def test_an_acute_question_goes_before_everything(signed_in: Client, case: Case, team: Team) -> None:
    PlanFactory.create(case=case, in_force=True, evaluate_on=TODAY - timedelta(days=3))
    QuestionFactory.create(team=team, urgency=Urgency.ACUTE)
    QuestionFactory.create(urgency=Urgency.ACUTE)  # of another team
    assert kinds_of(signed_in) == ["question", "evaluation"]


def test_questions_over_their_term_are_for_who_divides_the_work(
    signed_in: Client, client: Client, team: Team, coordinator: User
) -> None:
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=3)
    QuestionFactory.create(team=team)
    assert kinds_of(signed_in) == []
    client.force_login(coordinator)
    assert kinds_of(client) == ["question"]


def test_a_case_that_waits_is_for_who_divides_the_work(
    signed_in: Client, client: Client, team: Team, coordinator: User
) -> None:
    case = CaseFactory.create(team=team, waiting=True)
    assert kinds_of(signed_in) == []
    client.force_login(coordinator)
    (item,) = items_of(client)
    assert (item.kind, item.case_id) == ("waiting", case.pk)
    assert "63 dagen" in item.why


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (TODAY - timedelta(days=1), "Over de afgesproken dag heen"),
        (TODAY, "Vandaag"),
        (TODAY + timedelta(days=7), "Deze week"),
        (TODAY + timedelta(days=8), None),
    ],
)
def test_an_evaluation_stands_under_its_day(signed_in: Client, case: Case, day: date, heading: str | None) -> None:
    PlanFactory.create(case=case, in_force=True, evaluate_on=day)
    groups = signed_in.get(PAGE).context["groups"]
    assert [str(group.heading) for group in groups] == ([heading] if heading else [])


def test_a_plan_that_should_have_been_there_and_silence(signed_in: Client, case: Case, team: Team) -> None:
    AgreedTermsFactory.create(municipality=team.municipality, plan_days=42, silence_days=30)
    assert sorted(kinds_of(signed_in)) == ["plan", "silence"]
    (row,) = signed_in.get(PAGE).context["groups"][0].rows
    assert row.name == case.household.name
    ContactFactory.create(case=case, occurred_at=NOW)
    PlanFactory.create(case=case, in_force=True, evaluate_on=date(2026, 9, 1))
    assert kinds_of(signed_in) == []


def test_an_action_of_mine_is_ticked_off_on_the_spot(signed_in: Client, case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True, evaluate_on=date(2026, 9, 1)))
    mine = ActionFactory.create(goal=goal, by_team=True, due_on=TODAY)
    ActionFactory.create(goal=goal, due_on=TODAY)  # of the resident
    ActionFactory.create(goal=goal, by_team=True, due_on=TODAY + timedelta(days=8))
    (item,) = items_of(signed_in)
    assert item.tick is not None
    assert signed_in.post(str(item.tick.url)).status_code == 302
    mine.refresh_from_db()
    assert mine.done_on == TODAY
    assert kinds_of(signed_in) == []


def test_nothing_of_another_team_or_of_a_colleague_stands_there(
    client: Client, case: Case, outsider: User, teammate: User
) -> None:
    PlanFactory.create(case=case, in_force=True, evaluate_on=TODAY)
    for somebody in (outsider, teammate):
        client.force_login(somebody)
        assert kinds_of(client) == []


def test_each_household_that_is_shown_is_logged_once(signed_in: Client, case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True, evaluate_on=TODAY))
    ActionFactory.create(goal=goal, by_team=True, due_on=TODAY)
    assert len(items_of(signed_in)) == 2
    assert ReadLog.objects.filter(user_id=colleague.pk, subject_id=case.pk).count() == 1


def test_an_escalation_goes_before_what_is_late(
    signed_in: Client, client: Client, case: Case, team: Team, coordinator: User, teammate: User
) -> None:
    EscalationFactory.create(case=case, began_at=NOW - timedelta(hours=2))
    EscalationFactory.create(case=CaseFactory.create(), began_at=NOW)  # of another team
    (item,) = items_of(signed_in)
    assert (item.kind, item.case_id, item.urgency) == ("escalation", case.pk, 1)
    assert "sinds 09.00" in item.why
    client.force_login(teammate)
    assert kinds_of(client) == []
    client.force_login(coordinator)  # a crisis is not of one worker alone
    assert kinds_of(client) == ["escalation"]


def test_a_stand_in_sees_what_the_absent_colleague_would_see(client: Client, case: Case, teammate: User) -> None:
    EscalationFactory.create(case=case, began_at=NOW)
    FamilyQuestionFactory.create(link=PlanReadingLinkFactory.create(case=case))
    StatutoryClockFactory.create(case=case)
    client.force_login(teammate)
    assert kinds_of(client) == []
    StandInFactory.create(case=case, worker=teammate)
    assert kinds_of(client) == ["escalation", "clock", "family"]


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (TODAY - timedelta(weeks=6, days=1), "1 dag te laat"),
        (TODAY - timedelta(weeks=6), "uiterlijk vandaag"),
        (TODAY - timedelta(weeks=5), "nog 7 dagen"),
        (TODAY - timedelta(weeks=5) + timedelta(days=1), None),
    ],
)
def test_a_term_of_the_law_is_said_a_week_ahead(
    signed_in: Client, case: Case, reported: date, expected: str | None
) -> None:
    StatutoryClockFactory.create(case=case, reported_on=reported)
    whys = [item.why for item in items_of(signed_in)]
    assert [why.rpartition(", ")[2] for why in whys] == ([expected] if expected else [])


def test_a_question_of_the_family_stays_until_it_is_answered(signed_in: Client, case: Case) -> None:
    question = FamilyQuestionFactory.create(link=PlanReadingLinkFactory.create(case=case))
    (item,) = items_of(signed_in)
    assert (item.kind, item.detail) == ("family", question.text)
    signed_in.post(f"/casussen/{case.public_id}/gezinsvraag/{question.public_id}/beantwoord/")
    assert kinds_of(signed_in) == []


def test_after_care_of_a_closed_case_is_for_who_does_it(
    signed_in: Client, client: Client, team: Team, colleague: User, teammate: User
) -> None:
    for days in (7, 8):
        case = CaseFactory.create(team=team, closed=True, closed_on=date(2026, 3, 31))
        AfterCareFactory.create(
            case=case, worker=colleague, due_on=TODAY + timedelta(days=days), planned_at=NOW - timedelta(days=30)
        )
    (item,) = items_of(signed_in)
    assert (item.kind, item.when) == ("after-care", TODAY + timedelta(days=7))
    assert signed_in.get(item.url).status_code == 200
    assert item.case_id is not None
    assert ReadLog.objects.filter(user_id=colleague.pk, subject_id=item.case_id).exists()
    client.force_login(teammate)
    assert kinds_of(client) == []


def test_drafts_are_one_line_and_only_of_the_writer(signed_in: Client, client: Client, teammate: User) -> None:
    colleague = User.objects.get(pk=signed_in.session["_auth_user_id"])
    DraftFactory.create(user=colleague, saved_at=NOW - timedelta(days=2))
    DraftFactory.create(user=colleague, form="plan", saved_at=NOW)
    (item,) = items_of(signed_in)
    assert (item.kind, item.when) == ("draft", TODAY + timedelta(days=12))
    assert "2 teksten" in item.why
    client.force_login(teammate)
    assert kinds_of(client) == []


def test_what_was_opened_in_an_emergency_is_talked_about(
    signed_in: Client, client: Client, case: Case, coordinator: User, outsider: User
) -> None:
    emergency = BreakGlassFactory.create(user=outsider, case=case, started_at=NOW - timedelta(days=1))
    BreakGlassFactory.create(user=outsider, started_at=NOW - timedelta(days=9))  # of a case of another team
    assert kinds_of(signed_in) == []
    client.force_login(coordinator)
    (item,) = items_of(client)
    assert (item.kind, item.name, item.case_id) == ("emergency", case.number, None)
    assert client.get(item.url).status_code == 200
    assert emergency.reason not in client.get(PAGE).text
    assert case.household.name not in client.get(PAGE).text


def test_an_acute_question_is_said_at_once_and_an_urgent_one_after_its_own_term(
    client: Client, team: Team, coordinator: User
) -> None:
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=10, soon_days=2)
    QuestionFactory.create(team=team, urgency=Urgency.SOON, received_at=NOW - timedelta(days=3))
    QuestionFactory.create(team=team, received_at=NOW - timedelta(days=3))
    client.force_login(coordinator)
    assert kinds_of(client) == ["question"]


@pytest.fixture
def busy(team: Team, colleague: User, coordinator: User, outsider: User) -> Callable[[], None]:
    """One more of everything that My work looks at, each time it is called, for a coordinator who keeps cases too."""
    AgreedTermsFactory.create(municipality=team.municipality)
    turns = iter(range(99))

    def more() -> None:
        turn = next(turns)
        case = CaseFactory.create(team=team, coordinator=coordinator, underlying_question="Rust")
        goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True, evaluate_on=TODAY))
        ActionFactory.create(goal=goal, by_team=True, worker=coordinator, due_on=TODAY)
        ContactFactory.create(case=case, occurred_at=NOW, follow_up_on=TODAY)
        EscalationFactory.create(case=case, began_at=NOW)
        EscalationFactory.create(case=CaseFactory.create(team=team, coordinator=colleague), began_at=NOW)
        FamilyQuestionFactory.create(link=PlanReadingLinkFactory.create(case=case, token=f"lezen-{turn}"))
        StatutoryClockFactory.create(case=case)
        ProvisionFactory.create(case=case, ends_on=TODAY + timedelta(days=2))
        HandoverFactory.create(case=CaseFactory.create(team=team, coordinator=colleague), receiver=coordinator)
        closed = CaseFactory.create(team=team, closed=True, closed_on=date(2026, 3, 31))
        AfterCareFactory.create(case=closed, worker=coordinator, due_on=TODAY, planned_at=NOW - timedelta(days=30))
        DraftFactory.create(user=coordinator, form=f"contact-{turn}")
        BreakGlassFactory.create(user=outsider, case=case, started_at=NOW - timedelta(days=turn + 1))
        leaver = TeamMembershipFactory.create(team=team, leaves_on=TODAY + timedelta(days=9))
        CaseFactory.create(team=team, coordinator=leaver.user)
        CaseFactory.create(team=team, coordinator=coordinator, opened_on=date(2025, 1, 1))
        CaseFactory.create(team=team, waiting=True)
        QuestionFactory.create(team=team, urgency=Urgency.ACUTE)
        QuestionFactory.create(team=team, received_at=datetime(2026, 4, 1, tzinfo=UTC))

    return more


def test_the_number_of_statements_does_not_grow(client: Client, coordinator: User, busy: Callable[[], None]) -> None:
    client.force_login(coordinator)
    busy()
    client.get(PAGE)
    few = statements(lambda: client.get(PAGE))
    kinds = set(kinds_of(client))
    for _ in range(3):
        busy()
    assert set(kinds_of(client)) == kinds
    assert kinds >= {
        *("question", "escalation", "emergency", "handover", "leaver", "waiting", "clock", "family", "follow-up"),
        *("evaluation", "renewal", "plan", "action", "after-care", "draft"),
    }
    assert len(statements(lambda: client.get(PAGE))) == len(few)
    assert len(few) <= MOST
