"""Waiting, silent, overdue, in and out: the rules that the list and the dashboard share, on each side of each edge."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import Case
from tests.factories import CaseFactory, ContactFactory, PlanFactory
from wijkteam.core.periods import start_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


def opened(days_ago: int, **fields: object) -> Case:
    return CaseFactory.create(opened_on=TODAY - timedelta(days=days_ago), **fields)


def test_waiting_means_open_and_without_coordinator() -> None:
    waits = opened(3, waiting=True)
    opened(3)
    opened(30, closed=True)
    assert list(Case.objects.waiting_for_coordinator()) == [waits]


@pytest.mark.parametrize(("days_ago", "is_silent"), [(30, False), (31, True)])
def test_silent_counts_whole_days_since_the_last_contact(days_ago: int, is_silent: bool) -> None:
    case = opened(100)
    ContactFactory.create(case=case, occurred_at=start_of(TODAY - timedelta(days=days_ago)) + timedelta(hours=23))
    assert Case.objects.silent(on=TODAY, days=30).exists() is is_silent


@pytest.mark.parametrize(("days_ago", "is_silent"), [(30, False), (31, True)])
def test_without_any_contact_silence_begins_when_the_case_was_opened(days_ago: int, is_silent: bool) -> None:
    opened(days_ago)
    assert Case.objects.silent(on=TODAY, days=30).exists() is is_silent


def test_a_recent_contact_ends_the_silence_of_an_old_case_and_a_closed_case_is_never_silent() -> None:
    ContactFactory.create(case=opened(200), occurred_at=start_of(TODAY))
    CaseFactory.create(opened_on=date(2026, 1, 1), closed_on=date(2026, 1, 5), closing_reason="moved")
    assert not Case.objects.silent(on=TODAY, days=30).exists()


@pytest.mark.parametrize(("days_ago", "is_overdue"), [(42, False), (43, True)])
def test_a_plan_is_overdue_after_the_agreed_days(days_ago: int, is_overdue: bool) -> None:
    opened(days_ago)
    assert Case.objects.plan_overdue(on=TODAY, days=42).exists() is is_overdue


def test_a_draft_or_an_ended_plan_is_no_plan_and_one_in_force_is() -> None:
    draft = PlanFactory.create(case=opened(100)).case
    ended = PlanFactory.create(case=opened(100), ended=True).case
    PlanFactory.create(case=opened(100), in_force=True)
    renewed = opened(100)
    PlanFactory.create(case=renewed, ended=True)
    PlanFactory.create(case=renewed, in_force=True)
    assert set(Case.objects.plan_overdue(on=TODAY, days=42)) == {draft, ended}
    assert Case.objects.plan_overdue(on=TODAY, days=42).for_list().count() == 2


@pytest.mark.parametrize(
    ("day", "counts"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)],
)
def test_a_month_runs_from_its_first_to_its_last_day(day: date, counts: bool) -> None:
    CaseFactory.create(opened_on=day)
    CaseFactory.create(opened_on=date(2025, 1, 1), closed_on=day, closing_reason="moved")
    month = date(2026, 3, 1)
    assert Case.objects.opened_in(month).count() == int(counts)
    assert Case.objects.closed_in(month).count() == int(counts)


def test_every_rule_can_be_listed_in_one_statement_with_the_one_coordinator_and_plan(
    django_assert_num_queries: object,
) -> None:
    case = opened(100)
    now = datetime(2026, 4, 1, 9, tzinfo=UTC)
    plan = PlanFactory.create(case=case, in_force=True, created_at=now - timedelta(days=9), in_force_at=now)
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        row = Case.objects.silent(on=TODAY, days=30).for_list().get()
        assert (row.household.name, row.area.name, str(row.theme)) != ("", "", "")
    coordinator = case.coordinators.get().worker
    shown = vars(row)
    assert (shown["coordinator_name"], shown["coordinator_id"]) == (coordinator.name, coordinator.pk)
    assert (shown["plan_since"], shown["plan_evaluate_on"]) == (now, plan.evaluate_on)
