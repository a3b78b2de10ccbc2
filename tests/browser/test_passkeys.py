"""Passkeys with a real Chromium and the authenticator that its developer tools lend: add, name, sign in, remove."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Screen
from tests.factories import PASSWORD, UserFactory
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> User:
    return UserFactory.create(name="Fatima Bakker")


@pytest.fixture
def at_localhost(live_server: LiveServer) -> str:
    """A passkey belongs to a name, never to a number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def lend_authenticator(screen: Screen, *, verified: bool = True) -> Any:
    tools = screen.context.new_cdp_session(screen.page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return tools


def sign_in_with_password(screen: Screen, at: str, person: User) -> None:
    screen.page.goto(f"{at}/account/login/")
    screen.page.get_by_label("Gebruikersnaam").fill(person.username)
    screen.page.get_by_label("Wachtwoord").fill(PASSWORD)
    screen.page.get_by_role("button", name="Inloggen", exact=True).click()
    screen.page.wait_for_function("!location.pathname.includes('login')")


def add_passkey(screen: Screen, at: str, name: str) -> None:
    screen.page.goto(f"{at}/account/2fa/webauthn/add/")
    screen.page.get_by_label("Naam van de passkey").fill(name)
    screen.page.get_by_role("button", name="Maak de passkey").click()
    screen.page.wait_for_url("**/recovery-codes/**")


def test_g15_a_passkey_from_beginning_to_end(
    open_screen: Callable[..., Screen], person: User, at_localhost: str, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    screen = open_screen()
    screen.server = at_localhost
    lend_authenticator(screen)
    page = screen.page
    screen.page.goto(f"{at_localhost}/account/login/")
    page.get_by_label("Gebruikersnaam").fill(person.username)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/2fa/totp/activate/")
    add_passkey(screen, at_localhost, "Laptop van het werk")
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    assert len(page.locator("code").all()) == 10, "recovery codes come along"

    page.goto(f"{at_localhost}/account/2fa/webauthn/")
    expect(page.get_by_text("Laptop van het werk").first).to_be_visible()
    assert not screen.barriers()
    page.get_by_role("link", name="Naam wijzigen").click()
    page.get_by_label("Naam van de passkey").fill("Telefoon")
    page.get_by_role("button", name="Naam opslaan").click()
    expect(page.get_by_text("Telefoon").first).to_be_visible()

    # Out, and in again without a word typed.
    screen.context.clear_cookies()
    page.goto(f"{at_localhost}/account/login/?next=/mijn-account/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()

    # As a second factor after the password.
    screen.context.clear_cookies()
    page.goto(f"{at_localhost}/account/login/")
    page.get_by_label("Gebruikersnaam").fill(person.username)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="Gebruik de passkey").click()
    page.wait_for_function("!location.pathname.includes('2fa')")
    page.goto(f"{at_localhost}/mijn-account/")
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()

    page.goto(f"{at_localhost}/account/2fa/webauthn/")
    page.get_by_role("link", name="Verwijderen").click()
    page.get_by_role("button", name="Verwijder de passkey").click()
    page.wait_for_url("**/2fa/webauthn/")
    page.goto(f"{at_localhost}/mijn-account/")
    page.wait_for_url("**/2fa/totp/activate/")  # nobody works without a second factor
    assert not Authenticator.objects.filter(user=person, type="webauthn").exists()


def test_a_device_that_does_not_ask_who_holds_it_makes_no_passkey(
    open_screen: Callable[..., Screen], person: User, at_localhost: str
) -> None:
    screen = open_screen()
    screen.server = at_localhost
    lend_authenticator(screen, verified=False)
    sign_in_with_password(screen, at_localhost, person)
    screen.page.goto(f"{at_localhost}/account/2fa/webauthn/add/")
    screen.page.get_by_role("button", name="Maak de passkey").click()
    expect(screen.page.get_by_role("alert")).to_have_text(
        "Dat lukte niet. Probeer het opnieuw, of gebruik een ander apparaat."
    )
    assert not Authenticator.objects.exists()


def test_a_disabled_account_does_not_get_in_with_a_passkey(
    open_screen: Callable[..., Screen], person: User, at_localhost: str
) -> None:
    screen = open_screen()
    screen.server = at_localhost
    lend_authenticator(screen)
    sign_in_with_password(screen, at_localhost, person)
    add_passkey(screen, at_localhost, "Telefoon")
    User.objects.filter(pk=person.pk).update(is_active=False)
    screen.context.clear_cookies()
    screen.page.goto(f"{at_localhost}/account/login/")
    screen.page.get_by_role("button", name="Inloggen met een passkey").click()
    screen.page.wait_for_url("**/account/inactive/")
    screen.page.goto(f"{at_localhost}/mijn-account/")
    screen.page.wait_for_url("**/account/login/**")
