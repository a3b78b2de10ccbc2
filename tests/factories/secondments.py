from datetime import date

import factory

from cases.enums import NoticeKind
from cases.models import SecondmentNotice
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.netwerk import OrganisationFactory


class SecondmentNoticeFactory(Factory[SecondmentNotice]):
    """A coordinator whose employer helps; PostgreSQL writes the real ones."""

    class Meta:
        model = SecondmentNotice

    case = factory.SubFactory(CaseFactory)
    team = factory.SelfAttribute("case.team")
    worker = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = NoticeKind.CASE
    noticed_on = date(2026, 3, 10)
