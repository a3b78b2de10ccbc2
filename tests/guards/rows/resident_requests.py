"""What residents ask of their data: the privacy officer answers, the team of the case notes; two people release."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories import RequestFileFactory, ResidentRequestFactory
from tests.guards.access import Outcomes, Row, button, form, of_case, only, page
from tests.guards.world import World

OFFICER = ["privacy_officer"]


def officer(status: int) -> Outcomes:
    return only(OFFICER, status)


def seen(status: int) -> Outcomes:
    """The privacy officer, and who may see the case."""
    return {**of_case(status), "privacy_officer": status}


def looked_through(status: int) -> Outcomes:
    """Everything of somebody stands in it: no worker, and of the coordinators those who may see all their cases."""
    return {**only(OFFICER, status), "outside_coordinator": 404, "coordinator": status}


def a_request(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    def at(world: World) -> Mapping[str, Any]:
        return {"public_id": ResidentRequestFactory.create(case=world.case, **fields).public_id}

    return at


def a_file(*, number: int | None = None, **fields: Any) -> Callable[[World], Mapping[str, Any]]:
    def at(world: World) -> Mapping[str, Any]:
        made = RequestFileFactory.create(request__case=world.case, **fields)
        return {"public_id": made.public_id, **({} if number is None else {"number": number})}

    return at


def the_case(world: World) -> Mapping[str, Any]:
    return {"public_id": world.case.public_id}


ROWS: dict[str, Row] = {
    "retention:requests": page(officer(200)),
    "retention:request-new": form(officer(200)),
    "retention:request": page(seen(200), a_request()),
    "retention:request-extend": form(officer(200), a_request()),
    "retention:request-decide": form(officer(200), a_request()),
    "retention:request-letter": page(officer(200), a_request()),
    "retention:request-statement": form(seen(200), a_request(refused=True)),
    "retention:own-file-make": button(officer(404), a_request()),  # without the key of the page there is nothing
    "retention:own-file": page(looked_through(200), a_file(ready=True)),
    "retention:own-file-judge": form(looked_through(200), a_file(ready=True, number=0)),
    "retention:own-file-back": button(looked_through(302), a_file(ready=True, number=0)),
    "retention:own-file-release": button(looked_through(422), a_file(ready=True)),
    "retention:own-file-fetch": button(looked_through(200), a_file(released=True)),
    "retention:own-file-drop": form(officer(200), a_file(ready=True), empty=302),
    "retention:case-requests": page(of_case(200), the_case),
    "retention:case-request-note": form(of_case(200), the_case),
}
