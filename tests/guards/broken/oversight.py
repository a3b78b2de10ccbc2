"""Flags in the read log, the weekly sample, and where workers live."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.factories import ReadFlagFactory, SampledReadingFactory, UserFactory, WorkerHomeFactory
from tests.guards.past_the_code import change, twice

MOMENT = datetime(2026, 4, 16, 9, tzinfo=UTC)


def given_to_oneself(factory: Any) -> None:
    one = factory.create()
    change(one, assigned_to=one.user, assigned_at=MOMENT)


def closed_by_oneself(factory: Any) -> None:
    one = factory.create(given=True)
    change(one, closed_by=one.user, closed_at=MOMENT, outcome="work", finding="Prima.")


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
    ("home_has_a_mark", lambda: WorkerHomeFactory.create(mark="")),
]
