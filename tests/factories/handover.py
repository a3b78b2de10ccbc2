from datetime import UTC, date, datetime
from typing import Any

import factory

from cases.enums import AbsenceKind, Informer
from cases.models import Absence, Handover, StandIn
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.teams import TeamMembershipFactory

PROPOSED = datetime(2026, 4, 20, 9, tzinfo=UTC)
DECIDED = datetime(2026, 4, 21, 9, tzinfo=UTC)


class HandoverFactory(Factory[Handover]):
    """From the coordinator of the case to a new colleague, not answered yet. The traits are the three answers.

    `accepted` leaves the coordinator's period as it is: use the service where that matters.
    """

    class Meta:
        model = Handover

    class Params:
        accepted = factory.Trait(accepted_at=DECIDED, decided_by=factory.SelfAttribute("receiver"))
        refused = factory.Trait(
            refused_at=DECIDED, decided_by=factory.SelfAttribute("receiver"), refusal_reason="Mijn week zit vol"
        )
        withdrawn = factory.Trait(withdrawn_at=DECIDED, decided_by=factory.SelfAttribute("giver"))

    case = factory.SubFactory(CaseFactory)
    giver = factory.LazyAttribute(lambda handover: handover.case.coordinators.get(ended_at=None).worker)
    receiver = factory.LazyAttribute(lambda handover: TeamMembershipFactory.create(team=handover.case.team).user)
    proposed_by = factory.SelfAttribute("giver")
    proposed_at = PROPOSED
    reason = "Ik ga minder werken"
    informer = Informer.RECEIVER


class AbsenceFactory(Factory[Absence]):
    """Away from 1 until 18 May 2026."""

    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    kind = AbsenceKind.PLANNED
    starts_on = date(2026, 5, 1)
    ends_on: date | None = date(2026, 5, 18)
    registered_by = factory.SelfAttribute("user")


class StandInFactory(Factory[StandIn]):
    """A colleague of the team looks after a case for as long as its coordinator is away."""

    class Meta:
        model = StandIn

    case = factory.SubFactory(CaseFactory)
    absence = factory.LazyAttribute(
        lambda one: AbsenceFactory.create(user=one.case.coordinators.get(ended_at=None).worker)
    )
    worker = factory.LazyAttribute(lambda one: TeamMembershipFactory.create(team=one.case.team).user)
    starts_on = factory.SelfAttribute("absence.starts_on")
    ends_on: Any = factory.SelfAttribute("absence.ends_on")
