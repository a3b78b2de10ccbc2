"""Signing in with the account that somebody has at the municipality."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from wijkteam.accounts.middleware import SECOND_FACTOR_ELSEWHERE
from wijkteam.accounts.services.identity_provider import NotProven, ProviderIsAway, go_there, who_came_back
from wijkteam.accounts.services.sign_in_elsewhere import NotLetIn, account_of, has_second_factor_there
from wijkteam.core.rate_limits import Limit, is_within

log = logging.getLogger(__name__)
_LIMIT = Limit(name="single-sign-on", times=60, seconds=15 * 60)
_NEXT = "single_sign_on_next"


def _refused(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    log.warning("single sign-on refused: %s", reason)
    return render(request, "accounts/single_sign_on_refused.html", {"is_away": status == 503}, status=status)


@login_not_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """A link, no form: browsers would not follow a form to the provider under our policy (form-action)."""
    if not settings.OIDC_ISSUER:
        raise Http404
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    request.session[_NEXT] = target if is_ours else ""
    come_back = request.build_absolute_uri(reverse("accounts:single-sign-on-back"))
    try:
        return go_there(request, come_back, again=request.user.is_authenticated)
    except ProviderIsAway as error:
        return _refused(request, f"provider is away ({error})", status=503)


@login_not_required
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """What comes back is tied to this browser by the state in its session."""
    if not settings.OIDC_ISSUER:
        raise Http404
    if not is_within(_LIMIT, request):
        return _refused(request, "too often", status=429)
    try:
        claims = who_came_back(request)
        user = account_of(claims=claims, at=timezone.now())
    except ProviderIsAway as error:
        return _refused(request, f"provider is away ({error})", status=503)
    except (NotProven, NotLetIn) as error:
        return _refused(request, str(error), status=403)
    target = request.session.pop(_NEXT, "") or reverse(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated and request.user.pk != user.pk:
        return _refused(request, "signed in as somebody else", status=403)
    record_authentication(request, user, method="single-sign-on")
    if request.user.is_authenticated:  # who was asked to confirm
        return redirect(target)
    if has_second_factor_there(claims):
        adapter = get_adapter()
        adapter.login(request, user)
        request.session[SECOND_FACTOR_ELSEWHERE] = True
        done: HttpResponse = adapter.post_login(
            request, user, email_verification="none", redirect_url=target, signal_kwargs=None, signup=False, email=None
        )
        return done
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=target))
    return answer
