"""What everybody gets at every address. A new address needs a row here; see docs/authorisation.md for the words.

A row says for GET and for an empty POST which status each person gets, about an object of `team` (see world.py).
With htmx the same holds: a redirect then comes as a header, and who is signed out and posts gets 401.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.guards.world import ACTORS, CASEWORKERS, OWN_TEAM, SIGNED_IN, SIGNED_OUT, World

SIGN_IN = -1  # asked to sign in
Outcomes = Mapping[str, int]


def everybody(status: int) -> Outcomes:
    return dict.fromkeys(ACTORS, status)


def only(people: Iterable[str], status: int, *, others: int = 403) -> Outcomes:
    """`status` for these people, `others` for the rest of who is signed in."""
    return dict.fromkeys(SIGNED_OUT, SIGN_IN) | dict.fromkeys(SIGNED_IN, others) | dict.fromkeys(people, status)


def signed_in(status: int) -> Outcomes:
    return only(SIGNED_IN, status)


def signed_out(status: int, *, others: int) -> Outcomes:
    """For pages about signing in: `others` is for who has done so already."""
    return dict.fromkeys(SIGNED_OUT, status) | dict.fromkeys(SIGNED_IN, others)


def casework(status: int) -> Outcomes:
    """Everyone who works with households: what they see in it is their own."""
    return only(CASEWORKERS, status)


def of_team(status: int) -> Outcomes:
    """An object of the team: the team, and for other caseworkers it does not exist."""
    return {**casework(404), **dict.fromkeys(OWN_TEAM, status)}


def of_case(status: int) -> Outcomes:
    """The file of a household: the team, and who has an exception."""
    return {**of_team(status), "granted": status}


def instead(outcomes: Outcomes, status: int) -> Outcomes:
    """The same people are let in (or may not know of it), and get `status`: the other method of the same page."""
    return {who: status if given != SIGN_IN and given != 403 else given for who, given in outcomes.items()}


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


def button(outcomes: Outcomes, at: Callable[[World], Mapping[str, Any]] | None = None) -> Row:
    """Can only be posted."""
    return Row(get=instead(outcomes, 405), post=outcomes, at=at or (lambda world: {}))


ACCESS: dict[str, Row] = {
    "healthz": Row(get=everybody(200), post=everybody(200)),
    # -- core
    "core:home": page(signed_in(302)),
    "core:styleguide": form(signed_in(200)),
    "core:scheme": Row(get=everybody(405), post=everybody(302)),
    "core:set-language": Row(get=everybody(302), post=everybody(302)),
    "core:manifest": Row(get=everybody(200), post=everybody(405)),
    "core:service-worker": Row(get=everybody(200), post=everybody(405)),
    "core:offline": Row(get=everybody(200), post=everybody(405)),
    # -- signing in: allauth's pages, about one's own account
    "account_login": Row(get=signed_out(200, others=302), post=signed_out(200, others=302)),
    "account_logout": Row(get=signed_in(200), post=everybody(SIGN_IN)),
    "account_signup": Row(get=signed_out(200, others=302), post=signed_out(200, others=302)),
    "account_inactive": Row(get=everybody(200), post=everybody(405)),
    "account_reauthenticate": Row(get=signed_in(200), post=signed_in(200)),
    "account_email": Row(get=signed_in(200), post=signed_in(302)),
    "account_email_verification_sent": Row(get=everybody(200), post=everybody(405)),
    "account_confirm_email": Row(get=everybody(200), post=everybody(404), at=lambda world: {"key": "none"}),
    "account_confirm_login_code": Row(get=signed_in(302), post=signed_in(302)),
    "account_change_password": Row(get=signed_in(200), post=signed_in(200)),
    "account_set_password": Row(get=signed_in(302), post=signed_in(302)),
    "account_reset_password": Row(get=everybody(200), post=everybody(200)),
    "account_reset_password_done": Row(get=everybody(200), post=everybody(405)),
    "account_reset_password_from_key": Row(
        get=everybody(200), post=everybody(200), at=lambda world: {"uidb36": "1", "key": "none"}
    ),
    "account_reset_password_from_key_done": Row(get=everybody(200), post=everybody(405)),
    "mfa_index": page(signed_in(200)),
    "mfa_authenticate": Row(get=signed_in(302), post=signed_in(302)),
    "mfa_reauthenticate": Row(get=signed_in(302), post=signed_in(302)),
    "mfa_activate_totp": Row(get=signed_in(302), post=signed_in(302)),
    "mfa_deactivate_totp": Row(get=signed_in(404), post=signed_in(404)),
    "mfa_view_recovery_codes": Row(get=signed_in(404), post=signed_in(405)),
    "mfa_generate_recovery_codes": Row(get=signed_in(302), post=signed_in(302)),
    "mfa_download_recovery_codes": Row(get=signed_in(404), post=signed_in(404)),
}
