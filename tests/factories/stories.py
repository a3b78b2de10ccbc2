"""Stories, and those chosen for a report."""

from datetime import UTC, date, datetime

import factory

from collectief.enums import StoryKind, StoryState, WithdrawnBecause
from collectief.models import Story, StoryThanks
from tests.factories.base import Factory
from tests.factories.reports import MonthlyReportFactory
from tests.factories.teams import TeamFactory, TeamMembershipFactory
from wijkteam.reports.models import ReportStory

WRITTEN_AT = datetime(2026, 3, 10, 15, tzinfo=UTC)


class StoryFactory(Factory[Story]):
    """A composed draft by somebody of the team; `asked`, `approved` (and `shared`), `back`, `told` or `withdrawn`."""

    class Meta:
        model = Story

    class Params:
        told = factory.Trait(kind=StoryKind.CONSENT, consent_on=date(2026, 3, 9), consent_how="Samen gelezen, zei ja")
        asked = factory.Trait(
            state=StoryState.ASKED,
            asked_of=factory.LazyAttribute(lambda story: TeamMembershipFactory.create(team=story.team).user),
            asked_at=WRITTEN_AT,
        )
        read = factory.Trait(
            read_by=factory.LazyAttribute(lambda story: TeamMembershipFactory.create(team=story.team).user),
            read_at=WRITTEN_AT,
            read_version=1,
        )
        approved = factory.Trait(
            read=True,
            state=StoryState.APPROVED,
            nobody_recognised=True,
            consent_checked=True,
            in_plain_words=True,
        )
        shared = factory.Trait(approved=True, shared_at=WRITTEN_AT)
        back = factory.Trait(read=True, state=StoryState.BACK, remarks="De straat staat er nog in.")
        withdrawn = factory.Trait(
            state=StoryState.WITHDRAWN,
            title="",
            text="",
            withdrawn_on=date(2026, 4, 1),
            withdrawn_by=factory.SelfAttribute("written_by"),
            withdrawn_because=WithdrawnBecause.OTHER,
        )

    team = factory.SubFactory(TeamFactory)
    title = "Aan de lange tafel"
    text = "Eerst kwam zij niet binnen. Nu kookt ze elke week mee, en de buren weten haar te vinden."
    kind = StoryKind.COMPOSED
    written_by = factory.LazyAttribute(lambda story: TeamMembershipFactory.create(team=story.team).user)
    written_at = WRITTEN_AT
    changed_by = factory.SelfAttribute("written_by")
    changed_at = WRITTEN_AT


class StoryThanksFactory(Factory[StoryThanks]):
    class Meta:
        model = StoryThanks

    story = factory.SubFactory(StoryFactory, shared=True)
    team = factory.SubFactory(TeamFactory)
    given_by = factory.LazyAttribute(lambda thanks: TeamMembershipFactory.create(team=thanks.team).user)
    given_at = WRITTEN_AT


class ReportStoryFactory(Factory[ReportStory]):
    class Meta:
        model = ReportStory

    report = factory.SubFactory(MonthlyReportFactory)
    story = factory.SubFactory(StoryFactory, approved=True, team=factory.SelfAttribute("..report.team"))
    place = 1
