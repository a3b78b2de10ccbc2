"""The conversation about reports, mails about them and public editions. All are about a published report."""

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
    ThreadPost,
)
from wijkteam.teams.models import Team

CONTENT = {"figures": {"open_at_end": 45}, "themes": [], "districts": [], "teams": []}
ASKED_AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
MADE_AT = datetime(2026, 4, 2, 6, tzinfo=UTC)


def published(*, team: Team | None = None, month: date = date(2026, 3, 1)) -> MonthlyReport:
    """A published report of a team with one figure, past the making of its figures and files."""
    made = MonthlyReportFactory.create(team=team or TeamFactory.create(), month=month, content=CONTENT)
    snapshot = MonthSnapshot.objects.filter(month=month, scope="gemeente", version=1).first()
    if snapshot is None:
        DisclosureAuditFactory.create(snapshot=MonthSnapshotFactory.create(month=month, version=1))
    for kind in FileKind:
        ReportFileFactory.create(report=made, kind=kind)
    by = UserFactory.create(team_coordinator=True)
    MonthlyReport.objects.filter(pk=made.pk).update(
        reading="Een rustige maand.", reading_by=by, reading_at=MADE_AT, published_by=by, published_at=MADE_AT
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
