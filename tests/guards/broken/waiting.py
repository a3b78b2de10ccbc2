"""The rules of waiting, of asking otherwise than agreed, and of a wish for help elsewhere."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.enums import InvolvementMode
from netwerk.enums import Lead
from tests.factories import (
    CaseFactory,
    ContactFactory,
    InquiryFactory,
    InvolvementFactory,
    OutsideWishFactory,
    SharingRecordFactory,
    WorkingAgreementFactory,
)
from tests.guards.past_the_code import change


def asked(lead: Lead, **fields: Any) -> None:
    """A request under an agreement that says who leads, without a reason to do it otherwise."""
    case = CaseFactory.create(underlying_question="Rust")
    ground = SharingRecordFactory.create(case=case)
    said = {name: fields.pop(name) for name in ("refer",) if name in fields}
    agreement = WorkingAgreementFactory.create(team=case.team, organisation=ground.organisation, lead=lead, **said)
    InvolvementFactory.create(
        **{
            "case": case,
            "organisation": ground.organisation,
            "sharing": ground,
            "agreement": agreement,
            "mode": InvolvementMode.REFERRED,
            **fields,
        }
    )


def wished_twice() -> None:
    first = OutsideWishFactory.create()
    OutsideWishFactory.create(case=first.case)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("involvement_is_led_by_one", lambda: InvolvementFactory.create(temporary=True, led_by="together")),
    ("involvement_led_as_agreed", lambda: InvolvementFactory.create(led_by=Lead.PARTNER)),
    ("involvement_led_as_agreed", lambda: InvolvementFactory.create(temporary=True, led_by=Lead.PARTNER)),
    ("involvement_led_as_agreed", lambda: asked(Lead.TEAM, led_by=Lead.PARTNER)),
    ("involvement_led_as_agreed", lambda: asked(Lead.PARTNER, led_by=Lead.TEAM)),
    ("referral_keeps_to_an_agreement", lambda: asked(Lead.TEAM, refer=" ")),
    ("involvement_stays_as_it_was", lambda: change(InvolvementFactory.create(), led_by=Lead.PARTNER)),
    ("inquiry_is_of_one_case", lambda: InquiryFactory.create(contact=ContactFactory.create())),
    ("outside_wish_is_of_somebody", lambda: OutsideWishFactory.create(asked_by="")),
    ("outside_wish_withdrawn_as_a_whole", lambda: OutsideWishFactory.create(withdrawn=True, withdrawn_by="")),
    (
        "outside_wish_withdrawn_as_a_whole",
        lambda: OutsideWishFactory.create(withdrawn=True, withdrawal_recorded_by=None),
    ),
    ("outside_wish_withdrawn_as_a_whole", lambda: OutsideWishFactory.create(withdrawn_by="Moeder")),
    (
        "outside_wish_withdrawn_as_a_whole",
        lambda: OutsideWishFactory.create(withdrawn=True, withdrawn_on=date(2026, 1, 1)),
    ),
    ("case_has_one_outside_wish", wished_twice),
    ("outside_wish_stays_as_it_was", lambda: change(OutsideWishFactory.create(), note="Iets anders")),
    ("outside_wish_stays_as_it_was", lambda: change(OutsideWishFactory.create(withdrawn=True), withdrawn_by="Vader")),
]
