"""Signing in and out: limits, sessions, language, second factor."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, sign_in
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def enter(client: Client, user: User, password: str = PASSWORD, address: str = "192.0.2.1") -> bool:
    """Whether this password lets somebody in from this address."""
    response = client.post(LOGIN, {"login": user.username, "password": password}, REMOTE_ADDR=address)
    return response.status_code == 302


# -- limits ----------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client: Client, colleague: User) -> None:
    for _ in range(5):
        assert not enter(client, colleague, "wrong")
    assert not enter(client, colleague)
    assert enter(Client(), colleague, address="198.51.100.7"), "from another address the owner gets in"


def test_somebody_elses_account_is_not_shut_by_guesses(client: Client, colleague: User, teammate: User) -> None:
    for _ in range(6):
        enter(client, colleague, "wrong")
    assert enter(Client(), teammate)


def test_a_good_password_does_not_count_as_a_guess(client: Client, colleague: User) -> None:
    for _ in range(8):
        assert enter(Client(), colleague)


def test_many_new_addresses_together_are_stopped_too(client: Client, colleague: User) -> None:
    for number in range(20):
        assert not enter(Client(), colleague, "wrong", address=f"203.0.113.{number + 1}")
    assert not enter(Client(), colleague, address="203.0.113.99")


def test_where_the_owner_signed_in_before_guesses_elsewhere_do_not_count(client: Client, colleague: User) -> None:
    assert enter(Client(), colleague, address="198.51.100.7")
    for number in range(20):
        enter(Client(), colleague, "wrong", address=f"203.0.113.{number + 1}")
    assert enter(Client(), colleague, address="198.51.100.7")


def test_a_made_up_forwarding_header_is_no_other_address(client: Client, colleague: User) -> None:
    for number in range(6):
        client.post(
            LOGIN,
            {"login": colleague.username, "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert not enter(client, colleague, address="127.0.0.1")


def test_no_name_in_the_cache(client: Client, colleague: User) -> None:
    enter(client, colleague, "wrong")
    keys = b" ".join(cache._cache.get_client().keys("*"))  # type: ignore[attr-defined]
    assert keys
    assert colleague.username.encode() not in keys


def test_a_known_and_an_unknown_name_get_the_same_answer(client: Client, colleague: User) -> None:
    known = client.post(LOGIN, {"login": colleague.username, "password": "wrong"})
    unknown = client.post(LOGIN, {"login": "niemand", "password": "wrong"})
    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_disabled_account_does_not_get_in(client: Client, disabled: User) -> None:
    enter(client, disabled)
    assert client.get(reverse("accounts:me")).status_code == 302


# -- sessions --------------------------------------------------------------------------------------


def test_the_session_gets_a_new_key(client: Client, colleague: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["before"] = "signing in"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert enter(client, colleague)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-18 09:00 +01:00", tick=False) as traveller:
        yield traveller


def test_out_after_a_quarter_of_an_hour_without_a_request(client: Client, colleague: User, clock: Any) -> None:
    sign_in(client, colleague)
    for _ in range(5):
        clock.shift(14 * 60)
        assert client.get(reverse("accounts:me")).status_code == 200
    clock.shift(15 * 60 + 1)
    response = client.get(reverse("accounts:me"))
    assert response["Location"].startswith(LOGIN)
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    clock.shift(-15 * 60)
    assert client.get(reverse("accounts:me")).status_code == 302, "a session that ended stays ended"


def test_out_after_ten_hours_however_busy(client: Client, colleague: User, clock: Any) -> None:
    sign_in(client, colleague)
    for _ in range(59):
        clock.shift(10 * 60)
        assert client.get(reverse("accounts:me")).status_code == 200
    clock.shift(10 * 60 + 1)
    assert client.get(reverse("accounts:me")).status_code == 302


def test_typed_text_is_not_lost_when_the_time_is_up(client: Client, colleague: User, clock: Any) -> None:
    sign_in(client, colleague)
    clock.shift(16 * 60)
    response = client.post(f"{reverse('hours:add')}?deel=dialog", {}, headers={"HX-Request": "true"})
    assert response.status_code == 401


def test_the_session_is_not_written_for_every_click(
    client: Client, colleague: User, clock: Any, django_assert_num_queries: Any
) -> None:
    sign_in(client, colleague)
    client.get(reverse("accounts:me"))
    before = client.session["seen_at"]
    clock.shift(20)
    client.get(reverse("accounts:me"))
    assert client.session["seen_at"] == before
    clock.shift(20)
    client.get(reverse("accounts:me"))
    assert client.session["seen_at"] == before + 40


def test_signing_out_leaves_nothing_in_the_browser(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.post("/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = key
    assert stale.get(reverse("accounts:me")).status_code == 302


def test_signing_out_takes_a_post(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    client.get("/account/logout/")
    assert client.get(reverse("accounts:me")).status_code == 200


def test_another_password_ends_the_other_sessions(client: Client, colleague: User) -> None:
    elsewhere = sign_in(Client(), colleague)
    sign_in(client, colleague)
    new = "een-heel-ander-wachtwoord"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    colleague.refresh_from_db()
    assert colleague.check_password(new)
    assert client.get(reverse("accounts:me")).status_code == 200
    assert elsewhere.get(reverse("accounts:me")).status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    answer = {"username": "ikzelf", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", answer)
    assert not User.objects.filter(username="ikzelf").exists()


# -- language and settings -------------------------------------------------------------------------


def test_the_language_of_the_account_comes_along(client: Client, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(language="en")
    enter(client, colleague)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert 'lang="en"' in client.get(reverse("accounts:me")).text


def test_the_switch_of_language_is_kept_with_the_account(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    client.post("/taal/", {"language": "en", "next": "/mijn-account/"})
    colleague.refresh_from_db()
    assert colleague.language == "en"


def test_own_settings(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    response = client.post(reverse("accounts:me"), {"language": "en"})
    assert response.status_code == 302
    colleague.refresh_from_db()
    assert (colleague.language, colleague.shortcuts) == ("en", False)
    page = client.get(reverse("accounts:me"))
    assert 'lang="en"' in page.text
    assert 'data-shortcuts="off"' in page.text


def test_own_settings_change_nothing_else(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    client.post(reverse("accounts:me"), {"language": "nl", "role": "administrator", "name": "X", "is_active": ""})
    fresh = User.objects.get(pk=colleague.pk)
    assert (fresh.role, fresh.name, fresh.is_active) == (colleague.role, colleague.name, True)
    assert client.post(reverse("accounts:me"), {"language": "xx"}).status_code == 422


# -- second factor ---------------------------------------------------------------------------------


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_without_a_second_factor_there_is_no_page_but_its_set_up(
    client: Client, colleague: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, colleague)
    for name in ("accounts:home", "accounts:me", "hours:list"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, "the set-up itself does not send anybody round"
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code in {200, 422}
    assert client.get(reverse("hours:list")).status_code == 302
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(done["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(reverse("hours:list")).status_code == 200


@pytest.fixture
def with_app(client: Client, colleague: User) -> str:
    """The secret of the authenticator app of `colleague`."""
    enter(client, colleague)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    return str(secret)


def test_after_the_password_comes_the_code(with_app: str, colleague: User) -> None:
    visitor = Client()
    response = visitor.post(LOGIN, {"login": colleague.username, "password": PASSWORD})
    assert response["Location"] == reverse("mfa_authenticate")
    assert visitor.get(reverse("mfa_authenticate")).status_code == 200
    assert visitor.get(reverse("hours:list")).status_code == 302
    wrong = visitor.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert wrong.status_code in {200, 422}
    assert visitor.get(reverse("hours:list")).status_code == 302
    cache.clear()
    assert visitor.post(reverse("mfa_authenticate"), {"code": code_for(with_app)}).status_code == 302
    assert visitor.get(reverse("hours:list")).status_code == 200


def test_a_recovery_code_works_once(with_app: str, client: Client, colleague: User) -> None:
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (True, False):
        visitor = Client()
        visitor.post(LOGIN, {"login": colleague.username, "password": PASSWORD})
        visitor.post(reverse("mfa_authenticate"), {"code": code})
        assert (visitor.get(reverse("hours:list")).status_code == 200) is expected


def test_taking_the_app_away_asks_for_a_new_one(with_app: str, client: Client, colleague: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert client.get(reverse("hours:list")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("hours:list"))["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
    ],
)
def test_the_pages_of_the_second_factor(with_app: str, client: Client, name: str) -> None:
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert "Two-Factor" not in page.text, "our own words"
    assert "<h1>" in page.text


def test_later_on_a_change_of_the_second_factor_asks_again(with_app: str, client: Client) -> None:
    with time_machine.travel(time.time() + 6 * 60, tick=False):
        assert client.get(reverse("mfa_deactivate_totp"))["Location"].startswith("/account/")


def test_every_role_has_its_own_account_page(
    client: Client, commissioner: User, administrator: User, privacy_officer: User
) -> None:
    for user in (commissioner, administrator, privacy_officer):
        assert sign_in(client, user).get(reverse("accounts:me")).status_code == 200
