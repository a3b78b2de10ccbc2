"""What happened to households as a whole."""

from datetime import UTC, date, datetime

import factory

from cases.models import HouseholdAddress, HouseholdMerge, HouseholdSplit, PersonMerge, PossibleDouble
from tests.factories.accounts import UserFactory
from tests.factories.areas import NeighbourhoodFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, HouseholdFactory, PersonFactory

AT = datetime(2026, 4, 7, 9, tzinfo=UTC)


class HouseholdAddressFactory(Factory[HouseholdAddress]):
    class Meta:
        model = HouseholdAddress

    household = factory.SubFactory(HouseholdFactory)
    street = "Oudestraat 1"
    area = factory.SubFactory(NeighbourhoodFactory)
    starts_on = date(2024, 1, 1)
    ends_on = date(2025, 1, 1)
    moved_by = factory.SubFactory(UserFactory)


class HouseholdSplitFactory(Factory[HouseholdSplit]):
    class Meta:
        model = HouseholdSplit

    household = factory.SubFactory(HouseholdFactory)
    made = factory.SubFactory(HouseholdFactory)
    split_on = date(2026, 4, 1)
    at = AT
    by = factory.SubFactory(UserFactory)


class HouseholdMergeFactory(Factory[HouseholdMerge]):
    """The merged household is empty, as it has to be."""

    class Meta:
        model = HouseholdMerge

    household = factory.SubFactory(HouseholdFactory)
    merged = factory.SubFactory(HouseholdFactory, members=0)
    why = "Zelfde moeder, zelfde adres."
    at = AT
    by = factory.SubFactory(UserFactory)


class PersonMergeFactory(Factory[PersonMerge]):
    class Meta:
        model = PersonMerge

    person = factory.SubFactory(PersonFactory)
    merged = factory.SubFactory(PersonFactory)
    why = "Zelfde geboortedatum."
    at = AT
    by = factory.SubFactory(UserFactory)


class PossibleDoubleFactory(Factory[PossibleDouble]):
    class Meta:
        model = PossibleDouble

    new_case = factory.SubFactory(CaseFactory)
    known_case = factory.SubFactory(CaseFactory)
    found_at = AT
