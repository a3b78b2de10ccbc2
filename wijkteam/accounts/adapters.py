"""How allauth fits in here: nobody signs up, an administrator makes accounts."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import user_logged_in
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from wijkteam.accounts.middleware import SIGNED_IN_AT, keep_language
from wijkteam.accounts.models import User
from wijkteam.core.rate_limits import client_address

# From addresses where nobody signed in to the account before, all together: a botnet gets no more than this.
_GUESSES_FROM_NEW_ADDRESSES = 20
_WINDOW_SECONDS = 15 * 60
_JUST_NOW_SECONDS = 5 * 60
_ADDRESS_REMEMBERED_SECONDS = 30 * 24 * 60 * 60


def _key(kind: str, *parts: str) -> str:
    """Neither names nor addresses are kept: a keyed hash of them."""
    return f"sign-in:{kind}:{salted_hmac('sign-in', ':'.join(parts)).hexdigest()[:32]}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts wrong passwords under this key: per account and address."""
        return _key("tries", str(credentials.get("username", "")).lower(), client_address(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        name, address = str(credentials.get("username", "")).lower(), client_address(request)
        if cache.get(_key("known", name, address)) is None and self._guesses(name) >= _GUESSES_FROM_NEW_ADDRESSES:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username", "")).lower()
        if cache.get(_key("known", name, client_address(request))) is None:
            key = _key("guesses", name)
            cache.add(key, 0, timeout=_WINDOW_SECONDS)
            try:
                cache.incr(key)
            except ValueError:  # the window closed between the two calls
                cache.set(key, 1, timeout=_WINDOW_SECONDS)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked for the same password again, on the way to a second factor."""
        signed_in_at = context.request.session.get(SIGNED_IN_AT, 0)
        return time.time() - signed_in_at > _JUST_NOW_SECONDS and bool(
            super().is_reauthentication_required(app=app, **kwargs)
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The language that somebody chose goes along to whatever device one signs in on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        keep_language(request, response, user.language)
        return response

    @staticmethod
    def _guesses(name: str) -> int:
        return int(cache.get(_key("guesses", name), 0))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """What the authenticator app shows beside its code: the user name, as there is often no e-mail address."""

    def get_totp_label(self, user: User) -> str:
        return user.username


def remember_address(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """From this address the owner got in: guesses elsewhere do not stop the owner here. For a month."""
    cache.set(_key("known", user.username.lower(), client_address(request)), True, timeout=_ADDRESS_REMEMBERED_SECONDS)


def listen_to_sign_in() -> None:
    user_logged_in.connect(remember_address, dispatch_uid="accounts.remember_address")


def display_name(user: User) -> str:
    return user.name
