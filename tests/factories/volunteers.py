"""Volunteers and active residents."""

from datetime import date

import factory

from collectief.enums import CertificateKind, ConsentManner, StopReason, VolunteerKind
from collectief.models import Certificate, Volunteer, VolunteerRole, VolunteerThanks
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.collectief import InitiativeFactory
from tests.factories.teams import TeamFactory


class VolunteerFactory(Factory[Volunteer]):
    """Here since 2025, can start, not thanked yet."""

    class Meta:
        model = Volunteer

    class Params:
        resident = factory.Trait(kind=VolunteerKind.RESIDENT)
        stopped = factory.Trait(stopped_on=date(2026, 2, 1), stop_reason=StopReason.TIME)

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Vrijwilliger {n}")
    phone = "06 12 34 56 78"
    offers = "Repareert fietsen."
    available_from = date(2025, 6, 1)
    consent_on = date(2025, 6, 1)
    consent_manner = ConsentManner.TALK
    started_on = date(2025, 6, 1)


class CertificateFactory(Factory[Certificate]):
    """Of good conduct, for as long as it is asked."""

    class Meta:
        model = Certificate

    volunteer = factory.SubFactory(VolunteerFactory)
    kind = CertificateKind.CONDUCT
    starts_on = date(2025, 6, 1)


class VolunteerThanksFactory(Factory[VolunteerThanks]):
    class Meta:
        model = VolunteerThanks

    volunteer = factory.SubFactory(VolunteerFactory)
    given_on = date(2025, 12, 20)
    how = "Een kaart"
    given_by = factory.SubFactory(UserFactory)


class VolunteerRoleFactory(Factory[VolunteerRole]):
    class Meta:
        model = VolunteerRole

    volunteer = factory.SubFactory(VolunteerFactory)
    initiative = factory.SubFactory(InitiativeFactory)
    role = "Schenkt koffie"
    starts_on = date(2025, 9, 1)
