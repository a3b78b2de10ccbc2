import hashlib
from datetime import UTC, date, datetime
from typing import Any

import factory

from tests.factories.accounts import UserFactory
from tests.factories.areas import DistrictFactory, ThemeFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory
from wijkteam.disclosure import METHOD_VERSION
from wijkteam.reports.enums import DEFINITIONS_VERSION, CellStatus, FileKind
from wijkteam.reports.models import (
    DisclosureAudit,
    MonthlyReport,
    MonthSnapshot,
    PublishedCell,
    ReportFile,
    TeamMonth,
    TeamMonthStock,
    TeamMonthTheme,
)

MONTH = date(2026, 3, 1)
MADE_AT = datetime(2026, 4, 1, 6, tzinfo=UTC)


class TeamMonthFactory(Factory[TeamMonth]):
    """A month in which nothing happened."""

    class Meta:
        model = TeamMonth

    team = factory.SubFactory(TeamFactory)
    month = MONTH
    computed_at = MADE_AT
    fte = 0

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        counts = [
            field.name
            for field in TeamMonth._meta.local_fields
            if field.get_internal_type() == "PositiveIntegerField" and not field.null
        ]
        return dict.fromkeys(counts, 0) | kwargs


class TeamMonthStockFactory(Factory[TeamMonthStock]):
    class Meta:
        model = TeamMonthStock

    team_month = factory.SubFactory(TeamMonthFactory)
    district = factory.SubFactory(DistrictFactory)
    theme = factory.SubFactory(ThemeFactory)
    households = 12


class TeamMonthThemeFactory(Factory[TeamMonthTheme]):
    class Meta:
        model = TeamMonthTheme

    team_month = factory.SubFactory(TeamMonthFactory)
    theme = factory.SubFactory(ThemeFactory)
    minutes = 600
    households = 12


class MonthlyReportFactory(Factory[MonthlyReport]):
    """A draft without figures. For one with figures call `make_report`, and `publish_report` for its files."""

    class Meta:
        model = MonthlyReport

    class Params:
        read = factory.Trait(
            reading="Een rustige maand.", reading_by=factory.SubFactory(UserFactory), reading_at=MADE_AT
        )

    team = factory.SubFactory(TeamFactory)
    scope = factory.SelfAttribute("team.code")
    name = factory.SelfAttribute("team.name")
    month = MONTH
    definitions_version = DEFINITIONS_VERSION
    content = factory.LazyFunction(dict)
    created_at = MADE_AT


class MonthSnapshotFactory(Factory[MonthSnapshot]):
    class Meta:
        model = MonthSnapshot

    month = MONTH
    scope = "gemeente"
    version = factory.Sequence(lambda n: n + 1)
    counts = factory.LazyFunction(dict)
    created_at = MADE_AT


class ReportFileFactory(Factory[ReportFile]):
    class Meta:
        model = ReportFile

    report = factory.SubFactory(MonthlyReportFactory)
    kind = FileKind.CSV
    content = b"cijfer;waarde\n"
    size = factory.LazyAttribute(lambda file: len(file.content))
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())


class DisclosureAuditFactory(Factory[DisclosureAudit]):
    """The audit of a month in which there was nothing to protect."""

    class Meta:
        model = DisclosureAudit

    snapshot = factory.SubFactory(MonthSnapshotFactory)
    snapshot_sha256 = "0" * 64
    method_version = METHOD_VERSION
    definitions_version = DEFINITIONS_VERSION
    threshold = 10
    base = 5
    need_low = 0
    need_high = 5
    cells = 0
    sensitive = 0
    proven_again = 0
    helpers = 0
    withheld = 0
    links = factory.LazyFunction(list)
    watched = factory.LazyFunction(list)
    world = factory.LazyFunction(dict)
    changes = factory.LazyFunction(list)
    witnesses = factory.LazyFunction(dict)
    created_at = MADE_AT


class PublishedCellFactory(Factory[PublishedCell]):
    class Meta:
        model = PublishedCell

    audit = factory.SubFactory(DisclosureAuditFactory)
    scope = factory.LazyAttribute(lambda cell: cell.audit.snapshot.scope)
    month = factory.LazyAttribute(lambda cell: cell.audit.snapshot.month)
    version = factory.LazyAttribute(lambda cell: cell.audit.snapshot.version)
    key = factory.Sequence(lambda n: f"theme:t{n}")
    status = CellStatus.SHOWN
    shown = 15
    is_small = False
