from datetime import UTC, date, datetime, time

import factory

from collectief.enums import EditionEnd, LeftReason, MeasureMoment, ParticipantStatus
from collectief.models import (
    Attendance,
    Edition,
    EditionLeader,
    Funding,
    Measurement,
    Method,
    Participant,
    Session,
    SessionHours,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.collectief import InitiativeFactory
from tests.factories.teams import TeamMembershipFactory
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry


class MethodFactory(Factory[Method]):
    """Six weekly meetings and a return meeting, for 2 to 12 people, with a score from 1 to 10 before and after."""

    class Meta:
        model = Method

    name = factory.Sequence(lambda n: f"Cursus {n}")
    goal = "Meer grip op het eigen leven."
    target_group = "Wie een verlies meemaakte."
    dose = "Zes keer, elke week."
    source = "Een beschrijving die te lezen is."
    meetings = 6
    interval_weeks = 1
    minutes = 120
    return_after_months = 3
    min_participants = 2
    max_participants = 12
    needs_names = True
    measure_name = "Rapportcijfer"
    measure_low = 1
    measure_high = 10


class EditionFactory(Factory[Edition]):
    """It runs, without meetings or people yet."""

    class Meta:
        model = Edition

    class Params:
        closed = factory.Trait(closed_on=date(2026, 4, 1), ending=EditionEnd.FINISHED)

    initiative = factory.SubFactory(InitiativeFactory)
    method = factory.SubFactory(MethodFactory)
    name = factory.Sequence(lambda n: f"Groep {n}")
    min_participants = 2
    capacity = 12
    measure_name = "Rapportcijfer"
    measure_low = 1
    measure_high = 10


class EditionLeaderFactory(Factory[EditionLeader]):
    class Meta:
        model = EditionLeader

    edition = factory.SubFactory(EditionFactory)
    worker = factory.SubFactory(UserFactory)


class SessionFactory(Factory[Session]):
    """A meeting in March 2026, still to be written down."""

    class Meta:
        model = Session

    class Params:
        noted = factory.Trait(noted_at=datetime(2026, 3, 2, 17, tzinfo=UTC), noted_by=factory.SubFactory(UserFactory))

    edition = factory.SubFactory(EditionFactory)
    initiative = factory.SelfAttribute("edition.initiative")
    held_on = date(2026, 3, 2)
    begins_at = time(14)
    minutes = 120


class ParticipantFactory(Factory[Participant]):
    """Takes part since February 2026."""

    class Meta:
        model = Participant

    class Params:
        waiting = factory.Trait(status=ParticipantStatus.WAITING, placed_on=None)
        stopped = factory.Trait(status=ParticipantStatus.LEFT, left_on=date(2026, 3, 1), left_reason=LeftReason.UNKNOWN)

    edition = factory.SubFactory(EditionFactory)
    # Far from the numbers that the use case gives out, which begin at one in each edition.
    number = factory.Sequence(lambda n: n + 1000)
    name = factory.Sequence(lambda n: f"Deelneemster {n}")
    signed_up_on = date(2026, 2, 1)
    placed_on = date(2026, 2, 1)


class AttendanceFactory(Factory[Attendance]):
    class Meta:
        model = Attendance

    participant = factory.SubFactory(ParticipantFactory)
    session = factory.LazyAttribute(lambda row: SessionFactory.create(edition=row.participant.edition, noted=True))
    was_there = True


class MeasurementFactory(Factory[Measurement]):
    class Meta:
        model = Measurement

    participant = factory.SubFactory(ParticipantFactory)
    moment = MeasureMoment.BEFORE
    score = 5
    measured_on = date(2026, 3, 2)


class SessionHoursFactory(Factory[SessionHours]):
    """Two hours of somebody of the team that carries it."""

    class Meta:
        model = SessionHours

    session = factory.SubFactory(SessionFactory, noted=True)
    worker = factory.LazyAttribute(lambda row: TeamMembershipFactory.create(team=row.session.initiative.team).user)
    time_entry = factory.LazyAttribute(
        lambda row: TimeEntry.objects.create(
            team=row.session.initiative.team,
            user=row.worker,
            worked_on=row.session.held_on,
            minutes=120,
            kind=WorkKind.PREVENTION,
        )
    )


class FundingFactory(Factory[Funding]):
    """A fund pays until the end of 2026."""

    class Meta:
        model = Funding

    initiative = factory.SubFactory(InitiativeFactory)
    funder = "Wijkfonds"
    ends_on = date(2027, 1, 1)
