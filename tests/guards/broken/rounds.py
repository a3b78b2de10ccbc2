"""The rules of the information round."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from collectief.models import RoundRecipient
from tests.factories import (
    InformationRoundFactory,
    OrganisationFactory,
    ProfessionalFactory,
    RoundDeliveryFactory,
    RoundItemFactory,
    RoundRecipientFactory,
    RoundRhythmFactory,
    TeamFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

MOMENT = datetime(2026, 3, 16, 9, tzinfo=UTC)


def partner(**fields: Any) -> RoundRecipient:
    return RoundRecipientFactory.create(name="", email="", **fields)


def remove(row: Any) -> None:
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def item_of_a_sent_round() -> None:
    RoundItemFactory.create(round=InformationRoundFactory.create(sent=True))


def delivery_to_another_team() -> None:
    RoundDeliveryFactory.create(recipient=RoundRecipientFactory.create())


def mail_goes_twice() -> None:
    change(RoundDeliveryFactory.create(sent_at=MOMENT), sent_at=None)


def same_address() -> None:
    first = RoundDeliveryFactory.create()
    RoundDeliveryFactory.create(
        round=first.round, recipient=RoundRecipientFactory.create(team=first.round.team), email=first.email.upper()
    )


def same_recipient() -> None:
    first = RoundDeliveryFactory.create()
    RoundDeliveryFactory.create(round=first.round, recipient=first.recipient, email="ander@voorbeeld.nl")


def address_on_the_list_twice() -> None:
    first = RoundRecipientFactory.create()
    RoundRecipientFactory.create(team=first.team, email=first.email.upper())


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("round_rhythm_is_possible", lambda: RoundRhythmFactory.create(every_weeks=0)),
    ("round_rhythm_is_possible", lambda: RoundRhythmFactory.create(every_weeks=53)),
    ("round_recipient_is_one_of_three", lambda: partner()),
    (
        "round_recipient_is_one_of_three",
        lambda: RoundRecipientFactory.create(organisation=OrganisationFactory.create()),
    ),
    ("round_recipient_is_one_of_three", lambda: RoundRecipientFactory.create(email="")),
    ("round_recipient_wish_is_known", lambda: RoundRecipientFactory.create(wish="")),
    ("round_recipient_stopped_as_a_whole", lambda: RoundRecipientFactory.create(stopped_by=UserFactory.create())),
    (
        "round_goes_to_an_organisation_once",
        lambda: twice(partner, team=TeamFactory.create(), organisation=OrganisationFactory.create()),
    ),
    (
        "round_goes_to_a_professional_once",
        lambda: twice(partner, team=TeamFactory.create(), professional=ProfessionalFactory.create()),
    ),
    ("round_goes_to_an_address_once", address_on_the_list_twice),
    ("recipient_stays_as_written", lambda: change(RoundRecipientFactory.create(stopped=True), stopped_at=None)),
    ("recipient_stays_as_written", lambda: change(RoundRecipientFactory.create(), email="ander@voorbeeld.nl")),
    ("round_has_a_subject", lambda: InformationRoundFactory.create(subject="")),
    ("round_sent_as_a_whole", lambda: InformationRoundFactory.create(sent=True, body_text="")),
    ("round_sent_as_a_whole", lambda: InformationRoundFactory.create(body_html="<p>x</p>")),
    ("team_has_one_draft_round", lambda: twice(InformationRoundFactory.create, team=TeamFactory.create())),
    ("sent_round_stays_as_it_went", lambda: change(InformationRoundFactory.create(sent=True), subject="Anders")),
    ("sent_round_stays_as_it_went", lambda: remove(InformationRoundFactory.create(sent=True))),
    ("round_stays_with_its_team", lambda: change(InformationRoundFactory.create(), team=TeamFactory.create())),
    ("round_item_has_a_heading", lambda: RoundItemFactory.create(heading="")),
    ("round_item_kind_is_known", lambda: RoundItemFactory.create(kind="")),
    (
        "round_proposes_a_thing_once",
        lambda: twice(RoundItemFactory.create, round=InformationRoundFactory.create(), source="thanks"),
    ),
    ("items_of_a_sent_round_stay", item_of_a_sent_round),
    (
        "items_of_a_sent_round_stay",
        lambda: change(RoundItemFactory.create(), round=InformationRoundFactory.create()),
    ),
    ("delivery_has_an_address", lambda: RoundDeliveryFactory.create(name="")),
    ("delivery_sent_or_given_up", lambda: RoundDeliveryFactory.create(failed_at=MOMENT)),
    (
        "delivery_sent_or_given_up",
        lambda: RoundDeliveryFactory.create(failed_at=MOMENT, sent_at=MOMENT, failure="refused"),
    ),
    ("round_delivered_once", same_recipient),
    ("round_delivered_once_to_an_address", same_address),
    ("delivery_is_of_a_sent_round_of_the_team", delivery_to_another_team),
    (
        "delivery_is_of_a_sent_round_of_the_team",
        lambda: RoundDeliveryFactory.create(round=InformationRoundFactory.create()),
    ),
    ("delivery_stays_written", mail_goes_twice),
    ("delivery_stays_written", lambda: remove(RoundDeliveryFactory.create())),
    ("delivery_stays_written", lambda: change(RoundDeliveryFactory.create(), email="ander@voorbeeld.nl")),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(RoundRecipient, RoundRecipientFactory.create)]
