import hashlib
from datetime import date
from typing import Any

import factory

from tests.factories.base import Factory
from tests.factories.reports import MADE_AT, DisclosureAuditFactory, MonthSnapshotFactory
from wijkteam.reports.enums import DEFINITIONS_VERSION, FileKind
from wijkteam.reports.models import PeriodReport, PeriodReportFile


class PeriodReportFactory(Factory[PeriodReport]):
    """A quarter without figures, with the audit and the files that PostgreSQL asks for."""

    class Meta:
        model = PeriodReport

    kind = "quarter"
    start = factory.Sequence(lambda n: date(2020 + n // 4, 1 + 3 * (n % 4), 1))
    name = "Voorbeeldstad"
    definitions_version = DEFINITIONS_VERSION
    content = factory.LazyFunction(lambda: {"figures": {}})
    published_at = MADE_AT

    @classmethod
    def _create(cls, model_class: type[PeriodReport], *args: Any, **kwargs: Any) -> PeriodReport:
        proven, without = kwargs.pop("proven", True), kwargs.pop("without", None)
        if proven:
            snapshot = MonthSnapshotFactory.create(month=kwargs["start"], scope=f"~{kwargs['kind']}", version=1)
            DisclosureAuditFactory.create(snapshot=snapshot)
        report: PeriodReport = super()._create(model_class, *args, **kwargs)  # type: ignore[no-untyped-call]  # factory_boy's
        for kind in set(FileKind) - {without}:
            PeriodReportFileFactory.create(report=report, kind=kind)
        return report


class PeriodReportFileFactory(Factory[PeriodReportFile]):
    class Meta:
        model = PeriodReportFile

    report = factory.SubFactory(PeriodReportFactory, without=factory.SelfAttribute("..kind"))
    kind = FileKind.CSV
    content = b"cijfer;waarde\n"
    size = factory.LazyAttribute(lambda file: len(file.content))
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
