"""The information round. A team has one draft at a time; what was sent can be made only as a whole."""

from datetime import UTC, date, datetime

import factory

from collectief.enums import RoundItemKind, RoundWish
from collectief.models import InformationRound, RoundDelivery, RoundItem, RoundRecipient, RoundRhythm
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory

BEGUN_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENT_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


class RoundRhythmFactory(Factory[RoundRhythm]):
    class Meta:
        model = RoundRhythm

    team = factory.SubFactory(TeamFactory)
    every_weeks = 6
    chosen_at = BEGUN_AT
    chosen_by = factory.SubFactory(UserFactory)


class RoundRecipientFactory(Factory[RoundRecipient]):
    """Somebody else who asked for it."""

    class Meta:
        model = RoundRecipient

    class Params:
        stopped = factory.Trait(stopped_at=SENT_AT)

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Buurtvereniging {n}")
    email = factory.Sequence(lambda n: f"buurt{n}@voorbeeld.nl")
    wish = RoundWish.ASKED
    wanted_on = date(2026, 1, 5)
    added_at = BEGUN_AT
    added_by = factory.SubFactory(UserFactory)


class InformationRoundFactory(Factory[InformationRound]):
    """A draft about the last six weeks."""

    class Meta:
        model = InformationRound

    class Params:
        sent = factory.Trait(
            sent_at=SENT_AT,
            sent_by=factory.SubFactory(UserFactory),
            body_text="Dit gebeurt er in de buurt.",
            body_html="<p>Dit gebeurt er in de buurt.</p>",
        )

    team = factory.SubFactory(TeamFactory)
    since = date(2026, 1, 20)
    subject = "Nieuws uit de buurt"
    opening = "Dit gebeurt er in de buurt."
    started_at = BEGUN_AT
    started_by = factory.SubFactory(UserFactory)


class RoundItemFactory(Factory[RoundItem]):
    class Meta:
        model = RoundItem

    round = factory.SubFactory(InformationRoundFactory)
    kind = RoundItemKind.OWN
    heading = "Koffie op het plein"
    text = "Elke dinsdag om tien uur."
    is_chosen = True


class RoundDeliveryFactory(Factory[RoundDelivery]):
    """Waits to be sent."""

    class Meta:
        model = RoundDelivery

    round = factory.SubFactory(InformationRoundFactory, sent=True)
    recipient = factory.SubFactory(RoundRecipientFactory, team=factory.SelfAttribute("..round.team"))
    name = factory.SelfAttribute("recipient.name")
    email = factory.SelfAttribute("recipient.email")
