"""What the counts of a month say of groups and initiatives fits what they say of the cases."""

from tests.factories import TeamMonthFactory

RULES = [
    ("team_month_collective_fits", lambda: TeamMonthFactory.create(collective_closed=1)),
]
