"""The rules of the network."""

from collections.abc import Callable
from datetime import date
from typing import Any

from netwerk.enums import Level, LevelReason
from tests.factories import LocationFactory, OrganisationFactory, ProfessionalFactory, ServiceFactory

DAY = date(2020, 1, 1)

RULES: list[tuple[str, Callable[[], Any]]] = [
    ("organisation_ends_after_start", lambda: OrganisationFactory.create(ends_on=DAY)),
    ("organisation_has_a_name", lambda: OrganisationFactory.create(name="")),
    ("organisation_kind_is_known", lambda: OrganisationFactory.create(kind="circus")),
    ("service_ends_after_start", lambda: ServiceFactory.create(ends_on=DAY)),
    ("service_has_a_name", lambda: ServiceFactory.create(name="")),
    ("service_outside_the_neighbourhood_says_why", lambda: ServiceFactory.create(level=Level.CITY)),
    ("service_outside_the_neighbourhood_says_why", lambda: ServiceFactory.create(level_reason=LevelReason.SAFETY)),
    ("service_waiting_has_its_day", lambda: ServiceFactory.create(waiting_weeks=4)),
    ("service_waiting_has_its_day", lambda: ServiceFactory.create(waiting_stated_on=DAY)),
    ("service_waiting_has_its_day", lambda: ServiceFactory.create(waiting=True, waiting_weeks=261)),
    ("location_can_be_found", lambda: LocationFactory.create(street="")),
    ("professional_ends_after_start", lambda: ProfessionalFactory.create(ends_on=DAY)),
    ("professional_has_a_name", lambda: ProfessionalFactory.create(name="")),
]
