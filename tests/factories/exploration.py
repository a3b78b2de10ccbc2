"""Intake board, broad exploration, and the statutory clock."""

from datetime import UTC, date, datetime, timedelta

import factory

from cases.enums import ClockPhase, Closeness, LifeDomain, OwnPlanKind, RelationKind
from cases.models import (
    CheckBack,
    ClockExtension,
    DomainAssessment,
    Exploration,
    NetworkPerson,
    OwnPlan,
    StatutoryClock,
)
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, QuestionFactory, _worker_of

BEGUN_AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


class CheckBackFactory(Factory[CheckBack]):
    """Planned for the sixteenth of March, after a question that an initiative took up."""

    class Meta:
        model = CheckBack

    question = factory.SubFactory(QuestionFactory, led_to_initiative=True)
    due_on = date(2026, 3, 16)
    planned_at = datetime(2026, 3, 4, 9, tzinfo=UTC)
    planned_by = factory.SelfAttribute("question.decided_by")


class ExplorationFactory(Factory[Exploration]):
    class Meta:
        model = Exploration

    case = factory.SubFactory(CaseFactory)
    version = factory.LazyAttribute(lambda one: one.case.explorations.count() + 1)
    created_at = BEGUN_AT
    created_by = factory.LazyAttribute(lambda one: _worker_of(one.case))


class DomainAssessmentFactory(Factory[DomainAssessment]):
    class Meta:
        model = DomainAssessment

    exploration = factory.SubFactory(ExplorationFactory)
    life_domain = LifeDomain.FINANCE
    reason = "Elke maand is het geld op de twintigste op."


class NetworkPersonFactory(Factory[NetworkPerson]):
    class Meta:
        model = NetworkPerson

    exploration = factory.SubFactory(ExplorationFactory)
    name = factory.Sequence(lambda n: f"Tante {n}")
    kind = RelationKind.FAMILY
    closeness = Closeness.NEAR


class OwnPlanFactory(Factory[OwnPlan]):
    class Meta:
        model = OwnPlan

    case = factory.SubFactory(CaseFactory)
    kind = OwnPlanKind.FAMILY_GROUP
    made_by = "Noor en haar zussen"
    made_on = date(2026, 3, 5)
    handed_over_on = date(2026, 3, 7)
    text = "Wij brengen om de beurt de kinderen naar school."
    added_at = BEGUN_AT
    added_by = factory.LazyAttribute(lambda one: _worker_of(one.case))


class StatutoryClockFactory(Factory[StatutoryClock]):
    """Runs since the second of March: own plan by the ninth, investigation by the thirteenth of April."""

    class Meta:
        model = StatutoryClock

    class Params:
        decided = factory.Trait(
            investigation_done_on=date(2026, 4, 1),
            applied_on=date(2026, 4, 2),
            decided_on=date(2026, 4, 10),
            decision="granted",
        )

    case = factory.SubFactory(CaseFactory)
    started_at = BEGUN_AT
    started_by = factory.LazyAttribute(lambda one: _worker_of(one.case))
    reported_on = date(2026, 3, 2)


class ClockExtensionFactory(Factory[ClockExtension]):
    """Two weeks more for the investigation, with the agreement of the resident."""

    class Meta:
        model = ClockExtension

    clock = factory.SubFactory(StatutoryClockFactory)
    phase = ClockPhase.INVESTIGATION
    until = factory.LazyAttribute(lambda one: one.clock.reported_on + timedelta(days=56))
    reason = "De zus die mee wil praten is drie weken weg."
    agreed_on = date(2026, 4, 1)
    extended_at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    extended_by = factory.SelfAttribute("clock.started_by")
