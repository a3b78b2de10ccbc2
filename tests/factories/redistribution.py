from datetime import UTC, datetime

import factory

from cases.models import Redistribution, RedistributionMove
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.teams import TeamFactory, TeamMembershipFactory


class RedistributionFactory(Factory[Redistribution]):
    """A plan that runs, for a worker of the team."""

    class Meta:
        model = Redistribution

    class Params:
        carried_out = factory.Trait(
            carried_out_at=datetime(2026, 4, 21, 9, tzinfo=UTC),
            carried_out_by=factory.SelfAttribute("started_by"),
            reason="Nieuwe baan",
        )

    team = factory.SubFactory(TeamFactory)
    giver = factory.LazyAttribute(lambda plan: TeamMembershipFactory.create(team=plan.team).user)
    started_by = factory.SubFactory(UserFactory, team_coordinator=True)
    started_at = datetime(2026, 4, 20, 9, tzinfo=UTC)


class RedistributionMoveFactory(Factory[RedistributionMove]):
    class Meta:
        model = RedistributionMove

    case = factory.SubFactory(CaseFactory)
    redistribution = factory.LazyAttribute(
        lambda move: RedistributionFactory.create(
            team=move.case.team, giver=move.case.coordinators.get(ended_at=None).worker
        )
    )
    receiver = factory.LazyAttribute(lambda move: TeamMembershipFactory.create(team=move.case.team).user)
