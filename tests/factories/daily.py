from datetime import UTC, date, datetime, time

import factory

from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from wijkteam.daily.enums import DigestOutcome
from wijkteam.daily.models import CalendarFeed, Digest, DigestMail

MADE_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class CalendarFeedFactory(Factory[CalendarFeed]):
    """For one that can be fetched call `make_address`: that gives the token."""

    class Meta:
        model = CalendarFeed

    user = factory.SubFactory(UserFactory)
    digest = factory.Sequence(lambda number: f"{number:064x}")
    made_at = MADE_AT


class DigestFactory(Factory[Digest]):
    """At eight in the morning, about everything."""

    class Meta:
        model = Digest

    user = factory.SubFactory(UserFactory)
    is_on = True
    send_at = time(8, 0)


class DigestMailFactory(Factory[DigestMail]):
    class Meta:
        model = DigestMail

    user = factory.SubFactory(UserFactory)
    day = date(2026, 3, 2)
    outcome = DigestOutcome.SENT
    at = MADE_AT
