"""What everybody gets at every address. A new address needs a row here; see docs/authorisation.md for the words.

A row says for GET and for an empty POST which status each person gets, about an object of `team` (see world.py).
With htmx the same holds: a redirect then comes as a header, and who is signed out and posts gets 401.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.guards.world import ACTORS, CASEWORKERS, OWN_TEAM, SIGNED_IN, SIGNED_OUT, TEAM_COORDINATORS, World

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


def button(outcomes: Outcomes, at: Callable[[World], Mapping[str, Any]] | None = None) -> Row:
    """Can only be posted."""
    return Row(get=instead(outcomes, 405), post=outcomes, at=at or (lambda world: {}))


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


ACCESS: dict[str, Row] = {
    "healthz": Row(get=everybody(200), post=everybody(200)),
    # -- core
    "accounts:home": page(signed_in(302)),
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
    # Who signed in a moment ago is not asked for the password again.
    "mfa_activate_totp": Row(get=signed_in(200), post=signed_in(200)),
    "mfa_deactivate_totp": Row(get=signed_in(404), post=signed_in(404)),
    "mfa_view_recovery_codes": Row(get=signed_in(404), post=signed_in(405)),
    "mfa_generate_recovery_codes": Row(get=signed_in(200), post=signed_in(200)),
    "mfa_download_recovery_codes": Row(get=signed_in(404), post=signed_in(404)),
    # -- the public pages of a team
    "teams:find": page(everybody(200)),
    "teams:public-page": page(everybody(200), of_public_team),
    "cases:ask": form(everybody(200), of_public_team),
    "cases:ask-for-another": form(everybody(200), of_public_team),
    "cases:asked": page(everybody(200), of_public_team),
    "cases:pass-on": form(everybody(200), of_public_team),
    "cases:passed-on": page(everybody(200), of_public_team),
    # -- intake
    "cases:questions": page(casework(200)),
    "cases:question-new": form(in_a_team(200)),
    "cases:question": page(of_team(200), by_id("question")),
    "cases:question-triage": form(of_team(200), by_id("question")),
    "cases:question-answer": form(of_team(200), by_id("question")),
    "cases:question-initiative": form(of_team(200), by_id("question")),
    "cases:question-decline": form(of_team(200), by_id("question")),
    "cases:create-from-question": form(
        without_former(of_team(200)), lambda world: {"question_id": world.question.public_id}
    ),
    "cases:create-from-question-for": form(
        without_former(of_team(200)),
        lambda world: {"question_id": world.question.public_id, "household_id": world.case.household.public_id},
    ),
    "cases:create": form(in_a_team(200)),
    "cases:create-for": form(
        without_former(of_case(200)), lambda world: {"household_id": world.case.household.public_id}
    ),
    "cases:household-search": form(casework(200)),
    # -- collective work: everyone in a team sees the initiatives of all teams
    "collectief:initiatives": page(casework(200)),
    "collectief:initiative-new": form(in_a_team(200)),
    "collectief:initiative": page(casework(200), by_id("initiative")),
    "collectief:initiative-edit": form(only(OWN_TEAM, 200), by_id("initiative")),
    "collectief:initiative-end": form(only(OWN_TEAM, 200), by_id("initiative")),
    "collectief:signals": page(casework(200)),
    "collectief:signal-new": form(in_a_team(200)),
    "collectief:signal": form(of_team(200), by_id("signal")),
    # -- hours: one's own, and for a team coordinator those of the team
    "hours:list": page(casework(200)),
    "hours:add": form(casework(200)),
    "hours:edit": form(own_hours(200), by_id("time_entry")),
    "hours:remove": form(own_hours(200), by_id("time_entry"), empty=302),
    # -- figures
    "reports:dashboard": page(only(TEAM_COORDINATORS, 200)),
    "reports:definitions": page(signed_in(200)),
    "reports:drafts": page(only(TEAM_COORDINATORS, 200)),
    "reports:draft": page(own_reports(200), by_id("draft_report")),
    "reports:reading": form(own_reports(200), by_id("draft_report")),
    "reports:publish": form(own_reports(200), by_id("draft_report")),
    "reports:list": page(readers(200)),
    "reports:detail": page(readers(200), by_id("report")),
    "reports:file": page(readers(200), lambda world: {"public_id": world.report.public_id, "kind": "csv"}),
    # -- cases
    "cases:list": page(casework(200)),
    "cases:search": form(casework(200), empty=200),
    "cases:detail": page(of_case(200), by_id("case")),
    "cases:edit": form(of_case(200), by_id("case")),
    "cases:contact-log": form(of_case(200), by_id("case")),
    "cases:contact-correct": form(by_its_author(200), of_case_and(contact_id="contact")),
    "cases:coordinator-take": button(of_case(302), by_id("case")),
    "cases:coordinator-hand-over": form(of_case(200), by_id("case")),
    "cases:close": form(of_case(200), by_id("case")),
    "cases:plan-start": button(of_case(302), by_id("case")),
    "cases:plan": page(of_case(200), of_case_and(plan_id="draft")),
    "cases:plan-agree": form(of_case(200), of_case_and(plan_id="draft")),
    "cases:plan-discard": button(of_case(302), of_case_and(plan_id="draft")),
    "cases:goal-add": form(of_case(200), of_case_and(plan_id="draft")),
    "cases:goal-edit": form(of_case(200), of_case_and(plan_id="draft", goal_id="draft_goal")),
    "cases:goal-score": form(of_case(200), of_case_and(plan_id="draft", goal_id="draft_goal"), empty=302),
    "cases:goal-remove": button(of_case(302), of_case_and(plan_id="draft", goal_id="draft_goal")),
    "cases:action-add": form(of_case(200), of_case_and(plan_id="draft", goal_id="draft_goal")),
    "cases:action-edit": form(of_case(200), of_case_and(plan_id="plan", goal_id="goal", action_id="action")),
    "cases:action-done": button(of_case(302), of_case_and(plan_id="plan", goal_id="goal", action_id="action")),
    "cases:action-remove": button(of_case(302), of_case_and(plan_id="plan", goal_id="goal", action_id="action")),
    "cases:household-edit": form(of_case(200), by_id("case")),
    "cases:member-add": form(of_case(200), by_id("case")),
    "cases:member-search": form(of_case(200), by_id("case")),
    "cases:member-join": form(of_case(200), of_case_and(person_id="person")),
    "cases:member-edit": form(of_case(200), of_case_and(person_id="person")),
    "cases:member-end": form(of_case(200), of_case_and(person_id="person")),
    # -- one's own account
    "accounts:me": form(signed_in(200)),
    "accounts:choose-password": Row(
        get=everybody(404),
        post=everybody(404),
        at=lambda world: {"public_id": world.people["teammate"].public_id, "token": "none"},
    ),
    # -- the administrator
    "accounts:list": form(administrator(200), empty=200),
    "accounts:add": form(administrator(200)),
    "accounts:edit": form(administrator(200), of_person("teammate")),
    "accounts:new-link": button(administrator(200), of_person("teammate")),
    "accounts:disable": form(administrator(200), of_person("teammate"), empty=302),
    "accounts:enable": button(administrator(302), of_person("disabled")),
    "accounts:reset-second-factor": form(administrator(200), of_person("teammate"), empty=302),
    "areas:list": page(administrator(200)),
    "areas:themes": page(administrator(200)),
    "areas:theme-add": form(administrator(200)),
    "areas:theme-edit": form(administrator(200), lambda world: {"code": world.case.theme.code}),
    "areas:terms": page(administrator(200)),
    "areas:terms-add": form(administrator(200)),
    "areas:words": form(administrator(200)),
    "teams:manage-list": page(administrator(200)),
    "teams:add": form(administrator(200)),
    "teams:manage": page(administrator(200), of_public_team),
    "teams:edit": form(administrator(200), of_public_team),
    "teams:hours-add": form(administrator(200), of_public_team),
    "teams:hours-remove": form(
        administrator(200), lambda world: {"slug": world.team.slug, "pk": world.opening_hours.pk}, empty=302
    ),
    "teams:areas-add": form(administrator(200), of_public_team, empty=200),
    "teams:areas-remove": form(
        administrator(200), lambda world: {"slug": world.team.slug, "code": world.team_area.area.code}, empty=302
    ),
    "teams:member-add": form(administrator(200), of_public_team),
    "teams:member-edit": form(administrator(200), lambda world: {"pk": world.membership.pk}),
    "teams:member-end": form(administrator(200), lambda world: {"pk": world.membership.pk}),
    "teams:band-add": form(administrator(200), of_public_team),
    "teams:floor-add": form(administrator(200), of_public_team),
    "teams:lists": page(administrator(200)),
    "teams:list-add": form(administrator(200), lambda world: {"key": "discipline"}),
    "teams:list-edit": form(
        administrator(200), lambda world: {"key": "discipline", "pk": world.membership.discipline_id}
    ),
    # -- the privacy officer
    "audit:list": form(only(["privacy_officer"], 200), empty=200),
    "retention:register": page(only(["privacy_officer"], 200)),
}
