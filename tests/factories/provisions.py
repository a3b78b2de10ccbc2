from datetime import date

import factory

from cases.enums import ProvisionKind
from cases.models import Provision, RenewalLook
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory


class ProvisionFactory(Factory[Provision]):
    """Support at home for the whole household, until 1 June 2026, in a case whose question is written."""

    class Meta:
        model = Provision

    case = factory.SubFactory(CaseFactory, underlying_question="Rust in huis, zodat school weer lukt.")
    kind = ProvisionKind.WMO_SUPPORT
    provider = "Zorg Voorbeeld"
    starts_on = date(2026, 3, 10)
    ends_on: date | None = date(2026, 6, 1)
    registered_by = factory.SubFactory(UserFactory)


class RenewalLookFactory(Factory[RenewalLook]):
    """Looked, and not decided."""

    class Meta:
        model = RenewalLook

    provision = factory.SubFactory(ProvisionFactory)
    looked_on = date(2026, 5, 4)
    looked_by = factory.SubFactory(UserFactory)
    changes = "De oudste doet nu zelf de post."
    is_same_question = True
    instead = "De buurvrouw wil één ochtend."
