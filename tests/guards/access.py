"""What everybody gets at every address. A new address needs a row here; see docs/authorisation.md for the words.

A row says for GET and for an empty POST which status each person gets, about an object of `team` (see world.py).
With htmx the same holds: a redirect then comes as a header, and who is signed out and posts gets 401.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.guards.world import (
    ACTORS,
    CASEWORKERS,
    OWN_TEAM,
    PARTNERS,
    SIGNED_IN,
    SIGNED_OUT,
    STAFF,
    TEAM_COORDINATORS,
    World,
)

SIGN_IN = -1  # asked to sign in
Outcomes = Mapping[str, int]


def everybody(status: int) -> Outcomes:
    return dict.fromkeys(ACTORS, status)


def only(people: Iterable[str], status: int, *, others: int = 403) -> Outcomes:
    """`status` for these people, `others` for the rest of who is signed in."""
    return dict.fromkeys(SIGNED_OUT, SIGN_IN) | dict.fromkeys(SIGNED_IN, others) | dict.fromkeys(people, status)


def signed_in(status: int) -> Outcomes:
    return only(SIGNED_IN, status)


def staff(status: int) -> Outcomes:
    """Everybody but who looks in from outside."""
    return only(STAFF, status)


def of_partners(status: int) -> Outcomes:
    """What was asked of a partner: for whose ground ended it does not exist."""
    return {**only(PARTNERS, 404), "partner": status}


def signed_out(status: int, *, others: int) -> Outcomes:
    """For pages about signing in: `others` is for who has done so already."""
    return dict.fromkeys(SIGNED_OUT, status) | dict.fromkeys(SIGNED_IN, others)


def casework(status: int) -> Outcomes:
    """Everyone who works with households: what they see in it is their own."""
    return only(CASEWORKERS, status)


def in_a_team(status: int) -> Outcomes:
    """Whoever works in some team now."""
    return {**casework(status), "ex_colleague": 403}


def of_team(status: int) -> Outcomes:
    """An object of the team: the team, and for other caseworkers it does not exist."""
    return {**casework(404), **dict.fromkeys(OWN_TEAM, status)}


def of_case(status: int) -> Outcomes:
    """The file of a household: the team, and who has an exception."""
    return {**of_team(status), "granted": status}


def instead(outcomes: Outcomes, status: int) -> Outcomes:
    """The same people are let in (or may not know of it), and get `status`: the other method of the same page."""
    return {who: status if given != SIGN_IN and given != 403 else given for who, given in outcomes.items()}


def without_former(outcomes: Outcomes) -> Outcomes:
    """Opening a case is for who works in a team now; whether the object exists makes no difference."""
    return {**outcomes, "ex_colleague": 403}


def by_its_author(status: int) -> Outcomes:
    """Who may read it may not all change it: a contact of `colleague`."""
    return {**of_case(403), "colleague": status}


def own_hours(status: int) -> Outcomes:
    """Hours of `colleague`: others may read them, but not change them."""
    return {**casework(404), "colleague": status}


def own_reports(status: int) -> Outcomes:
    """A draft: of the coordinator of the team alone."""
    return {**only(TEAM_COORDINATORS, 404), "coordinator": status}


def administrator(status: int) -> Outcomes:
    return only(["administrator"], status)


def readers(status: int) -> Outcomes:
    """What is published is for commissioners and for everyone in a team."""
    return only((*CASEWORKERS, "commissioner"), status)


@dataclass(frozen=True, kw_only=True)
class Row:
    """`at` gives the parameters of the address for the object of the world that it is about."""

    get: Outcomes
    post: Outcomes
    at: Callable[[World], Mapping[str, Any]] = field(default=lambda world: {})


def page(outcomes: Outcomes, at: Callable[[World], Mapping[str, Any]] | None = None) -> Row:
    """Can only be read."""
    return Row(get=outcomes, post=instead(outcomes, 405), at=at or (lambda world: {}))


def form(outcomes: Outcomes, at: Callable[[World], Mapping[str, Any]] | None = None, *, empty: int = 422) -> Row:
    """Is read and posted; an empty post gets `empty`."""
    posted = {who: empty if status == 200 else status for who, status in outcomes.items()}
    return Row(get=outcomes, post=posted, at=at or (lambda world: {}))


def button(
    outcomes: Outcomes, at: Callable[[World], Mapping[str, Any]] | None = None, *, roles: Outcomes | None = None
) -> Row:
    """Can only be posted; `roles` are those whom the role lets in, where the object then refuses some of them."""
    return Row(get=instead(roles or outcomes, 405), post=outcomes, at=at or (lambda world: {}))


def by_id(name: str) -> Callable[[World], Mapping[str, Any]]:
    """The address of this object of the world."""
    return lambda world: {"public_id": getattr(world, name).public_id}


def of_case_and(**names: str) -> Callable[[World], Mapping[str, Any]]:
    """The address of something in the case of the world."""
    return lambda world: {
        "public_id": world.case.public_id,
        **{parameter: getattr(world, name).public_id for parameter, name in names.items()},
    }


def of_person(who: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"public_id": world.people[who].public_id}


def of_public_team(world: World) -> Mapping[str, Any]:
    return {"slug": world.team.slug}
