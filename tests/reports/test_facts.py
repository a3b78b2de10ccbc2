"""Counts of a month against numbers counted by hand, on the days where a month turns."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cases.enums import Origin
from tests.factories import (
    CaseFactory,
    ContactFactory,
    HouseholdFactory,
    ImportedCaseFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    PlanFactory,
    QuestionFactory,
    SignalFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    TimeEntryFactory,
)
from tests.reports.conftest import NOW, OCTOBER, TODAY, Place, amsterdam
from wijkteam.core.periods import next_month
from wijkteam.hours.enums import WorkKind
from wijkteam.reports.models import TeamMonth, TeamMonthStock
from wijkteam.reports.selectors.facts import count_month
from wijkteam.reports.services.refresh_facts import recent_months, refresh_facts
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db


def october(team: Team) -> dict[str, object]:
    (counts,) = count_month(OCTOBER, team_ids=[team.pk], today=TODAY)
    return counts.values


def test_a_month_without_anything_is_zeros(place: Place) -> None:
    values = october(place.team)
    assert values["open_at_end"] == 0
    assert values["fte"] == 1
    assert (values["band_low"], values["band_high"], values["floor_percentage"]) == (20, 30, 25)
    assert values["days_to_decision"] is None


def test_flow_counts_each_case_on_its_days(place: Place) -> None:
    place.case(dt.date(2026, 9, 30))  # open all month
    place.case(dt.date(2026, 10, 1))  # in on the first day
    place.case(dt.date(2026, 10, 31))  # in on the last day
    place.case(dt.date(2026, 11, 1))  # next month
    place.case(dt.date(2026, 9, 1), dt.date(2026, 9, 30))  # out the day before
    place.case(dt.date(2026, 9, 1), dt.date(2026, 10, 1))  # out on the first day
    place.case(dt.date(2026, 9, 1), dt.date(2026, 10, 31))  # out on the last day
    place.case(dt.date(2026, 9, 1), dt.date(2026, 11, 1))  # still open at the end
    place.case(dt.date(2026, 10, 5), dt.date(2026, 10, 6))  # in and out
    values = october(place.team)
    assert (values["open_at_start"], values["opened"], values["closed"], values["open_at_end"]) == (4, 3, 3, 4)


def test_a_household_that_came_back(place: Place) -> None:
    """Within six calendar months of the closing; later it comes in as any other."""
    for closed_on in (dt.date(2026, 6, 1), dt.date(2026, 4, 6), dt.date(2026, 4, 5), dt.date(2025, 3, 1)):
        home = HouseholdFactory.create(area=place.street, members=0)
        first = place.case(dt.date(2025, 1, 6), closed_on, household=home)
        place.case(dt.date(2026, 10, 5), household=home, previous_case=first)
    place.case(dt.date(2026, 10, 5))
    assert (october(place.team)["opened"], october(place.team)["reopened"]) == (5, 2)


def test_attention_at_the_end_of_the_month_looks_back_in_time(place: Place) -> None:
    quiet = place.case(dt.date(2026, 3, 2))
    ContactFactory.create(case=quiet, occurred_at=amsterdam(2026, 9, 30, 23, 59))
    ContactFactory.create(case=quiet, occurred_at=amsterdam(2026, 11, 1, 0, 0))  # November knew better
    talked = place.case(dt.date(2026, 3, 2))
    ContactFactory.create(case=talked, occurred_at=amsterdam(2026, 10, 1, 0, 0))
    planned = place.case(dt.date(2026, 3, 2))
    ContactFactory.create(case=planned, occurred_at=amsterdam(2026, 10, 31, 12, 0))
    PlanFactory.create(case=planned, in_force=True)
    place.case(dt.date(2025, 10, 31))  # a year and a day, never a contact
    place.case(dt.date(2025, 11, 1), awaiting_coordinator_since=dt.date(2025, 11, 1))  # a year exactly
    values = october(place.team)
    assert values["silent"] == 3
    assert values["plan_overdue"] == 4
    assert values["long_running"] == 1
    assert values["waiting"] == 1


def test_questions_fall_in_the_month_of_the_clock_in_amsterdam(place: Place) -> None:
    """The clock goes back in the night of 25 October; the month ends at midnight by that clock."""
    for moment, origin in [
        (amsterdam(2026, 9, 30, 23, 59), Origin.RESIDENT),
        (amsterdam(2026, 10, 1, 0, 0), Origin.OUTREACH),
        (amsterdam(2026, 10, 25, 2, 30), Origin.VOLUNTEER),
        (amsterdam(2026, 10, 31, 23, 59), Origin.ORGANISATION),
        (amsterdam(2026, 11, 1, 0, 0), Origin.OUTREACH),
    ]:
        QuestionFactory.create(team=place.team, received_at=moment, origin=origin)
    assert (october(place.team)["questions"], october(place.team)["questions_proactive"]) == (3, 2)


@pytest.mark.parametrize("month", [dt.date(2026, 3, 1), dt.date(2026, 12, 1), dt.date(2028, 2, 1)])
def test_each_signal_is_counted_in_exactly_one_month(place: Place, month: dt.date) -> None:
    """Around both nights that the clock changes, new year and 29 February."""
    edges = [next_month(month, step=step) for step in (0, 1)]
    for edge in edges:
        midnight = amsterdam(edge.year, edge.month, edge.day)
        for minutes in (-1, 0, 1):
            SignalFactory.create(team=place.team, received_at=midnight + dt.timedelta(minutes=minutes))
    months = [next_month(month, step=step) for step in (-1, 0, 1)]
    far = dt.date(2030, 1, 1)
    counted = [count_month(m, team_ids=[place.team.pk], today=far)[0].values["signals"] for m in months]
    assert counted == [1, 3, 2]


def test_hours_and_contacts(place: Place) -> None:
    case = place.case(dt.date(2026, 3, 2))
    for day, kind in [(30, WorkKind.INDIVIDUAL), (31, WorkKind.ESCALATION)]:
        ContactFactory.create(case=case, occurred_at=amsterdam(2026, 10, day, 9), minutes=45, time_entry__kind=kind)
    for kind, minutes in [(WorkKind.COLLECTIVE, 60), (WorkKind.PREVENTION, 30), (WorkKind.OUTREACH, 15)]:
        TimeEntryFactory.create(
            team=place.team, user=place.worker, kind=kind, minutes=minutes, worked_on=dt.date(2026, 10, 1)
        )
    TimeEntryFactory.create(team=place.team, user=place.worker, worked_on=dt.date(2026, 11, 1))
    values = october(place.team)
    assert [values[f"minutes_{kind}"] for kind in WorkKind.values] == [45, 45, 60, 30, 15, 0, 0, 0]
    assert (values["contacts"], values["contacted_households"], values["escalation_households"]) == (2, 1, 1)
    month = TeamMonth(**values)
    assert month.minutes == 195
    assert month.prevention_share == pytest.approx(105 / 195)


def test_every_kind_of_work_has_its_column() -> None:
    columns = {field.name for field in TeamMonth._meta.concrete_fields if field.name.startswith("minutes_")}
    assert columns == {f"minutes_{kind}" for kind in WorkKind.values}


def test_outcomes_and_days_until_a_decision(place: Place) -> None:
    received = amsterdam(2026, 10, 1, 9)
    for outcome, days in [("answered", 1), ("declined", 3), ("answered", 8)]:
        QuestionFactory.create(
            team=place.team,
            received_at=received,
            **{outcome: True},
            decided_at=received + dt.timedelta(days=days),
        )
    QuestionFactory.create(team=place.team, received_at=received)
    values = october(place.team)
    assert (values["questions_answered"], values["questions_declined"], values["questions_case"]) == (2, 1, 0)
    assert values["days_to_decision"] == 3


def test_questions_of_a_list_do_not_make_the_days_until_a_decision_shorter(place: Place) -> None:
    """They count as decided when they came in; and beside them a few others are no hidden majority."""
    received = amsterdam(2026, 10, 1, 9)

    def decided(days: int, **fields: Any) -> Any:
        return QuestionFactory.create(
            team=place.team, received_at=received, decided_at=received + dt.timedelta(days=days), **fields
        )

    for _one in range(12):
        ImportedCaseFactory.create(case=decided(0, became_case=True).case)
    for _one in range(9):
        decided(6, answered=True)
    assert october(place.team)["days_to_decision"] is None
    decided(6, answered=True)
    values = october(place.team)
    assert (values["questions_case"], values["days_to_decision"]) == (12, 6)


def test_people_and_initiatives_count_on_the_last_day(place: Place) -> None:
    TeamMembershipFactory.create(team=place.team, fte="0.50", ends_on=dt.date(2026, 10, 31))
    TeamMembershipFactory.create(team=place.team, fte="0.80", starts_on=dt.date(2026, 10, 31))
    InitiativeFactory.create(team=place.team, ends_on=dt.date(2026, 10, 31))
    InitiativeFactory.create(team=place.team, starts_on=dt.date(2026, 10, 31))
    values = october(place.team)
    assert (float(str(values["fte"])), values["initiatives"]) == (1.8, 1)


def test_stock_is_by_district_and_theme(place: Place) -> None:
    other = ThemeFactory.create(code="wonen", name="Wonen")
    place.case(dt.date(2026, 3, 2))
    place.case(dt.date(2026, 3, 2))
    place.case(dt.date(2026, 3, 2), theme=other)
    elsewhere = HouseholdFactory.create(members=0)
    place.case(dt.date(2026, 3, 2), household=elsewhere)
    place.case(dt.date(2026, 3, 2), dt.date(2026, 10, 31))
    (counts,) = count_month(OCTOBER, team_ids=[place.team.pk], today=TODAY)
    found = {(row.district_id, row.theme_id): row.households for row in counts.stock}
    assert found == {
        (place.street.parent_id, place.theme.pk): 2,
        (place.street.parent_id, other.pk): 1,
        (elsewhere.area.parent_id, place.theme.pk): 1,
    }


def test_refreshing_twice_gives_the_same_and_follows_what_changed(place: Place) -> None:
    place.case(dt.date(2026, 3, 2))
    months = recent_months(TODAY, count=2)
    assert refresh_facts(months=months, at=NOW, today=TODAY) == 2
    assert refresh_facts(months=months, at=NOW, today=TODAY) == 2
    row = TeamMonth.objects.get(team=place.team, month=OCTOBER)
    assert (row.open_at_end, row.stock.get().households) == (1, 1)
    place.case(dt.date(2026, 10, 8))  # a late entry
    refresh_facts(months=months, at=NOW, today=TODAY)
    row.refresh_from_db()
    assert (row.opened, row.open_at_end, row.stock.get().households) == (1, 2, 2)


def test_the_running_month_is_counted_until_today(place: Place) -> None:
    place.case(dt.date(2026, 11, 12))
    (counts,) = count_month(dt.date(2026, 11, 1), team_ids=[place.team.pk], today=TODAY)
    assert counts.end == dt.date(2026, 11, 13)
    assert (counts.values["opened"], counts.values["open_at_end"]) == (1, 1)


def test_any_number_of_teams_takes_as_many_statements(place: Place, django_assert_num_queries: object) -> None:
    teams = [TeamFactory.create().pk for _ in range(5)] + [place.team.pk]
    with django_assert_num_queries(4):  # type: ignore[operator]  # terms, counts, stock, themes
        counted = count_month(OCTOBER, team_ids=teams, today=TODAY)
    assert [row.team_id for row in counted] == sorted(teams)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"open_at_end": 5}, "team_month_adds_up"),
        ({"month": dt.date(2026, 10, 2)}, "team_month_is_a_first_day"),
        ({"silent": 1}, "team_month_parts_fit"),
    ],
)
def test_postgres_refuses_counts_that_do_not_fit(place: Place, changes: dict[str, object], constraint: str) -> None:
    values = {**october(place.team), "month": OCTOBER, **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TeamMonth.objects.create(team=place.team, computed_at=NOW, **values)


def test_postgres_keeps_one_row_for_a_team_and_month(place: Place) -> None:
    refresh_facts(months=[OCTOBER], at=NOW, today=TODAY)
    with pytest.raises(IntegrityError, match="team_month_once"), transaction.atomic():
        TeamMonth.objects.create(team=place.team, month=OCTOBER, computed_at=NOW, **october(place.team))


@pytest.mark.parametrize(("households", "constraint"), [(0, "stock_is_somebody"), (3, "stock_once")])
def test_postgres_keeps_one_row_for_a_district_and_theme(place: Place, households: int, constraint: str) -> None:
    place.case(dt.date(2026, 3, 2))
    refresh_facts(months=[OCTOBER], at=NOW, today=TODAY)
    kept = TeamMonth.objects.get(month=OCTOBER).stock.get()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TeamMonthStock.objects.create(
            team_month=kept.team_month, district=kept.district, theme=kept.theme, households=households
        )


DAYS = st.dates(dt.date(2026, 8, 1), dt.date(2026, 12, 31))


class AnyHistory(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 90)), max_size=12))
    def test_months_follow_each_other(self, spans: list[tuple[dt.date, int | None]]) -> None:
        """What is open at the end of a month is what the next one begins with, and every case is in and out once."""
        team = TeamFactory.create()
        worker = TeamMembershipFactory.create(team=team).user
        home = NeighbourhoodFactory.create()
        for opened_on, days in spans:
            closed_on = opened_on + dt.timedelta(days=days) if days is not None else None
            CaseFactory.create(
                team=team,
                coordinator=worker,
                opened_on=opened_on,
                household=HouseholdFactory.create(area=home, members=0),
                **({"closed_on": closed_on, "closing_reason": "moved"} if closed_on else {}),
            )
        months = [next_month(dt.date(2026, 7, 1), step=step) for step in range(10)]
        rows = [count_month(m, team_ids=[team.pk], today=dt.date(2027, 12, 31))[0] for m in months]
        for before, after in pairwise(rows):
            assert before.values["open_at_end"] == after.values["open_at_start"]
        for row in rows:
            v = row.values
            assert v["open_at_start"] + v["opened"] - v["closed"] == v["open_at_end"]
            assert sum(one.households for one in row.stock) == v["open_at_end"]
        assert sum(row.values["opened"] for row in rows) == len(spans)
        assert sum(row.values["closed"] for row in rows) == sum(days is not None for _, days in spans)
