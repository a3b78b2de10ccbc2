from datetime import UTC, datetime

import factory

from cases.models import (
    CaseConference,
    ConferenceDecision,
    ConferenceHours,
    ConferenceItem,
    ConferenceItemParticipant,
    ConferenceParticipant,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.hours import TimeEntryFactory
from tests.factories.netwerk import ProfessionalFactory
from tests.factories.sharing import SharingRecordFactory
from tests.factories.teams import TeamFactory
from wijkteam.hours.enums import WorkKind

AT = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)


class CaseConferenceFactory(Factory[CaseConference]):
    """An hour on a Tuesday in May."""

    class Meta:
        model = CaseConference

    class Params:
        cancelled = factory.Trait(cancelled_at=AT, cancel_reason="Te weinig mensen")
        held = factory.Trait(held_at=AT)

    team = factory.SubFactory(TeamFactory)
    starts_at = AT
    minutes = 60
    place = "Buurthuis"
    chair = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    created_by = factory.SelfAttribute("chair")


class ConferenceParticipantFactory(Factory[ConferenceParticipant]):
    """A worker; `outsider` is a professional of a partner."""

    class Meta:
        model = ConferenceParticipant

    class Params:
        outsider = factory.Trait(worker=None, professional=factory.SubFactory(ProfessionalFactory))

    conference = factory.SubFactory(CaseConferenceFactory)
    worker = factory.SubFactory(UserFactory)


class ConferenceItemFactory(Factory[ConferenceItem]):
    """A question about a case; `anonymous` has none."""

    class Meta:
        model = ConferenceItem

    class Params:
        anonymous = factory.Trait(case=None)

    conference = factory.SubFactory(CaseConferenceFactory)
    case = factory.SubFactory(CaseFactory, team=factory.SelfAttribute("..conference.team"))
    question = "Wat kan er nog meer?"
    brought_by = factory.SubFactory(UserFactory)


class ConferenceItemParticipantFactory(Factory[ConferenceItemParticipant]):
    """A professional who may hear of the case."""

    class Meta:
        model = ConferenceItemParticipant

    item = factory.SubFactory(ConferenceItemFactory)
    participant = factory.SubFactory(
        ConferenceParticipantFactory, outsider=True, conference=factory.SelfAttribute("..item.conference")
    )
    sharing = factory.SubFactory(
        SharingRecordFactory,
        case=factory.SelfAttribute("..item.case"),
        organisation=factory.SelfAttribute("..participant.professional.organisation"),
    )


class ConferenceDecisionFactory(Factory[ConferenceDecision]):
    class Meta:
        model = ConferenceDecision

    item = factory.SubFactory(ConferenceItemFactory)
    text = "De school bellen"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = AT


class ConferenceHoursFactory(Factory[ConferenceHours]):
    class Meta:
        model = ConferenceHours

    conference = factory.SubFactory(CaseConferenceFactory)
    worker = factory.SubFactory(UserFactory)
    is_casework = False
    time_entry = factory.SubFactory(
        TimeEntryFactory,
        team=factory.SelfAttribute("..conference.team"),
        user=factory.SelfAttribute("..worker"),
        kind=WorkKind.TEAM,
    )
