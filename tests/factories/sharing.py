from datetime import UTC, date, datetime
from typing import Any

import factory

from cases.enums import ConsentManner, LegalTask, SharedKind, SharingBasis, SharingChannel
from cases.models import Case, SharedItem, SharingRecord
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, HouseholdMemberFactory
from tests.factories.netwerk import OrganisationFactory


def _somebody_of(case: Case) -> Any:
    member = case.household.members.select_related("person").first()
    return (member or HouseholdMemberFactory.create(household=case.household)).person


class SharingRecordFactory(Factory[SharingRecord]):
    """Spoken consent to share the goals from March 2026 until 2099; the traits are the other grounds and its ends."""

    class Meta:
        model = SharingRecord

    class Params:
        by_law = factory.Trait(
            basis=SharingBasis.TASK, law=LegalTask.WMO, consent_on=None, consent_manner="", consent_by="", ends_on=None
        )
        for_safety = factory.Trait(
            basis=SharingBasis.VITAL_INTEREST,
            kind=SharedKind.SAFETY,
            ground="Er is acuut gevaar",
            consent_on=None,
            consent_manner="",
            consent_by="",
            ends_on=None,
        )
        ended = factory.Trait(ends_on=date(2026, 4, 1))
        withdrawn = factory.Trait(
            withdrawn_on=date(2026, 4, 1),
            withdrawn_reason="Wil het niet meer",
            withdrawn_by=factory.SubFactory(UserFactory),
        )

    case = factory.SubFactory(CaseFactory)
    person = factory.LazyAttribute(lambda record: _somebody_of(record.case))
    kind = SharedKind.GOALS
    organisation = factory.SubFactory(OrganisationFactory)
    basis = SharingBasis.CONSENT
    consent_on = date(2026, 3, 2)
    consent_manner = ConsentManner.SPOKEN
    consent_by = "Noor"
    starts_on = date(2026, 3, 2)
    ends_on = date(2099, 1, 1)
    recorded_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class SharedItemFactory(Factory[SharedItem]):
    class Meta:
        model = SharedItem

    record = factory.SubFactory(SharingRecordFactory)
    shared_at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    shared_by = factory.SubFactory(UserFactory)
    channel = SharingChannel.SPOKEN
    what = "Verteld welke doelen het gezin heeft."
