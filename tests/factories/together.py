from datetime import date

import factory

from cases.models import CollectiveReferral, VisitReferral
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.collectief import InitiativeFactory
from tests.factories.visits import VisitWishFactory


class CollectiveReferralFactory(Factory[CollectiveReferral]):
    """Somebody of a household goes to an initiative since March 2026."""

    class Meta:
        model = CollectiveReferral

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(PersonFactory)
    initiative = factory.SubFactory(InitiativeFactory)
    referred_on = date(2026, 3, 2)
    referred_by = factory.SubFactory(UserFactory)


class VisitReferralFactory(Factory[VisitReferral]):
    """Somebody of a household waits for a volunteer since March 2026."""

    class Meta:
        model = VisitReferral

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(PersonFactory)
    wish = factory.SubFactory(VisitWishFactory)
    referred_on = date(2026, 3, 2)
    referred_by = factory.SubFactory(UserFactory)
