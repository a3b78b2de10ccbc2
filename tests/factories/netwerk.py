from datetime import UTC, date, datetime

import factory

from netwerk.enums import (
    Answer,
    DilemmaKind,
    Level,
    LevelReason,
    MomentKind,
    OrganisationKind,
    PressureKind,
    PressureStep,
    Ring,
)
from netwerk.models import (
    Dilemma,
    DilemmaNote,
    DilemmaReader,
    Endorsement,
    KeptRow,
    Location,
    Organisation,
    PartnerAccess,
    PressureFollowUp,
    PressureSignal,
    Principles,
    Professional,
    Relation,
    RelationMoment,
    RingMembership,
    Secondment,
    Service,
    WorkingAgreement,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory, TeamMembershipFactory
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

LONG_AGO = date(2020, 1, 1)


class OrganisationFactory(Factory[Organisation]):
    """A school round the corner, since 2020."""

    class Meta:
        model = Organisation

    class Params:
        ended = factory.Trait(ends_on=date(2026, 1, 1))

    name = factory.Sequence(lambda n: f"Basisschool {n}")
    kind = OrganisationKind.SCHOOL
    starts_on = LONG_AGO


class ServiceFactory(Factory[Service]):
    class Meta:
        model = Service

    class Params:
        regional = factory.Trait(level=Level.REGION, level_reason=LevelReason.SPECIALISED)
        waiting = factory.Trait(waiting_weeks=6, waiting_stated_on=date(2026, 2, 1))

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Spreekuur {n}")
    starts_on = LONG_AGO


class LocationFactory(Factory[Location]):
    class Meta:
        model = Location

    organisation = factory.SubFactory(OrganisationFactory)
    street = factory.Sequence(lambda n: f"Plein {n}")


class ProfessionalFactory(Factory[Professional]):
    """Somebody one can call, since 2020."""

    class Meta:
        model = Professional

    class Params:
        ended = factory.Trait(ends_on=date(2026, 1, 1))

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Contactpersoon {n}")
    starts_on = LONG_AGO


class KeptRowFactory(Factory[KeptRow]):
    """A row of a file that belongs to nothing here."""

    class Meta:
        model = KeptRow

    table = "meta_table_description"
    hsds_id = factory.Sequence(lambda n: f"c11af60b-a394-4e53-9943-{n:012}")
    content = factory.LazyAttribute(lambda row: {"id": row.hsds_id, "name": "services"})


class RingMembershipFactory(Factory[RingMembership]):
    """In the first ring since 2020, and still."""

    class Meta:
        model = RingMembership

    class Params:
        second = factory.Trait(ring=Ring.SECOND)
        ended = factory.Trait(ends_on=date(2026, 1, 1), end_reason="De locatie sloot.")

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    ring = Ring.FIRST
    starts_on = LONG_AGO
    placed_by = factory.SubFactory(UserFactory)


class WorkingAgreementFactory(Factory[WorkingAgreement]):
    """The first version, in force since 2025; wait at most six weeks."""

    class Meta:
        model = WorkingAgreement

    class Params:
        ended = factory.Trait(
            ends_on=date(2026, 1, 1),
            ended_at=datetime(2025, 12, 15, 9, tzinfo=UTC),
            end_reason="Vervangen door versie 2",
        )

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    version = 1
    starts_on = date(2025, 1, 1)
    review_on = date(2027, 1, 1)
    consult = "Bellen op werkdagen tussen 9 en 12."
    refer = "Met het aanmeldformulier, en een gesprek met ons drieën."
    max_wait_weeks = 6
    made_by = factory.SubFactory(UserFactory)


class RelationFactory(Factory[Relation]):
    """Contact every eight weeks."""

    class Meta:
        model = Relation

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    rhythm_weeks = 8


class RelationMomentFactory(Factory[RelationMoment]):
    """A visit of an hour in March 2026, with its hours."""

    class Meta:
        model = RelationMoment

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.LazyAttribute(lambda moment: TeamMembershipFactory.create(team=moment.team).user)
    happened_on = date(2026, 3, 2)
    kind = MomentKind.VISIT
    time_entry = factory.LazyAttribute(
        lambda moment: TimeEntry.objects.create(
            team=moment.team,
            user=moment.author,
            worked_on=moment.happened_on,
            minutes=60,
            kind=WorkKind.NETWORK,
        )
    )


class SecondmentFactory(Factory[Secondment]):
    """Paid by a partner since 2020, and still."""

    class Meta:
        model = Secondment

    class Params:
        ended = factory.Trait(ends_on=date(2026, 1, 1))

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = LONG_AGO
    set_by = factory.SubFactory(UserFactory, administrator=True)


class PrinciplesFactory(Factory[Principles]):
    """The next version, since 2020."""

    class Meta:
        model = Principles

    version = factory.LazyFunction(lambda: Principles.objects.count() + 1)
    text = "Eerst de vraag, dan pas het aanbod."
    starts_on = LONG_AGO


class EndorsementFactory(Factory[Endorsement]):
    """Endorsed since March 2025."""

    class Meta:
        model = Endorsement

    class Params:
        declined = factory.Trait(answer=Answer.DECLINED, signed_by="")
        ended = factory.Trait(ends_on=date(2026, 1, 1), end_reason="Zij stapten eruit.")

    organisation = factory.SubFactory(OrganisationFactory)
    principles = factory.LazyFunction(
        lambda: Principles.objects.order_by("-version").first() or PrinciplesFactory.create()
    )
    answer = Answer.ENDORSED
    starts_on = date(2025, 3, 1)
    signed_by = "J. de Wit, bestuurder"
    recorded_by = factory.SubFactory(UserFactory)


class PressureSignalFactory(Factory[PressureSignal]):
    class Meta:
        model = PressureSignal

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = PressureKind.OWN_OFFER
    happened_on = date(2026, 2, 20)
    text = "Begon aan de keukentafel over het eigen traject, voor er een vraag was."
    reported_by = factory.SubFactory(UserFactory)
    reported_on = date(2026, 2, 21)


class PressureFollowUpFactory(Factory[PressureFollowUp]):
    class Meta:
        model = PressureFollowUp

    signal = factory.SubFactory(PressureSignalFactory)
    step = PressureStep.PROVIDER
    on = date(2026, 2, 25)
    text = "Gebeld met de teamleider daar."
    by = factory.SubFactory(UserFactory)


class DilemmaFactory(Factory[Dilemma]):
    """For the eyes of its author alone."""

    class Meta:
        model = Dilemma

    class Params:
        ended = factory.Trait(ended_on=date(2026, 3, 1), outcome="Ik heb het gezegd, en dat was goed.")

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = DilemmaKind.DILEMMA
    text = "Ik ken de directeur daar nog van vroeger."
    author = factory.LazyAttribute(lambda dilemma: TeamMembershipFactory.create(team=dilemma.team).user)
    written_on = date(2026, 2, 20)


class DilemmaReaderFactory(Factory[DilemmaReader]):
    """A colleague of the same team."""

    class Meta:
        model = DilemmaReader

    dilemma = factory.SubFactory(DilemmaFactory)
    user = factory.LazyAttribute(lambda reader: TeamMembershipFactory.create(team=reader.dilemma.team).user)


class DilemmaNoteFactory(Factory[DilemmaNote]):
    class Meta:
        model = DilemmaNote

    dilemma = factory.SubFactory(DilemmaFactory)
    author = factory.SelfAttribute("dilemma.author")
    written_at = datetime(2026, 2, 25, 9, tzinfo=UTC)
    text = "Ik zou het gewoon zeggen."


class PartnerAccessFactory(Factory[PartnerAccess]):
    """An account from March 2026 for half a year."""

    class Meta:
        model = PartnerAccess

    class Params:
        ended = factory.Trait(
            ended_at=datetime(2026, 4, 1, 9, tzinfo=UTC),
            ended_by=factory.SubFactory(UserFactory, team_coordinator=True),
        )

    user = factory.SubFactory(UserFactory, partner=True)
    professional = factory.SubFactory(ProfessionalFactory)
    starts_on = date(2026, 3, 1)
    ends_on = date(2026, 9, 1)
    given_at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    given_by = factory.SubFactory(UserFactory, administrator=True)
