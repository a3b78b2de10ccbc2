"""Answering a request from a mail, and mailing it: what everybody gets there."""

from collections.abc import Mapping
from typing import Any

from tests.factories.requests import REQUEST_TOKEN
from tests.guards.access import (
    Row,
    button,
    by_id,
    everybody,
    form,
    instead,
    of_case,
    of_case_and,
    of_partners,
    only,
    page,
)
from tests.guards.world import PARTNERS, TEAM_COORDINATORS, World


def of_request(world: World) -> Mapping[str, Any]:
    return {"token": REQUEST_TOKEN}


def answer_no(world: World) -> Mapping[str, Any]:
    return {"token": REQUEST_TOKEN, "kind": "nee"}


def answer_with_account(world: World) -> Mapping[str, Any]:
    return {"public_id": world.involvement.public_id, "kind": "nee"}


GIVERS = only((*TEAM_COORDINATORS, "administrator"), 200)

ROWS: dict[str, Row] = {
    "cases:request-mail": form(of_case(200), of_case_and(involvement_id="involvement")),
    "cases:request-link-revoke": button(of_case(302), of_case_and(link_id="request_link")),
    # With an account of a partner.
    "cases:partner-desk": page(only(PARTNERS, 200)),
    "cases:partner-request": page(of_partners(200), by_id("involvement")),
    "cases:partner-step": form(of_partners(200), answer_with_account),
    "netwerk:partner-accounts": page(GIVERS),
    "netwerk:partner-account-new": form(GIVERS),
    "netwerk:partner-account": form(GIVERS, by_id("partner_access")),
    "netwerk:partner-account-link": Row(get=instead(GIVERS, 405), post=GIVERS, at=by_id("partner_access")),
    "netwerk:partner-account-end": button(instead(GIVERS, 302), by_id("partner_access")),
    # Without an account: asks for the code of the mail, and shows nothing before that.
    "cases:request": form(everybody(200), of_request),
    "cases:request-code": Row(get=everybody(405), post=everybody(302), at=of_request),
    "cases:request-answer": form(everybody(200), answer_no),
    "cases:request-done": Row(get=everybody(405), post=everybody(302), at=of_request),
}
