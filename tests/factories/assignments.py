"""What was agreed with the municipality: assignments, mandates, and steps on the participation ladder."""

from datetime import UTC, date, datetime

import factory

from cases.enums import ProvisionKind
from cases.models import LadderScore, Mandate
from collectief.enums import AssignmentUnit, LadderStep
from collectief.models import Assignment, AssignmentPart
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.collectief import InitiativeFactory
from tests.factories.teams import TeamFactory


class AssignmentFactory(Factory[Assignment]):
    """A draft: fifty people to a group, from March up to January."""

    class Meta:
        model = Assignment

    class Params:
        agreed = factory.Trait(
            agreed_on=date(2026, 2, 20),
            agreed_with="Beleidsmedewerker participatie",
            agreed_by=factory.SubFactory(UserFactory),
        )

    team = factory.SubFactory(TeamFactory)
    title = "Minstens 50 mensen die alleen wonen doen mee met een groep"
    target_group = "Mensen boven de 55 die alleen wonen in de Molenbuurt"
    number = 50
    unit = AssignmentUnit.PEOPLE
    starts_on = date(2026, 3, 1)
    ends_on = date(2027, 1, 1)
    will_not = "Geen eigen taalcursussen; we verwijzen naar de bibliotheek."
    written_by = factory.SubFactory(UserFactory)
    written_at = datetime(2026, 2, 10, 9, tzinfo=UTC)


class AssignmentPartFactory(Factory[AssignmentPart]):
    class Meta:
        model = AssignmentPart

    assignment = factory.SubFactory(AssignmentFactory)
    initiative = factory.SubFactory(InitiativeFactory)


class MandateFactory(Factory[Mandate]):
    """Support at home up to four hours a week, in 2026."""

    class Meta:
        model = Mandate

    team = factory.SubFactory(TeamFactory)
    kind = ProvisionKind.WMO_SUPPORT
    up_to_hours = 4
    for_whom = "Volwassenen in onze buurten"
    starts_on = date(2026, 1, 1)
    ends_on = date(2027, 1, 1)
    agreed_on = date(2025, 12, 1)
    agreed_with = "Hoofd Wmo"
    written_by = factory.SubFactory(UserFactory)


class LadderScoreFactory(Factory[LadderScore]):
    """Somebody of the household of the case stood on the second step in March 2026."""

    class Meta:
        model = LadderScore

    case = factory.SubFactory(CaseFactory)
    person = factory.LazyAttribute(lambda score: score.case.household.members.order_by("pk")[0].person)
    step = LadderStep.CONTACTS
    scored_on = date(2026, 3, 2)
    scored_by = factory.SubFactory(UserFactory)
