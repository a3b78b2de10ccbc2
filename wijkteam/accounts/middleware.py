"""Who is asking, for how long, in which language, and may this role use this view."""

import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pghistory.middleware
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from wijkteam.accounts.models import User
from wijkteam.accounts.models.session import BROWSER, SEEN_AT, SESSION_ID, SIGNED_IN_AT
from wijkteam.accounts.permissions import allowed_roles

_SECOND_FACTOR = "has_second_factor"
# A second factor that was used at the municipality, and that counts here (views/single_sign_on.py).
SECOND_FACTOR_ELSEWHERE = "second_factor_elsewhere"
# A page that follows within this time leaves the session as it is: no write for every click.
_SEEN_SECONDS = 30
_FORGET = '"cache", "storage"'


_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_of(request: HttpRequest) -> str:
    """What the browser says it is, short enough to tell the own ones apart: "Firefox, Windows"."""
    said = request.headers.get("User-Agent", "")
    browser = next((_NAMES.get(name, name) for name in _BROWSERS if f"{name}/" in said), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in said), "")
    return ", ".join(part for part in (browser, system) if part)


def stamp_session(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Receiver of Django's `user_logged_in`: from here on both limits count, and the session says whose it is."""
    now = int(time.time())
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[SESSION_ID] = str(uuid.uuid4())
    request.session[BROWSER] = browser_of(request)


def new_key_after_second_look(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """Receiver of two signals of allauth: who confirms again, or sets up a second factor, gets a new key."""
    if request.user.is_authenticated:
        request.session.cycle_key()


class SessionLimitsMiddleware:
    """Signs out after SESSION_IDLE_SECONDS without a request, and SESSION_COOKIE_AGE after signing in.

    Whoever is signed out, also by choice, leaves nothing behind in the browser (Clear-Site-Data).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        came_signed_in = request.user.is_authenticated
        if came_signed_in and self._is_over(request):
            logout(request)
            if request.method == "GET" and not request.headers.get("HX-Request"):
                messages.info(request, _("Your time was up, so you were signed out. Sign in to go on."))
        response = self.get_response(request)
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(SEEN_AT, 0) >= _SEEN_SECONDS:
                request.session[SEEN_AT] = now
        elif came_signed_in:
            response.headers["Clear-Site-Data"] = _FORGET
        return response

    @staticmethod
    def _is_over(request: HttpRequest) -> bool:
        now = int(time.time())
        idle = now - request.session.get(SEEN_AT, now)
        return bool(
            idle > settings.SESSION_IDLE_SECONDS
            or now - request.session.get(SIGNED_IN_AT, 0) > settings.SESSION_COOKIE_AGE
        )


def keep_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Let the browser ask for `language` from now on."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())


class LanguageMiddleware:
    """Dutch unless somebody chose otherwise (cookie): a browser set to English is no choice for English.

    The choice of somebody who is signed in is kept with the account, for the next time and the next device.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        cookie = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if cookie and request.user.is_authenticated and cookie.value != request.user.language:
            User.objects.filter(pk=request.user.pk).update(language=cookie.value)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Private by default. A login page is never put inside a fragment, and typed text stays on the screen."""

    def handle_no_permission(  # type: ignore[override]  # the stubs promise a redirect; ours may be any answer
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if not request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        if request.method in {"GET", "HEAD"}:
            back = urlencode({"next": request.path})
            return HttpResponseClientRedirect(f"{reverse(settings.LOGIN_URL)}?{back}")
        return HttpResponse(
            _("You are signed out. Sign in on a new tab and then save again: your text is still here."),
            status=401,
        )


class RolesMiddleware:
    """403 unless the view names the role of the person who asks; allauth's own pages are for everyone signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if view.__module__.startswith("allauth.") or getattr(view, "sets_up_second_factor", False):
            # Where a second factor is set up or taken away: look again afterwards.
            request.session.pop(_SECOND_FACTOR, None)
            return None
        if settings.SECOND_FACTOR_REQUIRED and not self._has_second_factor(request):
            return redirect("mfa_activate_totp")
        if request.user.role not in (allowed_roles(view) or ()):
            raise PermissionDenied
        return None

    @staticmethod
    def _has_second_factor(request: HttpRequest) -> bool:
        """Asked once per session; taking the second factor away ends the sessions (or passes allauth's pages)."""
        if request.session.get(SECOND_FACTOR_ELSEWHERE):
            return True
        if not request.session.get(_SECOND_FACTOR):
            if not is_mfa_enabled(request.user):
                return False
            request.session[_SECOND_FACTOR] = True
        return True


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Each change in the history tables says who made it, and through which page; never with a query string."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": getattr(request.user, "pk", None), "url": request.path}
