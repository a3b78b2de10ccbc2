"""How allauth fits in here: nobody signs up, an administrator makes accounts."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from wijkteam.accounts.middleware import keep_language
from wijkteam.accounts.models import User
from wijkteam.accounts.models.session import SIGNED_IN_AT
from wijkteam.accounts.services.limit_guesses import TooManyGuesses, remember_browser, take_a_guess
from wijkteam.core.rate_limits import client_address

_JUST_NOW_SECONDS = 5 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_safe_url(self, url: str | None) -> bool:
        """An address that cannot be read ("http://[elsewhere]") is not safe; recent Pythons refuse to take it apart."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Instead of allauth's own count, which anybody can use to lock somebody out."""
        try:
            self._counted = take_a_guess(request, str(credentials.get("username", "")))
        except TooManyGuesses:
            raise self.validation_error("too_many_login_attempts") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            for counter in self._counted:
                counter.give_back()
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked for the same password again, on the way to a second factor."""
        signed_in_at = context.request.session.get(SIGNED_IN_AT, 0)
        return time.time() - signed_in_at > _JUST_NOW_SECONDS and bool(
            super().is_reauthentication_required(app=app, **kwargs)
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The language goes along to whatever device one signs in on, and this browser is known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        keep_language(request, response, user.language)
        remember_browser(request, response, user)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """What the authenticator app shows beside its code: the user name, as there is often no e-mail address."""

    def get_totp_label(self, user: User) -> str:
        return user.username


def display_name(user: User) -> str:
    return user.name
