"""The conversation about reports, mails about them and public editions. All are about a published report."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import factory

from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.reports import (
    DisclosureAuditFactory,
    MonthlyReportFactory,
    MonthSnapshotFactory,
    ReportFileFactory,
)
from tests.factories.teams import TeamFactory
from wijkteam.reports.enums import FileKind, Subscribed
from wijkteam.reports.models import (
    MonthlyReport,
    MonthSnapshot,
    PublicEdition,
    ReflectionPlan,
    ReportMail,
    ReportReading,
    ReportSubscription,
    ReportThread,
    TeamMonth,
    ThreadPost,
)
from wijkteam.reports.services.report_content import _PEOPLE as PEOPLE
from wijkteam.reports.services.report_content import Counts, Label, report_content
from wijkteam.reports.services.shown import HIDDEN, Shown
from wijkteam.teams.models import Team

NO_COUNTS = {"id", "team", "month", "computed_at"}
ASKED_AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
MADE_AT = datetime(2026, 4, 2, 6, tzinfo=UTC)


def content_of(
    *, scope: str, name: str, month: date = date(2026, 3, 1), version: int = 1, shown: Mapping[str, Shown]
) -> dict[str, Any]:
    """The content of a report in which people are hidden, but for `shown`; past the ledger and so in no time."""
    fields = [field for field in TeamMonth._meta.concrete_fields if field.name not in NO_COUNTS]
    values: dict[str, Any] = {field.name: None if field.null else 0 for field in fields}
    values |= {"fte": 8.0, "band_low": 8, "band_high": 12, "floor_percentage": 25, "contacted_households": 40}
    values |= {"contacts": 120, "minutes_individual": 12000, "minutes_prevention": 4000}
    cells: dict[str, Shown] = {f"{scope}/{key}": HIDDEN for key in PEOPLE}
    labels = [Label(code=code, name=label, name_en=label) for code, label in (("geld", "Geld"), ("rust", "Rust"))]
    cells |= {f"{scope}/theme:geld": 25, f"{scope}/theme:rust": HIDDEN}
    cells |= {f"{scope}/{key}": value for key, value in shown.items()}
    counts = Counts(values=values, themes={}, districts={})
    return report_content(
        scope=scope, name=name, month=month, version=version, counts=counts, cells=cells,
        themes=labels, districts=[], earlier=[],
    )  # fmt: skip


def assignment_row(**said: Any) -> dict[str, Any]:
    """How a report has an assignment."""
    row = {
        "code": "7", "version": 1, "title": "Vijftig buren aan de slag", "name": "Vijftig buren aan de slag",
        "name_en": "Vijftig buren aan de slag", "target_group": "Mensen die weinig buiten komen", "unit": "people",
        "starts_on": "2026-01-01", "ends_on": "2027-01-01", "ended_on": None, "will_not": "Geen schuldhulp.",
        "with": [], "target": 50, "reached": 20, "expected": 12, "forecast": 60, "state": "on-pace",
        "hours_agreed": 200, "hours_spent": 40,
    }  # fmt: skip
    return row | said


def published(
    *,
    team: Team | None = None,
    month: date = date(2026, 3, 1),
    at: datetime = MADE_AT,
    assignments: Sequence[Mapping[str, Any]] = (),
    **shown: Shown,
) -> MonthlyReport:
    """A published report of a team, past the making of its figures and files."""
    team = team or TeamFactory.create()
    content = content_of(scope=team.code, name=team.name, month=month, shown={"open_at_end": 45, **shown})
    content["assignments"] = list(assignments)
    made = MonthlyReportFactory.create(team=team, month=month, content=content)
    return publish(made, at=at)


def new_version(report: MonthlyReport, *, reason: str = "Er kwam laat werk bij.", **shown: Shown) -> MonthlyReport:
    """A second, published version of a report of a team."""
    version = report.version + 1
    content = content_of(scope=report.scope, name=report.name, month=report.month, version=version, shown=shown)
    made = MonthlyReportFactory.create(
        team=report.team, month=report.month, content=content, version=version, reason=reason
    )
    return publish(made, at=report.published_at or MADE_AT)


def of_municipality(*reports: MonthlyReport) -> MonthlyReport:
    """That of them all together."""
    first = reports[0]
    content = content_of(scope="gemeente", name="Testdam", month=first.month, shown={"open_at_end": 90})
    keys = ("open_at_end", "fte", "caseload_per_fte", "band_low", "band_high", "prevention_share", "prevention_floor")
    content["teams"] = [
        {"code": one.scope, "name": one.name, **{key: one.content["figures"][key] for key in keys}} for one in reports
    ]
    made = MonthlyReportFactory.create(team=None, scope="gemeente", name="Testdam", month=first.month, content=content)
    return publish(made, at=first.published_at or MADE_AT)


def publish(made: MonthlyReport, *, at: datetime = MADE_AT) -> MonthlyReport:
    """Past the ledger: an audit of nothing stands for that of the month."""
    scope = "gemeente" if made.version == 1 else made.scope
    if not MonthSnapshot.objects.filter(month=made.month, scope=scope, version=made.version).exists():
        snapshot = MonthSnapshotFactory.create(month=made.month, scope=scope, version=made.version)
        DisclosureAuditFactory.create(snapshot=snapshot)
    for kind in FileKind:
        ReportFileFactory.create(report=made, kind=kind)
    by = UserFactory.create(team_coordinator=True)
    MonthlyReport.objects.filter(pk=made.pk).update(
        reading="Een rustige maand.", reading_by=by, reading_at=at, published_by=by, published_at=at
    )
    return MonthlyReport.objects.get(pk=made.pk)


class ReportThreadFactory(Factory[ReportThread]):
    """A question that nobody answered yet."""

    class Meta:
        model = ReportThread

    class Params:
        closed = factory.Trait(
            closed_at=datetime(2026, 4, 9, 9, tzinfo=UTC),
            closed_by=factory.SubFactory(UserFactory, commissioner=True),
            close_note="Het antwoord is duidelijk.",
        )

    line = "open_at_end"
    line_name = "Open aan het eind"
    team = factory.SubFactory(TeamFactory)
    report = factory.LazyAttribute(lambda thread: published(team=thread.team))
    question = "Waar komt dit vandaan?"
    asked_by = factory.SubFactory(UserFactory, commissioner=True)
    asked_at = ASKED_AT

    @classmethod
    def _create(cls, model_class: type[ReportThread], *args: Any, **kwargs: Any) -> ReportThread:
        closing = {key: kwargs.pop(key) for key in ("closed_at", "closed_by", "close_note") if key in kwargs}
        made: ReportThread = super()._create(model_class, *args, **kwargs)  # type: ignore[no-untyped-call]  # factory_boy
        if closing:
            for key, value in closing.items():
                setattr(made, key, value)
            made.save(update_fields=list(closing))
        return made


class ThreadPostFactory(Factory[ThreadPost]):
    """The team answers."""

    class Meta:
        model = ThreadPost

    thread = factory.SubFactory(ReportThreadFactory)
    author = factory.SubFactory(UserFactory, team_coordinator=True)
    is_from_team = True
    text = "Er kwamen in maart meer gezinnen met geldzorgen."
    at = datetime(2026, 4, 4, 9, tzinfo=UTC)


class ReflectionPlanFactory(Factory[ReflectionPlan]):
    class Meta:
        model = ReflectionPlan

    class Params:
        agreed = factory.Trait(
            accepted=True,
            answered_at=datetime(2026, 4, 6, 9, tzinfo=UTC),
            answered_by=factory.SubFactory(UserFactory, team_coordinator=True),
            note="10.00 uur in het buurthuis",
        )

    thread = factory.SubFactory(ReportThreadFactory)
    day = date(2026, 4, 20)
    who = "Beleidsadviseur schulden"
    about = "Wat er aan de geldzorgen te doen is."
    proposed_by = factory.SubFactory(UserFactory, commissioner=True)
    proposed_at = datetime(2026, 4, 5, 9, tzinfo=UTC)


class ReportReadingFactory(Factory[ReportReading]):
    class Meta:
        model = ReportReading

    user = factory.SubFactory(UserFactory, commissioner=True)
    report = factory.LazyFunction(published)
    read_at = ASKED_AT


class ReportSubscriptionFactory(Factory[ReportSubscription]):
    class Meta:
        model = ReportSubscription

    user = factory.SubFactory(UserFactory, commissioner=True, email="lezer@voorbeeld.nl")
    kind = Subscribed.ALL
    since = ASKED_AT


class ReportMailFactory(Factory[ReportMail]):
    class Meta:
        model = ReportMail

    report = factory.LazyFunction(published)
    user = factory.SubFactory(UserFactory, commissioner=True, email="lezer@voorbeeld.nl")


class PublicEditionFactory(Factory[PublicEdition]):
    class Meta:
        model = PublicEdition

    report = factory.LazyFunction(published)
    words = "Het was een gewone maand in onze buurt."
    plans = "We gaan vaker naar de markt."
    opened_at = ASKED_AT
    opened_by = factory.SubFactory(UserFactory, team_coordinator=True)
