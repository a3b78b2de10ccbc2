from datetime import UTC, datetime

import factory

from cases.models import CaseloadJob, CaseloadMap
from cases.services.caseload.sealed import seal
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory

LIST = "Achternaam;Voornaam;Buurt;Thema;Startdatum\nPrins;Gerrit;De Weide;Geldzorgen;01-02-2026\n"


class CaseloadJobFactory(Factory[CaseloadJob]):
    """A list that was sent a moment ago."""

    class Meta:
        model = CaseloadJob

    team = factory.SubFactory(TeamFactory)
    sent_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(lambda: datetime(2026, 3, 2, 8, tzinfo=UTC))
    file_name = "caseload.csv"
    content = factory.LazyFunction(lambda: seal(LIST.encode()))
    choices = factory.LazyFunction(dict)


class CaseloadMapFactory(Factory[CaseloadMap]):
    class Meta:
        model = CaseloadMap

    team = factory.SubFactory(TeamFactory)
    headings = "0" * 64
    choices = factory.LazyFunction(dict)
    kept_by = factory.SubFactory(UserFactory)
    kept_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
