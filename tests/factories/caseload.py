from datetime import UTC, datetime

import factory

from cases.models import CaseloadImport, ImportedCase
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory


class CaseloadImportFactory(Factory[CaseloadImport]):
    class Meta:
        model = CaseloadImport

    made_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    digest = factory.Sequence(lambda n: f"{n:064x}")
    counted = factory.LazyFunction(lambda: {"households": 1, "persons": 1, "cases": 1})


class ImportedCaseFactory(Factory[ImportedCase]):
    class Meta:
        model = ImportedCase

    batch = factory.SubFactory(CaseloadImportFactory)
    case = factory.SubFactory(CaseFactory)
    reference = factory.Sequence(lambda n: f"LIJST-{n}")
    row = factory.Sequence(lambda n: n + 2)
