"""Flags in the read log, the weekly sample, and where workers live."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from tests.factories import (
    LegalHoldFactory,
    ReadFlagFactory,
    ReadLogFactory,
    SampledReadingFactory,
    UserFactory,
    WorkerHomeFactory,
)
from tests.guards.past_the_code import change, twice
from wijkteam.audit.models import DroppedMonth

MOMENT = datetime(2026, 4, 16, 9, tzinfo=UTC)


def given_to_oneself(factory: Any) -> None:
    one = factory.create()
    change(one, assigned_to=one.user, assigned_at=MOMENT)


def closed_by_oneself(factory: Any) -> None:
    one = factory.create(given=True)
    change(one, closed_by=one.user, closed_at=MOMENT, outcome="work", finding="Prima.")


def month(name: str, *, sealed: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_drop_month(%s, %s, '', '', '', 5)", [name, sealed])


def held_month() -> None:
    hold = LegalHoldFactory.create()
    ReadLogFactory.create(at=MOMENT, household_id=hold.case.household_id)
    a_dropped_month()


def a_dropped_month() -> None:
    DroppedMonth.objects.create(name="x", ends_at=datetime(2026, 5, 1, tzinfo=UTC), lines=0, years=5, dropped_at=MOMENT)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("flag_given_as_a_whole", lambda: change(ReadFlagFactory.create(), assigned_at=MOMENT)),
    ("flag_given_to_another", lambda: given_to_oneself(ReadFlagFactory)),
    ("flag_closed_as_a_whole", lambda: change(ReadFlagFactory.create(given=True), closed_at=MOMENT)),
    ("flag_closed_as_a_whole", lambda: ReadFlagFactory.create(closed=True, finding="")),
    ("flag_closed_as_a_whole", lambda: ReadFlagFactory.create(closed=True, outcome="anders")),
    ("flag_closed_by_another", lambda: closed_by_oneself(ReadFlagFactory)),
    ("flag_pattern_is_known", lambda: ReadFlagFactory.create(pattern="anders")),
    ("flag_once_a_day", lambda: twice(ReadFlagFactory.create, user=UserFactory.create())),
    ("flag_once_a_day", lambda: twice(ReadFlagFactory.create, user=UserFactory.create(), household_id=7)),
    ("flag_stays_as_it_was", lambda: change(ReadFlagFactory.create(closed=True), finding="Toch niet.")),
    ("flag_stays_as_it_was", lambda: change(ReadFlagFactory.create(), user=UserFactory.create())),
    ("sampled_given_as_a_whole", lambda: change(SampledReadingFactory.create(), assigned_at=MOMENT)),
    ("sampled_given_to_another", lambda: given_to_oneself(SampledReadingFactory)),
    ("sampled_closed_as_a_whole", lambda: change(SampledReadingFactory.create(given=True), closed_at=MOMENT)),
    ("sampled_closed_by_another", lambda: closed_by_oneself(SampledReadingFactory)),
    ("sampled_week_begins_on_monday", lambda: SampledReadingFactory.create(week=date(2026, 3, 10))),
    ("sampled_place_in_the_sample", lambda: SampledReadingFactory.create(place=21)),
    ("sampled_place_in_the_sample", lambda: SampledReadingFactory.create(place=0)),
    ("sampled_once_at_a_place", lambda: twice(SampledReadingFactory.create, week=date(2026, 3, 9))),
    ("sampled_stays_as_it_was", lambda: change(SampledReadingFactory.create(closed=True), finding="Toch niet.")),
    ("month_is_written_by_dropping", a_dropped_month),
    ("held_month_stays", held_month),
    ("month_stays_its_term", lambda: month("audit_readlog_before")),
    # month_is_as_it_was_sealed asks for a month that is old: tests/audit/test_months.py
    ("home_has_a_mark", lambda: WorkerHomeFactory.create(mark="")),
]
