from datetime import UTC, date, datetime
from uuid import uuid4

import factory

from cases.enums import FileKind, SafetyStepKind, ScanState
from cases.models import (
    Attachment,
    Case,
    Escalation,
    SafetyOfficer,
    SafetyReader,
    SafetyRecord,
    SafetyStep,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.teams import TeamFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.drafts.models import Draft
from wijkteam.drafts.models.seal import encrypt

MOMENT = datetime(2026, 3, 11, 9, tzinfo=UTC)


def _worker_of(case: Case) -> User:
    running = case.coordinators.filter(ended_at=None).select_related("worker").first()
    return running.worker if running else TeamMembershipFactory.create(team=case.team).user


class AttachmentFactory(Factory[Attachment]):
    """The row of a file; a test that reads the bytes stores them itself."""

    class Meta:
        model = Attachment

    case = factory.SubFactory(CaseFactory)
    added_by = factory.LazyAttribute(lambda file: _worker_of(file.case))
    added_at = MOMENT
    name = "brief.pdf"
    kind = FileKind.PDF
    size = 1200
    sha256 = "0" * 64
    stored_as = factory.LazyFunction(uuid4)
    scan_state = ScanState.CLEAN


class EscalationFactory(Factory[Escalation]):
    """A running one; `ended` is over."""

    class Meta:
        model = Escalation

    class Params:
        ended = factory.Trait(
            ended_at=datetime(2026, 3, 13, 9, tzinfo=UTC),
            ended_by=factory.SelfAttribute("began_by"),
            outcome="De rust is terug.",
        )

    case = factory.SubFactory(CaseFactory)
    began_at = MOMENT
    began_by = factory.LazyAttribute(lambda escalation: _worker_of(escalation.case))
    reason = "De politie stond aan de deur."


class SafetyOfficerFactory(Factory[SafetyOfficer]):
    class Meta:
        model = SafetyOfficer

    team = factory.SubFactory(TeamFactory)
    user = factory.LazyAttribute(lambda officer: TeamMembershipFactory.create(team=officer.team).user)
    starts_on = date(2020, 1, 1)


class SafetyRecordFactory(Factory[SafetyRecord]):
    class Meta:
        model = SafetyRecord

    case = factory.SubFactory(CaseFactory)
    about = "Het jongste kind"
    opened_at = MOMENT
    opened_by = factory.LazyAttribute(lambda record: _worker_of(record.case))


class SafetyStepFactory(Factory[SafetyStep]):
    """The first step; `decided` is the fifth with its two decisions, at once because of danger."""

    class Meta:
        model = SafetyStep

    class Params:
        decided = factory.Trait(
            record=factory.SubFactory(SafetyRecordFactory, is_acute=True),
            order_reason="Er was direct gevaar.",
            step=SafetyStepKind.DECIDE,
            must_report=False,
            must_report_reason="Er is genoeg hulp en zicht.",
            can_help=True,
            can_help_reason="Het gezin wil het zelf ook.",
        )

    record = factory.SubFactory(SafetyRecordFactory)
    step = SafetyStepKind.SIGNALS
    done_on = date(2026, 3, 11)
    text = "Blauwe plekken gezien, en twee keer niet op school."
    signed_at = MOMENT
    signed_by = factory.SelfAttribute("record.opened_by")


class SafetyReaderFactory(Factory[SafetyReader]):
    class Meta:
        model = SafetyReader

    record = factory.SubFactory(SafetyRecordFactory)
    user = factory.SubFactory(UserFactory)
    added_at = MOMENT
    added_by = factory.SelfAttribute("record.opened_by")


class DraftFactory(Factory[Draft]):
    class Meta:
        model = Draft

    user = factory.SubFactory(UserFactory)
    form = "contact"
    path = "/casussen/"
    content = factory.LazyFunction(lambda: encrypt({"text": ["Nog niet af"]}))
    saved_at = MOMENT
