from datetime import UTC, date, datetime, timedelta

import factory

from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from wijkteam.accounts.enums import Role
from wijkteam.audit.enums import Act, Outcome, Pattern, Subject
from wijkteam.audit.models import BudgetRaise, ReadFlag, ReadLog, SampledReading, WorkerHome
from wijkteam.audit.models.worker_home import mark_of


class ReadLogFactory(Factory[ReadLog]):
    class Meta:
        model = ReadLog

    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    user_id = factory.Sequence(lambda n: 1_000_000 + n)
    role = Role.TEAM_MEMBER
    act = Act.OPEN
    subject = Subject.CASE
    subject_id = 1
    household_id = 1
    purpose = "casework"


class ReadFlagFactory(Factory[ReadFlag]):
    """Open, and given to nobody."""

    class Meta:
        model = ReadFlag

    class Params:
        given = factory.Trait(
            assigned_to=factory.SubFactory(UserFactory, privacy_officer=True),
            assigned_at=datetime(2026, 3, 11, 9, tzinfo=UTC),
        )
        closed = factory.Trait(
            given=True,
            closed_by=factory.SubFactory(UserFactory, privacy_officer=True),
            closed_at=datetime(2026, 3, 12, 9, tzinfo=UTC),
            outcome=Outcome.WORK,
            finding="Nagevraagd: zij viel in voor een collega.",
        )

    user = factory.SubFactory(UserFactory)
    pattern = Pattern.AT_NIGHT
    day = date(2026, 3, 10)
    figure = 4
    made_at = datetime(2026, 3, 11, 1, 30, tzinfo=UTC)


class SampledReadingFactory(Factory[SampledReading]):
    """The only reading that was drawn from its week, open, and given to nobody."""

    class Meta:
        model = SampledReading

    class Params:
        given = factory.Trait(
            assigned_to=factory.SubFactory(UserFactory, privacy_officer=True),
            assigned_at=datetime(2026, 3, 17, 9, tzinfo=UTC),
        )
        closed = factory.Trait(
            given=True,
            closed_by=factory.SubFactory(UserFactory, privacy_officer=True),
            closed_at=datetime(2026, 3, 18, 9, tzinfo=UTC),
            outcome=Outcome.WORK,
            finding="Het gezin heeft die dag gebeld.",
        )

    user = factory.SubFactory(UserFactory)
    week = factory.Sequence(lambda n: date(2020, 1, 6) + timedelta(weeks=n))
    place = 1
    line_id = factory.Sequence(lambda n: 9_000_000 + n)
    drawn_at = datetime(2026, 3, 16, 1, 45, tzinfo=UTC)


class WorkerHomeFactory(Factory[WorkerHome]):
    class Meta:
        model = WorkerHome

    user = factory.SubFactory(UserFactory)
    mark = factory.LazyFunction(lambda: mark_of("1012 AB"))
    told_at = datetime(2026, 3, 1, 9, tzinfo=UTC)


class BudgetRaiseFactory(Factory[BudgetRaise]):
    """More room on the day of the other factories."""

    class Meta:
        model = BudgetRaise

    user = factory.SubFactory(UserFactory)
    day = date(2026, 3, 10)
    households = 200
    reason = "Zij leest alle dossiers na voor de overdracht."
    made_by = factory.SubFactory(UserFactory, privacy_officer=True)
    made_at = datetime(2026, 3, 10, 9, tzinfo=UTC)
