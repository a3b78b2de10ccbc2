"""What happens to a plan over time, reading links, and what comes after a closing."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from cases.enums import AgreementManner, ContinuationKind, EvaluationDecision, OpeningOutcome, ScoreGiver
from cases.models import (
    AfterCare,
    Case,
    Continuation,
    Evaluation,
    EvaluationPresence,
    FamilyQuestion,
    GoalScore,
    Person,
    PlanAgreement,
    PlanReadingLink,
    ReadingLinkOpening,
)
from cases.models.reading_link import digests_of
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, GoalFactory, HouseholdMemberFactory, PersonFactory, PlanFactory
from tests.factories.teams import TeamMembershipFactory

TOKEN = "een-adres-dat-niemand-kan-raden-0123456789x"


def _member_of(case: Case) -> Person:
    member = case.household.members.select_related("person").order_by("pk").first()
    return member.person if member else HouseholdMemberFactory.create(household=case.household).person


class GoalScoreFactory(Factory[GoalScore]):
    class Meta:
        model = GoalScore

    goal = factory.SubFactory(GoalFactory, plan=factory.SubFactory(PlanFactory, in_force=True))
    score = 2
    given_by = ScoreGiver.HOUSEHOLD
    scored_on = date(2026, 3, 20)
    recorded_at = datetime(2026, 3, 20, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class EvaluationFactory(Factory[Evaluation]):
    class Meta:
        model = Evaluation

    plan = factory.SubFactory(PlanFactory, in_force=True)
    held_on = date(2026, 4, 1)
    went_well = "De post gaat weer open."
    decision = EvaluationDecision.GO_ON
    next_on = date(2026, 7, 1)
    recorded_at = datetime(2026, 4, 1, 12, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class EvaluationPresenceFactory(Factory[EvaluationPresence]):
    class Meta:
        model = EvaluationPresence

    evaluation = factory.SubFactory(EvaluationFactory)
    person = factory.SubFactory(PersonFactory)


class PlanAgreementFactory(Factory[PlanAgreement]):
    class Meta:
        model = PlanAgreement

    plan = factory.SubFactory(PlanFactory, in_force=True)
    person = factory.LazyAttribute(lambda agreement: _member_of(agreement.plan.case))
    agrees = True
    said_on = date(2026, 3, 16)
    manner = AgreementManner.TABLE
    recorded_at = datetime(2026, 3, 16, 12, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class PlanReadingLinkFactory(Factory[PlanReadingLink]):
    """Of the first member of the household, from 1 May 2026 for two weeks; `token` is what stands in its address."""

    class Meta:
        model = PlanReadingLink
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"{TOKEN}{n}")
    case = factory.SubFactory(CaseFactory)
    person = factory.LazyAttribute(lambda link: _member_of(link.case))
    digest = factory.LazyAttribute(lambda link: digests_of(link.token)[0])
    starts_on = date(2026, 5, 1)
    expires_on = date(2026, 5, 15)
    created_at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    created_by = factory.SubFactory(UserFactory)


class ReadingLinkOpeningFactory(Factory[ReadingLinkOpening]):
    class Meta:
        model = ReadingLinkOpening

    link = factory.SubFactory(PlanReadingLinkFactory)
    at = datetime(2026, 5, 3, 9, tzinfo=UTC)
    outcome = OpeningOutcome.OPENED


class FamilyQuestionFactory(Factory[FamilyQuestion]):
    class Meta:
        model = FamilyQuestion

    link = factory.SubFactory(PlanReadingLinkFactory)
    asked_at = datetime(2026, 5, 3, 9, tzinfo=UTC)
    text = "Mag mijn zus mee naar het gesprek?"


class ContinuationFactory(Factory[Continuation]):
    class Meta:
        model = Continuation

    case = factory.SubFactory(CaseFactory, closed=True)
    kind = ContinuationKind.OWN_NETWORK
    text = "De zus komt iedere zondag."


class AfterCareFactory(Factory[AfterCare]):
    """Of a case that was closed on 30 June 2026."""

    class Meta:
        model = AfterCare

    case = factory.SubFactory(CaseFactory, closed=True)
    due_on = date(2026, 9, 30)
    planned_at = datetime(2026, 6, 30, 12, tzinfo=UTC)

    @classmethod
    def _create(cls, model_class: type[AfterCare], *args: Any, **kwargs: Any) -> AfterCare:
        if "worker" not in kwargs:
            kwargs["worker"] = TeamMembershipFactory.create(team=kwargs["case"].team).user
        kwargs.setdefault("planned_by", kwargs["worker"])
        made: AfterCare = super()._create(  # type: ignore[no-untyped-call]  # factory_boy does not say
            model_class, *args, **kwargs
        )
        return made
