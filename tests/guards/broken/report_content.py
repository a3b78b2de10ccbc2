"""Laws of themes, hourly rates, and what the counts of a month say of the four tasks."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.factories import (
    HourlyRateFactory,
    TeamMembershipFactory,
    TeamMonthFactory,
    TeamMonthThemeFactory,
    ThemeLawFactory,
)
from tests.guards.past_the_code import twice
from wijkteam.areas.models import ThemeLaw

DAY = date(2020, 1, 1)


def hours_twice() -> None:
    first = TeamMonthThemeFactory.create()
    TeamMonthThemeFactory.create(team_month=first.team_month, theme=first.theme)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("theme_law_is_known", lambda: ThemeLawFactory.create(law="nature")),
    ("theme_law_ends_after_start", lambda: ThemeLawFactory.create(ends_on=DAY)),
    (
        "theme_one_law_at_a_time",
        lambda: ThemeLaw.objects.create(theme=ThemeLawFactory.create().theme, law="wmo", starts_on=date(2019, 1, 1)),
    ),
    ("rate_ends_after_start", lambda: HourlyRateFactory.create(ends_on=DAY)),
    ("rate_is_some_money", lambda: HourlyRateFactory.create(euros=Decimal(0))),
    ("rate_one_at_a_time", lambda: twice(HourlyRateFactory.create, team=TeamMembershipFactory.create().team)),
    ("theme_hours_once", hours_twice),
    ("theme_hours_are_of_somebody", lambda: TeamMonthThemeFactory.create(households=0)),
    ("team_month_four_tasks_fit", lambda: TeamMonthFactory.create(organising_minutes=1)),
    ("team_month_four_tasks_fit", lambda: TeamMonthFactory.create(visited=1)),
    ("team_month_four_tasks_fit", lambda: TeamMonthFactory.create(signals_followed_up=1)),
]
