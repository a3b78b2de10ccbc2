"""Answering a request from a mail, and mailing it: what everybody gets there."""

from collections.abc import Mapping
from typing import Any

from tests.factories.requests import REQUEST_TOKEN
from tests.guards.access import Row, button, everybody, form, of_case, of_case_and
from tests.guards.world import World


def of_request(world: World) -> Mapping[str, Any]:
    return {"token": REQUEST_TOKEN}


def answer_no(world: World) -> Mapping[str, Any]:
    return {"token": REQUEST_TOKEN, "kind": "nee"}


ROWS: dict[str, Row] = {
    "cases:request-mail": form(of_case(200), of_case_and(involvement_id="involvement")),
    "cases:request-link-revoke": button(of_case(302), of_case_and(link_id="request_link")),
    # Without an account: asks for the code of the mail, and shows nothing before that.
    "cases:request": form(everybody(200), of_request),
    "cases:request-code": Row(get=everybody(405), post=everybody(302), at=of_request),
    "cases:request-answer": form(everybody(200), answer_no),
    "cases:request-done": Row(get=everybody(405), post=everybody(302), at=of_request),
}
