"""Links under which partners answer, their codes, and what they said."""

from datetime import UTC, date, datetime

import factory

from cases.enums import AnswerKind, DeclineReason
from cases.models import RequestAnswer, RequestCode, RequestLink, RequestLinkUse
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.involvement import InvolvementFactory
from wijkteam.core.mail_links import LinkUse

REQUEST_TOKEN = "een-verzoek-dat-niemand-kan-raden-0123456789"
MADE_AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


class RequestLinkFactory(Factory[RequestLink]):
    """Sent on 1 May 2026, for two weeks; `token` is what stands in its address."""

    class Meta:
        model = RequestLink
        exclude = ("token",)

    class Params:
        unsent = factory.Trait(sent_at=None, digest=None)
        revoked = factory.Trait(revoked_at=MADE_AT, revoked_by=factory.SubFactory(UserFactory))

    token = factory.Sequence(lambda n: f"{REQUEST_TOKEN}{n}")
    involvement = factory.SubFactory(InvolvementFactory)
    email = "aanmelden@voorbeeld.nl"
    digest = factory.LazyAttribute(lambda link: RequestLink.digests_of(link.token)[0])
    created_at = MADE_AT
    created_by = factory.SubFactory(UserFactory)
    starts_on = date(2026, 5, 1)
    expires_on = date(2026, 5, 15)
    sent_at = MADE_AT


class RequestCodeFactory(Factory[RequestCode]):
    """012345, mailed at once."""

    class Meta:
        model = RequestCode

    link = factory.SubFactory(RequestLinkFactory)
    asked_at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    sent_at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    digest = factory.LazyAttribute(lambda code: RequestCode.digests_of(code.link.pk, "012345")[0])


class RequestLinkUseFactory(Factory[RequestLinkUse]):
    class Meta:
        model = RequestLinkUse

    link = factory.SubFactory(RequestLinkFactory)
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    outcome = LinkUse.OPENED


class RequestAnswerFactory(Factory[RequestAnswer]):
    """A yes through a link; the traits are the other answers."""

    class Meta:
        model = RequestAnswer

    class Params:
        no = factory.Trait(kind=AnswerKind.NO, reason=DeclineReason.CAPACITY, wait_weeks=None)
        later = factory.Trait(kind=AnswerKind.LATER, later_on=date(2026, 5, 11), wait_weeks=None)

    link = factory.SubFactory(RequestLinkFactory)
    involvement = factory.SelfAttribute("link.involvement")
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    kind = AnswerKind.YES
    name = "Samira Bakker"
    wait_weeks = 3
