from datetime import date

import factory

from tests.factories.base import Factory
from tests.factories.teams import TeamMembershipFactory
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry


class TimeEntryFactory(Factory[TimeEntry]):
    """An hour for the team itself. Hours for a household come from a contact: use ContactFactory."""

    class Meta:
        model = TimeEntry

    class Params:
        membership = factory.SubFactory(TeamMembershipFactory)

    team = factory.SelfAttribute("membership.team")
    user = factory.SelfAttribute("membership.user")
    worked_on = date(2026, 3, 10)
    minutes = 60
    kind = WorkKind.TEAM
