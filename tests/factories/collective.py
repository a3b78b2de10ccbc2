"""Outreach, opportunities, reflections, and what happens with signals."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from collectief.enums import (
    AnswerManner,
    AnswerSentence,
    Occasion,
    OpportunityAnswer,
    ReflectionChoice,
    ReviewResult,
    SignalStepKind,
)
from collectief.models import (
    DetectionRun,
    Heard,
    Opportunity,
    OpportunityReply,
    OutreachMoment,
    PolicyAsk,
    Reflection,
    ReflectionFigure,
    ReflectionReview,
    SignalAnswer,
    SignalStep,
    ThemeWeek,
)
from tests.factories.accounts import UserFactory
from tests.factories.areas import DistrictFactory, NeighbourhoodFactory, ThemeFactory
from tests.factories.base import Factory
from tests.factories.collectief import SignalFactory
from tests.factories.teams import TeamFactory, TeamMembershipFactory
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

MONDAY = date(2026, 3, 2)


class OutreachMomentFactory(Factory[OutreachMoment]):
    """An hour at the market in March 2026, with its hours."""

    class Meta:
        model = OutreachMoment

    team = factory.SubFactory(TeamFactory)
    author = factory.LazyAttribute(lambda moment: TeamMembershipFactory.create(team=moment.team).user)
    happened_on = MONDAY
    area = factory.SubFactory(NeighbourhoodFactory)
    place = "Markt"
    residents_met = 9
    new_met = 4
    time_entry = factory.LazyAttribute(
        lambda moment: TimeEntry.objects.create(
            team=moment.team,
            user=moment.author,
            worked_on=moment.happened_on,
            minutes=60,
            kind=WorkKind.OUTREACH,
        )
    )


class HeardFactory(Factory[Heard]):
    class Meta:
        model = Heard

    moment = factory.SubFactory(OutreachMomentFactory)
    text = "De lift is al weken stuk."


class ThemeWeekFactory(Factory[ThemeWeek]):
    class Meta:
        model = ThemeWeek

    week = MONDAY
    area = factory.SubFactory(DistrictFactory)
    theme = factory.SubFactory(ThemeFactory)
    questions = 2
    signals = 1


class DetectionRunFactory(Factory[DetectionRun]):
    class Meta:
        model = DetectionRun
        django_get_or_create = ("week",)

    week = MONDAY
    looked_at = datetime(2026, 3, 9, 4, tzinfo=UTC)


class OpportunityFactory(Factory[Opportunity]):
    """Twelve in four weeks where four are usual, still rising."""

    class Meta:
        model = Opportunity

    team = factory.SubFactory(TeamFactory)
    area = factory.SubFactory(DistrictFactory)
    theme = factory.SubFactory(ThemeFactory)
    first_week = MONDAY
    last_week = MONDAY
    looked_week = MONDAY
    window = 4
    expected = Decimal("4.10")
    observed = 12


class OpportunityReplyFactory(Factory[OpportunityReply]):
    """Not now."""

    class Meta:
        model = OpportunityReply

    opportunity = factory.SubFactory(OpportunityFactory)
    answer = OpportunityAnswer.NOT_NOW
    reason = "Eerst de zomer door."
    look_again_on = date(2026, 6, 1)
    replied_by = factory.SubFactory(UserFactory)
    replied_at = datetime(2026, 3, 10, 9, tzinfo=UTC)


class ReflectionFactory(Factory[Reflection]):
    """Planned, about everything; the team chose to start something."""

    class Meta:
        model = Reflection

    team = factory.SubFactory(TeamFactory)
    occasion = Occasion.CALENDAR
    held_on = date(2026, 3, 10)
    residents = 6
    seen = "Veel mensen kennen hun buren niet."
    choice = ReflectionChoice.START
    chosen = "Een wekelijkse maaltijd."
    decided_by = "Het team en de bewoners"
    responsible = factory.LazyAttribute(lambda reflection: TeamMembershipFactory.create(team=reflection.team).user)
    written_by = factory.SelfAttribute("responsible")
    written_at = datetime(2026, 3, 10, 15, tzinfo=UTC)


class ReflectionReviewFactory(Factory[ReflectionReview]):
    """After three months, not yet looked at."""

    class Meta:
        model = ReflectionReview

    class Params:
        done = factory.Trait(
            done_at=datetime(2026, 6, 10, 9, tzinfo=UTC),
            done_by=factory.SelfAttribute("responsible"),
            result=ReviewResult.BETTER,
            note="Er komen elke week twintig mensen.",
        )

    reflection = factory.SubFactory(ReflectionFactory)
    months = 3
    due_on = date(2026, 6, 10)
    responsible = factory.SelfAttribute("reflection.responsible")


class ReflectionFigureFactory(Factory[ReflectionFigure]):
    class Meta:
        model = ReflectionFigure

    reflection = factory.SubFactory(ReflectionFactory)
    key = "asked"
    value = 12


class SignalStepFactory(Factory[SignalStep]):
    """Somebody looks at it."""

    class Meta:
        model = SignalStep

    signal = factory.SubFactory(SignalFactory)
    kind = SignalStepKind.LOOK
    done_by = factory.LazyAttribute(lambda step: TeamMembershipFactory.create(team=step.signal.team).user)
    done_at = datetime(2026, 3, 3, 9, tzinfo=UTC)


class PolicyAskFactory(Factory[PolicyAsk]):
    """Asked in March, an answer was expected in April."""

    class Meta:
        model = PolicyAsk

    class Params:
        answered = factory.Trait(
            answered_on=date(2026, 4, 20),
            answer="Er komt een lantaarnpaal bij.",
            recorded_by=factory.SelfAttribute("asked_by"),
        )

    signal = factory.SubFactory(SignalFactory)
    department = "Openbare ruimte"
    asked = "Kan het pad beter worden verlicht?"
    asked_by = factory.LazyAttribute(lambda ask: TeamMembershipFactory.create(team=ask.signal.team).user)
    asked_on = date(2026, 3, 3)
    written_at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    due_on = date(2026, 4, 14)


class SignalAnswerFactory(Factory[SignalAnswer]):
    """Thanked by telephone."""

    class Meta:
        model = SignalAnswer

    class Params:
        by_mail = factory.Trait(manner=AnswerManner.MAIL)

    signal = factory.SubFactory(SignalFactory)
    sentences = [AnswerSentence.THANKS]
    manner = AnswerManner.PHONE
    given_by = factory.LazyAttribute(lambda answer: TeamMembershipFactory.create(team=answer.signal.team).user)
    given_at = datetime(2026, 3, 4, 9, tzinfo=UTC)
