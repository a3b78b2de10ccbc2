from datetime import UTC, date, datetime

import factory

from cases.enums import ContactKind
from cases.models import Inquiry, OutsideWish
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, ContactFactory
from tests.factories.involvement import InvolvementFactory


class OutsideWishFactory(Factory[OutsideWish]):
    """Since March 2026, and it holds still."""

    class Meta:
        model = OutsideWish

    class Params:
        withdrawn = factory.Trait(
            withdrawn_on=date(2026, 4, 1),
            withdrawn_by="Moeder",
            withdrawal_recorded_by=factory.SubFactory(UserFactory),
        )

    case = factory.SubFactory(CaseFactory)
    asked_on = date(2026, 3, 2)
    asked_by = "Moeder"
    recorded_at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class InquiryFactory(Factory[Inquiry]):
    """Somebody called the partner about a request that waits; the words are a contact of the case."""

    class Meta:
        model = Inquiry

    involvement = factory.SubFactory(InvolvementFactory)
    contact = factory.LazyAttribute(
        lambda inquiry: ContactFactory.create(
            case=inquiry.involvement.case, kind=ContactKind.CONSULTATION, text="Nog twee weken, zeggen zij."
        )
    )
