from datetime import date

import factory

from netwerk.enums import Level, LevelReason, OrganisationKind
from netwerk.models import Location, Organisation, Professional, Service
from tests.factories.base import Factory

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
