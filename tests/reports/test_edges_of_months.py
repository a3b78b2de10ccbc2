"""G31: what happens round midnight, in the nights that the clocks change and on leap day, counts in one month."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from cases.enums import ContactKind
from cases.services.log_contact import ContactDetails, log_contact
from tests.factories import CaseFactory, QuestionFactory, SignalFactory
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.core.periods import next_month
from wijkteam.reports.selectors.facts import count_month
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# In UTC: where a month turns in winter and in summer, where the clocks change, leap day, and the turn of a year.
EDGES = [
    dt.datetime(2024, 2, 28, 23, tzinfo=dt.UTC),
    dt.datetime(2024, 2, 29, 23, tzinfo=dt.UTC),
    dt.datetime(2024, 3, 31, 1, tzinfo=dt.UTC),  # the last night of the month is the short one
    dt.datetime(2024, 3, 31, 22, tzinfo=dt.UTC),
    dt.datetime(2025, 2, 28, 23, tzinfo=dt.UTC),
    dt.datetime(2025, 10, 26, 0, tzinfo=dt.UTC),  # the hour that comes twice begins
    dt.datetime(2025, 10, 26, 1, tzinfo=dt.UTC),
    dt.datetime(2025, 10, 31, 23, tzinfo=dt.UTC),
    dt.datetime(2025, 12, 31, 23, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 31, 22, tzinfo=dt.UTC),
]
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 5, 1)
TODAY = dt.date(2026, 11, 1)


def moments() -> Iterator[dt.datetime]:
    """At each edge, a microsecond and an hour or two before and after it, and some at random round it."""
    chance = random.Random(31)
    for edge in EDGES:
        yield from (edge, edge - dt.timedelta(microseconds=1), edge + dt.timedelta(microseconds=1))
        yield from (edge + dt.timedelta(hours=hours) for hours in (-2, -1, 1, 2))
        yield from (edge + dt.timedelta(seconds=chance.randint(-10_800, 10_800)) for _ in range(9))


def expected() -> Counter[dt.date]:
    """By the calendar on the wall in Amsterdam."""
    return Counter(moment.astimezone(AMSTERDAM).date().replace(day=1) for moment in moments())


def test_g31_each_event_counts_in_the_month_of_the_wall_clock(team: Team, colleague: User, measured: Measured) -> None:
    opened = dt.date(2024, 1, 15)
    case = CaseFactory.create(team=team, coordinator=colleague, opened_on=opened)
    for number, moment in enumerate(moments()):
        QuestionFactory.create(team=team, received_at=moment)
        SignalFactory.create(team=team, received_at=moment)
        details = ContactDetails(kind=ContactKind.PHONE, occurred_at=moment, minutes=5, text=f"Gebeld {number}.")
        log_contact(case=case, details=details, by=colleague, request_key=None)
        # A case of that day, as somebody who opens one just then makes it.
        CaseFactory.create(team=team, coordinator=colleague, opened_on=moment.astimezone(AMSTERDAM).date())
    counted: dict[str, Counter[dt.date]] = {name: Counter() for name in ("questions", "signals", "contacts", "opened")}
    month = FIRST
    while month <= LAST:
        (counts,) = count_month(month, team_ids=[team.pk], today=TODAY)
        for name, found in counted.items():
            found[month] += counts.values[name]
        assert counts.values["minutes_individual"] == 5 * counts.values["contacts"]
        month = next_month(month)
    wanted = expected()
    assert +counted["questions"] == +counted["signals"] == +counted["contacts"] == wanted
    wanted[FIRST] += 1  # the case they all speak of
    assert +counted["opened"] == wanted
    measured("G31", f"{4 * sum(expected().values())} events at {len(EDGES)} edges: each in 1 month", part="calendar")
