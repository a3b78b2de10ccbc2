"""The rules of going on together with others."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.models import CollectiveReferral
from tests.factories import (
    CollectiveReferralFactory,
    InitiativeFactory,
    OrganisationFactory,
    ParticipantFactory,
    SharingRecordFactory,
)
from tests.guards.past_the_code import change

DAY = date(2020, 1, 1)


def twice_at_once() -> None:
    first = CollectiveReferralFactory.create()
    CollectiveReferralFactory.create(case=first.case, person=first.person, initiative=first.initiative)


def ended_otherwise() -> None:
    change(CollectiveReferralFactory.create(ended_on=date(2026, 4, 1), outcome="done"), outcome="stays")


def with_a_ground_of_another_case() -> None:
    organisation = OrganisationFactory.create()
    initiative = InitiativeFactory.create(owner="organisation", organisation=organisation)
    CollectiveReferralFactory.create(
        initiative=initiative, sharing=SharingRecordFactory.create(organisation=organisation)
    )


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("collective_referral_ended_as_a_whole", lambda: CollectiveReferralFactory.create(ended_on=date(2026, 4, 1))),
    ("collective_referral_ended_as_a_whole", lambda: CollectiveReferralFactory.create(outcome="done")),
    ("collective_referral_ended_as_a_whole", lambda: CollectiveReferralFactory.create(ended_on=DAY, outcome="done")),
    ("collective_referral_open_once", twice_at_once),
    (
        "collective_referral_is_to_one_initiative",
        lambda: CollectiveReferralFactory.create(participant=ParticipantFactory.create()),
    ),
    ("collective_referral_has_its_ground", with_a_ground_of_another_case),
    ("collective_referral_stays_as_it_was", lambda: change(CollectiveReferralFactory.create(), referred_on=DAY)),
    ("collective_referral_stays_as_it_was", ended_otherwise),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(CollectiveReferral, CollectiveReferralFactory.create)]
