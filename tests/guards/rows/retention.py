"""Destroying: the administrator draws up and carries out, the privacy officer looks through; one of them authorises."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories import DestructionEntryFactory, DestructionListFactory, LegalHoldFactory
from tests.guards.access import Outcomes, Row, administrator, button, form, only, page
from tests.guards.world import World

KEEPERS = ("administrator", "privacy_officer")


def keepers(status: int) -> Outcomes:
    return only(KEEPERS, status)


def privacy_officer(status: int) -> Outcomes:
    return only(["privacy_officer"], status)


def a_list(**traits: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"public_id": DestructionListFactory.create(**traits).public_id}


def an_entry(world: World) -> Mapping[str, Any]:
    one = DestructionEntryFactory.create()
    return {"public_id": one.destruction.public_id, "entry": one.public_id}


def a_hold(world: World) -> Mapping[str, Any]:
    return {"public_id": LegalHoldFactory.create().public_id}


ROWS: dict[str, Row] = {
    "retention:lists": page(keepers(200)),
    "retention:draw-up": form(administrator(200)),
    "retention:list": page(keepers(200), a_list()),
    "retention:review": button(privacy_officer(302), a_list()),
    "retention:approve": button(keepers(302), a_list(reviewed=True)),
    "retention:confirm": form(administrator(200), a_list(approved=True)),
    "retention:drop": form(keepers(200), a_list()),
    "retention:take-out": form(keepers(200), an_entry),
    "retention:declaration": page(keepers(200), a_list(ended=True)),
    "retention:declaration-pdf": page(keepers(200), a_list(ended=True)),
    "retention:holds": page(keepers(200)),
    "retention:hold": form(privacy_officer(200)),
    "retention:lift": form(privacy_officer(200), a_hold),
    "retention:terms": page(keepers(200)),
    "retention:term-add": form(privacy_officer(200)),
}
