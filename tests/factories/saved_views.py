import factory

from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory
from wijkteam.reports.models import SavedView


class SavedViewFactory(Factory[SavedView]):
    class Meta:
        model = SavedView

    user = factory.SubFactory(UserFactory, team_coordinator=True)
    name = "Zuid"
    place = 1
    page = "course"
    team = factory.SubFactory(TeamFactory)
    months = 12
