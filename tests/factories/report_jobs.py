import factory

from tests.factories.base import Factory
from tests.factories.reports import MADE_AT, MONTH
from tests.factories.teams import TeamFactory
from wijkteam.reports.models import ReportJob


class ReportJobFactory(Factory[ReportJob]):
    """A wish that waits for its turn."""

    class Meta:
        model = ReportJob

    team = factory.SubFactory(TeamFactory)
    month = MONTH
    asked_at = MADE_AT
