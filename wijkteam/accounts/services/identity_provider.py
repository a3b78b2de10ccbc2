"""The municipality's identity provider: OpenID Connect with a code, PKCE and a nonce, through Authlib."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

# Never "none", and never a shared secret: what signs must not be what checks.
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
_SECONDS_TO_ANSWER = 5
_SECONDS_OF_DIFFERENCE = 30


class ProviderIsAway(Exception):
    """It does not answer, or not in a way that can be understood."""


class NotProven(Exception):
    """What came back does not prove who somebody is: another browser, another audience, too late, not signed."""


@lru_cache(maxsize=4)
def _client(issuer: str, client_id: str, client_secret: str) -> Any:
    return OAuth().register(
        "municipality",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _SECONDS_TO_ANSWER,
        },
    )


def _provider() -> Any:
    client = _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    try:
        metadata = client.load_server_metadata()
    except (RequestException, ValueError) as error:
        raise ProviderIsAway(type(error).__name__) from None
    if metadata.get("issuer") != settings.OIDC_ISSUER:
        raise ProviderIsAway("another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNATURES]
    return client


def go_there(request: HttpRequest, come_back: str, *, again: bool) -> HttpResponse:
    """Send the browser to the provider; state, nonce and the PKCE verifier wait in the session.

    Raises:
        ProviderIsAway: one can sign in with a password instead.
    """
    extra = {"prompt": "login", "max_age": "0"} if again else {}
    response: HttpResponse = _provider().authorize_redirect(request, come_back, **extra)
    return response


def who_came_back(request: HttpRequest) -> Mapping[str, Any]:
    """The claims of whoever signed in there, checked: signature, issuer, audience, times, nonce, state.

    Raises:
        ProviderIsAway, NotProven
    """
    provider = _provider()
    try:
        token = provider.authorize_access_token(
            request,
            leeway=_SECONDS_OF_DIFFERENCE,
            claims_options={
                "iss": {"essential": True, "value": settings.OIDC_ISSUER},
                "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True},
            },
        )
    except RequestException as error:
        raise ProviderIsAway(type(error).__name__) from None
    except (OAuthError, JoseError, ValueError, KeyError, TypeError) as error:
        raise NotProven(type(error).__name__) from None
    claims: Mapping[str, Any] | None = token.get("userinfo")
    if not claims:
        raise NotProven("no id token")
    return claims
