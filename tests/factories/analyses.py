from datetime import UTC, date, datetime
from typing import Any

import factory

from collectief.enums import AnalysisPart
from collectief.models import AnalysisMeeting, AnalysisSection, AnalysisVoice, NeighbourhoodAnalysis
from tests.factories.areas import DistrictFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory, TeamMembershipFactory


class NeighbourhoodAnalysisFactory(Factory[NeighbourhoodAnalysis]):
    """A draft over 2025, about one district; its parts come with AnalysisSectionFactory."""

    class Meta:
        model = NeighbourhoodAnalysis
        skip_postgeneration_save = True

    team = factory.SubFactory(TeamFactory)
    starts_on = date(2025, 1, 1)
    ends_on = date(2026, 1, 1)
    started_by = factory.LazyAttribute(lambda analysis: TeamMembershipFactory.create(team=analysis.team).user)
    started_at = datetime(2026, 2, 2, 9, tzinfo=UTC)

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy does not say
    def areas(self: Any, create: bool, given: Any, **kwargs: Any) -> None:
        self.areas.set(given if given is not None else [DistrictFactory.create()])


class AnalysisSectionFactory(Factory[AnalysisSection]):
    class Meta:
        model = AnalysisSection

    analysis = factory.SubFactory(NeighbourhoodAnalysisFactory)
    part = AnalysisPart.STORIES


class AnalysisMeetingFactory(Factory[AnalysisMeeting]):
    class Meta:
        model = AnalysisMeeting

    analysis = factory.SubFactory(NeighbourhoodAnalysisFactory)
    held_on = date(2026, 2, 10)
    residents = 7
    functions = "wijkagent"


class AnalysisVoiceFactory(Factory[AnalysisVoice]):
    class Meta:
        model = AnalysisVoice

    meeting = factory.SubFactory(AnalysisMeetingFactory)
    first_name = "Ria"
    agreed_on = date(2026, 2, 10)
