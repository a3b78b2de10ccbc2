"""The rules of provisions and of the look before they end."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.enums import ProvisionEnd, ProvisionKind, RenewalOutcome
from cases.models import Provision
from tests.factories import CaseFactory, PersonFactory, ProvisionFactory, RenewalLookFactory
from tests.guards.past_the_code import change

DAY = date(2026, 3, 10)


def twice_for_a_household() -> None:
    first = ProvisionFactory.create()
    ProvisionFactory.create(case=first.case, provider="ZORG voorbeeld", starts_on=date(2026, 5, 31))


def twice_for_a_person() -> None:
    first = ProvisionFactory.create()
    person = first.case.household.members.get().person
    for _ in range(2):
        ProvisionFactory.create(case=first.case, person=person)


def renew_without_a_look() -> None:
    first = ProvisionFactory.create()
    ProvisionFactory.create(case=first.case, renews=first, starts_on=date(2026, 6, 1), ends_on=None)


def second_look() -> None:
    RenewalLookFactory.create(provision=RenewalLookFactory.create().provision)


def change_what_was_decided() -> None:
    look = RenewalLookFactory.create()
    change(look, outcome=RenewalOutcome.STOP, note="Het lukt zelf", decided_on=date(2026, 5, 5))
    change(look, note="Toch niet")


def stop_by_an_initiative_without_one() -> None:
    look = RenewalLookFactory.create()
    change(look, outcome=RenewalOutcome.INITIATIVE, note="De kookclub", decided_on=date(2026, 5, 5))


def empty_the_question() -> None:
    change(ProvisionFactory.create().case, underlying_question="  ")


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("provision_comes_after_the_question", lambda: ProvisionFactory.create(case=CaseFactory.create())),
    ("question_stays_under_a_provision", empty_the_question),
    ("provision_of_an_open_case", lambda: ProvisionFactory.create(case=CaseFactory.create(closed=True))),
    ("provision_is_for_somebody_of_the_household", lambda: ProvisionFactory.create(person=PersonFactory.create())),
    ("renewal_begins_with_a_look", renew_without_a_look),
    ("provision_ends_after_start", lambda: ProvisionFactory.create(ends_on=DAY)),
    ("provision_kind_is_known", lambda: ProvisionFactory.create(kind="pgb")),
    ("provision_has_a_provider", lambda: ProvisionFactory.create(provider="")),
    ("provision_ends_with_a_day", lambda: ProvisionFactory.create(ends_on=None, end_reason=ProvisionEnd.DONE)),
    ("provision_of_another_kind_has_a_name", lambda: ProvisionFactory.create(kind=ProvisionKind.OTHER)),
    ("provision_once_for_a_household", twice_for_a_household),
    ("provision_once_for_a_person", twice_for_a_person),
    ("provision_has_one_open_look", second_look),
    ("look_says_what_changed", lambda: RenewalLookFactory.create(changes="")),
    ("look_is_decided_as_a_whole", lambda: RenewalLookFactory.create(outcome=RenewalOutcome.STOP)),
    ("look_names_the_initiative", stop_by_an_initiative_without_one),
    ("decided_look_stays", change_what_was_decided),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(Provision, ProvisionFactory.create)]
