"""The visiting service: who waits, who comes, visits, and the own page of a volunteer."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from collectief.enums import CertificateKind, ConsentManner, MatchEnd, MethodForm, VisitOutcome, WishEnd
from collectief.models import Visit, VisitCode, VisitLink, VisitLinkUse, VisitMatch, VisitWish, Volunteer
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.editions import MethodFactory
from tests.factories.teams import TeamFactory
from tests.factories.volunteers import CertificateFactory, VolunteerFactory
from wijkteam.core.mail_links import LinkUse

VISIT_TOKEN = "een-bezoek-dat-niemand-kan-raden-0123456789"
MADE_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


class VisitWishFactory(Factory[VisitWish]):
    """Waits since the end of 2025."""

    class Meta:
        model = VisitWish

    class Params:
        closed = factory.Trait(closed_on=date(2026, 2, 1), close_reason=WishEnd.NO_LONGER)

    team = factory.SubFactory(TeamFactory)
    method = factory.SubFactory(
        MethodFactory, form=MethodForm.VISITS, meetings=10, interval_weeks=3, min_participants=1, max_participants=1
    )
    name = factory.Sequence(lambda n: f"Wachtende {n}")
    reach = "06 98 76 54 32"
    asked_on = date(2025, 12, 1)
    consent_on = date(2025, 12, 1)
    consent_manner = ConsentManner.TALK


def trained(*, wish: VisitWish, **fields: Any) -> Volunteer:
    """A volunteer of the same team with all that is asked for this method."""
    made = VolunteerFactory.create(**{"team": wish.team, **fields})
    CertificateFactory.create(volunteer=made)
    CertificateFactory.create(volunteer=made, kind=CertificateKind.TRAINING, method=wish.method)
    return made


class VisitMatchFactory(Factory[VisitMatch]):
    """Runs since January 2026."""

    class Meta:
        model = VisitMatch

    class Params:
        ended = factory.Trait(ended_on=date(2026, 2, 1), end_reason=MatchEnd.ENOUGH)

    wish = factory.SubFactory(VisitWishFactory)
    volunteer = factory.LazyAttribute(lambda match: trained(wish=match.wish))
    coordinator = factory.SubFactory(UserFactory)
    starts_on = date(2026, 1, 5)
    planned_until = date(2026, 7, 5)


class VisitFactory(Factory[Visit]):
    """Planned for the end of January."""

    class Meta:
        model = Visit

    class Params:
        told = factory.Trait(
            outcome=VisitOutcome.HAPPENED,
            held_on=date(2026, 1, 26),
            minutes=60,
            words="Gezellig",
            told_at=datetime(2026, 1, 26, 18, tzinfo=UTC),
        )

    match = factory.SubFactory(VisitMatchFactory)
    planned_on = date(2026, 1, 26)


class VisitLinkFactory(Factory[VisitLink]):
    """Mailed in January; `token` is what stands in its address."""

    class Meta:
        model = VisitLink
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"{VISIT_TOKEN}{n}")
    volunteer = factory.LazyAttribute(lambda link: VisitMatchFactory.create().volunteer)
    email = "vrijwilliger@voorbeeld.nl"
    digest = factory.LazyAttribute(lambda link: VisitLink.digests_of(link.token)[0])
    created_at = MADE_AT
    created_by = factory.SubFactory(UserFactory)
    starts_on = date(2026, 1, 5)
    expires_on = date(2027, 1, 5)
    sent_at = MADE_AT


class VisitCodeFactory(Factory[VisitCode]):
    """012345, mailed at once."""

    class Meta:
        model = VisitCode

    link = factory.SubFactory(VisitLinkFactory)
    asked_at = MADE_AT
    sent_at = MADE_AT
    digest = factory.LazyAttribute(lambda code: VisitCode.digests_of(code.link.pk, "012345")[0])


class VisitLinkUseFactory(Factory[VisitLinkUse]):
    class Meta:
        model = VisitLinkUse

    link = factory.SubFactory(VisitLinkFactory)
    at = MADE_AT
    outcome = LinkUse.OPENED
