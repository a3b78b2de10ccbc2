"""Signing in and out: sessions, language, second factor. Limits are in test_limits.py."""

import time
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import code_for
from tests.factories import PASSWORD, sign_in
from tests.promises import Measured
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def enter(client: Client, user: User, password: str = PASSWORD, address: str = "192.0.2.1") -> bool:
    """Whether this password lets somebody in from this address."""
    response = client.post(LOGIN, {"login": user.username, "password": password}, REMOTE_ADDR=address)
    return response.status_code == 302


def test_a_known_and_an_unknown_name_get_the_same_answer(client: Client, colleague: User) -> None:
    known = client.post(LOGIN, {"login": colleague.username, "password": "wrong"})
    unknown = client.post(LOGIN, {"login": "niemand", "password": "wrong"})
    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_disabled_account_does_not_get_in(client: Client, disabled: User) -> None:
    enter(client, disabled)
    assert client.get(reverse("accounts:me")).status_code == 302


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


def test_without_a_second_factor_a_passkey_can_be_made_one(client: Client, colleague: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, colleague)
    for name in ("mfa_add_webauthn", "mfa_list_webauthn"):
        assert client.get(reverse(name)).status_code == 200, name


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


def test_g15_a_recovery_code_works_once(with_app: str, client: Client, colleague: User, measured: Measured) -> None:
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (True, False):
        visitor = Client()
        visitor.post(LOGIN, {"login": colleague.username, "password": PASSWORD})
        visitor.post(reverse("mfa_authenticate"), {"code": code})
        assert (visitor.get(reverse("hours:list")).status_code == 200) is expected
    measured("G15", "recovery code: in, then refused", part="once")


def test_g15_a_code_of_the_app_works_once(with_app: str, colleague: User, measured: Measured) -> None:
    code = code_for(with_app)
    cache.clear()  # the one that set the app up was this code as well
    for expected in (True, False):
        visitor = Client()
        visitor.post(LOGIN, {"login": colleague.username, "password": PASSWORD})
        visitor.post(reverse("mfa_authenticate"), {"code": code})
        assert (visitor.get(reverse("hours:list")).status_code == 200) is expected
    measured("G15", "code of the app: in, then refused", part="once")


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
