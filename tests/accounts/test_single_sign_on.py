"""Signing in with the municipality's own account, against a provider that really listens on loopback."""

import http.client
import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.accounts import provider as there
from tests.accounts.conftest import code_for
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories import PASSWORD, UserFactory, sign_in
from wijkteam.accounts.models import ExternalIdentity, User
from wijkteam.accounts.services.manage_account import disable_account

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/inloggen/gemeente/", "/inloggen/gemeente/terug/"


@pytest.fixture(scope="module")
def _running() -> Iterator[Provider]:
    with there.running() as provider:
        yield provider


@pytest.fixture
def provider(_running: Provider, settings: Settings, colleague: User) -> Provider:
    _running.forget()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
        _running.issuer,
        CLIENT_ID,
        CLIENT_SECRET,
    )
    colleague.email = "F.Colleague@gemeente.example"
    colleague.save()
    _running.claims = {"sub": "pair-4711", "email": "f.colleague@gemeente.example", "email_verified": True}
    return _running


def visit(url: str) -> str:
    """What a browser does at the provider: where it is sent back to."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    found = connection.getresponse()
    place = urlsplit(found.headers["Location"])
    connection.close()
    return f"{place.path}?{place.query}"


def come_in(client: Client, target: str = "") -> HttpResponse:
    begun = client.get(BEGIN, {"next": target} if target else {})
    assert begun.status_code == 302
    return cast("HttpResponse", client.get(visit(begun["Location"])))


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


def test_who_has_an_account_comes_in_and_is_known_from_then_on(
    provider: Provider, client: Client, colleague: User
) -> None:
    answer = come_in(client, target=reverse("hours:list"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("hours:list"))
    assert is_in(client)
    identity = ExternalIdentity.objects.get()
    assert (identity.user, identity.issuer, identity.subject) == (colleague, provider.issuer, "pair-4711")
    # The subject counts from now on, and not the address.
    provider.claims = {"sub": "pair-4711", "email": "iemand.anders@gemeente.example", "email_verified": True}
    again = Client()
    come_in(again)
    assert is_in(again)
    assert ExternalIdentity.objects.count() == 1


def test_the_verifier_is_fresh_each_time(provider: Provider) -> None:
    for _ in range(2):
        come_in(Client())
    assert len(provider.verifiers[-1]) >= 43
    assert provider.verifiers[-1] != provider.verifiers[-2]


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "x", "email": "niemand@gemeente.example", "email_verified": True},
        {"sub": "x", "email": "f.colleague@gemeente.example", "email_verified": False},
        {"sub": "x", "email": "f.colleague@gemeente.example"},
        {"sub": "x", "email": "f.colleague@gemeente.example", "email_verified": "true"},
        {"sub": "x"},
        {"sub": "x" * 300, "email": "f.colleague@gemeente.example", "email_verified": True},
    ],
)
def test_who_has_no_account_gets_none(provider: Provider, client: Client, claims: dict[str, Any]) -> None:
    provider.claims = claims
    people = User.objects.count()
    answer = come_in(client)
    assert answer.status_code == 403
    assert not is_in(client)
    assert User.objects.count() == people
    assert not ExternalIdentity.objects.exists()


def test_an_address_of_two_accounts_is_of_neither(provider: Provider, client: Client) -> None:
    UserFactory.create(email="f.colleague@gemeente.example")
    assert come_in(client).status_code == 403


def test_an_address_that_was_given_to_somebody_else_opens_nothing(provider: Provider, client: Client) -> None:
    come_in(Client())
    provider.claims["sub"] = "pair-0815"
    assert come_in(client).status_code == 403
    assert not is_in(client)


def test_a_disabled_account_stays_out(provider: Provider, client: Client, colleague: User, administrator: User) -> None:
    come_in(Client())
    disable_account(account=colleague, by=administrator, at=colleague.created_at)
    refused = come_in(client)
    assert refused.status_code == 403
    assert not is_in(client)
    provider.claims = {"sub": "x", "email": "niemand@gemeente.example", "email_verified": True}
    stranger = come_in(Client())
    token = rb'(csrfmiddlewaretoken" value|csrf-token" content)="\w+"'
    pages = [re.sub(token, b"-", answer.content) for answer in (refused, stranger)]
    assert pages[0] == pages[1], "a stranger hears the same"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"nonce": "of-somebody-else"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": None},
        {"aud": "another-application"},
        {"iss": "https://elders.example"},
        {"sub": None},
    ],
    ids=lambda value: "-".join(map(str, value)) + str(next(iter(value.values())))[:6],
)
def test_a_token_that_is_not_for_us_now_is_refused(provider: Provider, client: Client, spoilt: dict[str, Any]) -> None:
    provider.spoilt = spoilt
    assert come_in(client).status_code == 403
    assert not is_in(client)


def test_a_token_that_somebody_else_signed_is_refused(provider: Provider, client: Client) -> None:
    provider.signs_with_another_key = True
    assert come_in(client).status_code == 403
    assert not is_in(client)


def test_a_token_that_nobody_signed_is_refused(provider: Provider, client: Client) -> None:
    """Though the provider says that it offers that."""
    provider.algorithm = "none"
    assert come_in(client).status_code == 403
    assert not is_in(client)


def test_the_answer_of_another_browser_is_refused(provider: Provider, client: Client) -> None:
    """Nobody can be signed in as somebody else by a link."""
    attacker = Client()
    link = visit(attacker.get(BEGIN)["Location"])
    client.get(BEGIN)
    assert client.get(link).status_code == 403
    assert not is_in(client)
    assert attacker.get(link).status_code == 302
    assert Client().get(link).status_code == 403, "and works once"


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied&state=%01"])
def test_what_never_began_is_refused(provider: Provider, client: Client, query: str) -> None:
    assert client.get(f"{BACK}{query}").status_code == 403
    client.get(BEGIN)
    assert client.get(f"{BACK}{query}").status_code == 403


def test_a_provider_that_is_away_is_no_error_of_ours(provider: Provider, client: Client, settings: Settings) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = client.get(BEGIN)
    assert answer.status_code == 503
    assert reverse("account_login") in answer.text
    assert client.get(f"{BACK}?code=x&state=y").status_code == 503


def test_without_a_provider_there_is_no_such_page(client: Client) -> None:
    assert client.get(BEGIN).status_code == 404
    assert client.get(f"{BACK}?code=x&state=y").status_code == 404
    assert BEGIN not in client.get("/account/login/").text


def test_the_sign_in_page_offers_it(provider: Provider, client: Client, settings: Settings) -> None:
    settings.OIDC_NAME = "Gemeente Voorbeeld"
    page = client.get("/account/login/?next=/uren/")
    assert "Gemeente Voorbeeld" in page.text
    assert f'href="{BEGIN}?next=/uren/"' in page.text


@pytest.mark.parametrize("target", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)"])
def test_one_stays_here_afterwards(provider: Provider, client: Client, target: str) -> None:
    assert come_in(client, target).headers["Location"] == reverse("accounts:home")


# -- second factor ---------------------------------------------------------------------------------


def test_the_own_second_factor_is_asked_unless_the_provider_is_relied_on(
    provider: Provider, colleague: User, with_app: str, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    provider.claims["amr"] = ["pwd", "mfa"]
    visitor = Client()
    assert come_in(visitor).headers["Location"] == reverse("mfa_authenticate"), "nobody said that this is relied on"
    assert not is_in(visitor)
    cache.clear()
    visitor.post(reverse("mfa_authenticate"), {"code": code_for(with_app)})
    assert is_in(visitor)
    settings.OIDC_SECOND_FACTOR_AMR = ["mfa", "hwk"]
    relied = Client()
    come_in(relied)
    assert is_in(relied)
    provider.claims["amr"] = ["pwd"]
    password_only = Client()
    assert come_in(password_only).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(password_only)


def test_who_has_no_factor_here_sets_one_up_unless_it_was_used_there(provider: Provider, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    visitor = Client()
    come_in(visitor)
    assert visitor.get(reverse("hours:list"))["Location"] == reverse("mfa_activate_totp")
    settings.OIDC_SECOND_FACTOR_AMR = ["mfa"]
    provider.claims["amr"] = ["mfa"]
    relied = Client()
    come_in(relied)
    assert relied.get(reverse("hours:list")).status_code == 200
    relied.get(reverse("account_change_password"))
    assert relied.get(reverse("hours:list")).status_code == 200, "also after a page of allauth"


def test_signed_in_as_somebody_else_nothing_changes(provider: Provider, client: Client, teammate: User) -> None:
    sign_in(client, teammate)
    assert come_in(client).status_code == 403
    assert client.get(reverse("accounts:me")).context["account"] == teammate


def test_the_log_names_nobody(provider: Provider, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    come_in(client)
    provider.claims["sub"] = "pair-0815"
    come_in(Client())
    assert "single sign-on refused" in caplog.text
    for secret in ("colleague", "pair-", PASSWORD, CLIENT_SECRET):
        assert secret not in caplog.text.lower()


def test_the_administrator_unlinks_an_account(
    provider: Provider, client: Client, colleague: User, administrator: User
) -> None:
    """An account at the municipality that was made again has another subject: without this nobody gets in with it."""
    come_in(client)
    assert is_in(client)
    provider.claims = {"sub": "pair-9999", "email": "f.colleague@gemeente.example", "email_verified": True}
    assert come_in(Client()).status_code == 403
    desk = sign_in(Client(), administrator)
    assert "Koppeling met de gemeente verbreken" in desk.get(reverse("accounts:edit", args=[colleague.public_id])).text
    desk.post(reverse("accounts:unlink", args=[colleague.public_id]))
    assert not is_in(client), "the old session is over"
    come_in(client)
    assert is_in(client)
    assert ExternalIdentity.objects.get().subject == "pair-9999"
