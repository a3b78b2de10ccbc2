"""Who is asking, in which language, and may this role use this view."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pghistory.middleware
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from wijkteam.accounts.permissions import allowed_roles


class LanguageMiddleware:
    """Dutch unless somebody chose otherwise (cookie): a browser set to English is no choice for English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
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
        if view.__module__.startswith("allauth."):
            return None
        if settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        if request.user.role not in (allowed_roles(view) or ()):
            raise PermissionDenied
        return None


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Each change in the history tables says who made it, and through which page; never with a query string."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": getattr(request.user, "pk", None), "url": request.path}
