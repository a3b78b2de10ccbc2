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
    AgreedTermsFactory,
    CaseFactory,
    ContactFactory,
    GoalFactory,
    PlanFactory,
    QuestionFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = "/mijn-werk/"


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


@pytest.fixture
def busy(team: Team, colleague: User) -> Callable[[], None]:
    """One more case of everything that My work looks at, each time it is called."""
    AgreedTermsFactory.create(municipality=team.municipality)

    def more() -> None:
        case = CaseFactory.create(team=team, coordinator=colleague)
        goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True, evaluate_on=TODAY))
        ActionFactory.create(goal=goal, by_team=True, due_on=TODAY)
        CaseFactory.create(team=team, coordinator=colleague)
        CaseFactory.create(team=team, waiting=True)
        QuestionFactory.create(team=team, urgency=Urgency.ACUTE)
        QuestionFactory.create(team=team, received_at=datetime(2026, 4, 1, tzinfo=UTC))

    return more


def test_the_number_of_statements_does_not_grow(client: Client, coordinator: User, busy: Callable[[], None]) -> None:
    client.force_login(coordinator)
    busy()
    client.get(PAGE)
    few = len(statements(lambda: client.get(PAGE)))
    for _ in range(3):
        busy()
    assert len(items_of(client)) >= 8
    assert len(statements(lambda: client.get(PAGE))) == few
