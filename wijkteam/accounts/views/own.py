"""What somebody does with the own account: settings, and choosing a password through a link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.forms import ChoosePasswordForm, OwnSettingsForm
from wijkteam.accounts.middleware import keep_language
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import EVERY_ROLE, StaffRequest, for_roles
from wijkteam.accounts.selectors.accounts import has_second_factor
from wijkteam.accounts.selectors.own_pages import own_pages
from wijkteam.accounts.selectors.own_sessions import own_sessions
from wijkteam.accounts.services.end_sessions import end_other_sessions, end_session
from wijkteam.accounts.services.manage_account import set_password
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within

_TOKEN = "password_token"  # noqa: S105  (the name of a place in the session)
_SHOWN = "kiezen"
_LIMIT = Limit(name="choose-password", times=30, seconds=15 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EVERY_ROLE)
def me(request: StaffRequest) -> HttpResponse:
    # A copy, so that a refused answer does not show up in the frame round the page.
    account = User.objects.get(pk=request.user.pk)
    form = OwnSettingsForm(request.POST if request.method == "POST" else None, instance=account)
    if form.is_valid():
        account.save(update_fields=["language", "shortcuts"])
        with override(account.language):
            messages.success(request, _("Your settings are saved."))
        response = redirect_after_post(request, "accounts:me")
        keep_language(request, response, account.language)
        return response
    context = {"form": form, "account": request.user, "has_second_factor": has_second_factor(request.user)}
    context["own_pages"] = own_pages(request.user.role)
    return render_page(request, "accounts/me.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(*EVERY_ROLE)
def sessions(request: StaffRequest) -> HttpResponse:
    """Where somebody is signed in, to end what is left open on another computer."""
    found = own_sessions(user=request.user, this_key=request.session.session_key or "", now=timezone.now())
    return render_page(request, "accounts/sessions.html", {"sessions": found})


@require_POST
@for_roles(*EVERY_ROLE)
def end_one_session(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One of one's own: of another account there is nothing to end, and the answer is the same."""
    end_session(user=request.user, public_id=public_id)
    messages.success(request, _("You are signed out there."))
    return redirect_after_post(request, "accounts:sessions")


@require_POST
@for_roles(*EVERY_ROLE)
def end_others(request: StaffRequest) -> HttpResponse:
    end_other_sessions(user=request.user, but=request.session.session_key or "")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect_after_post(request, "accounts:sessions")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, public_id: UUID, token: str) -> HttpResponse:
    """Choose a password with a link of the administrator.

    The token moves to the session at once and the address loses it, so that it stays out of the browser's history
    and of what a next page hears about this one.
    """
    if not is_within(_LIMIT, request):
        return render(request, "accounts/link_spent.html", status=429)
    account = User.objects.filter(public_id=public_id, is_active=True).first()
    if token != _SHOWN:
        if account is None or not default_token_generator.check_token(account, token):
            return render(request, "accounts/link_spent.html", status=404)
        request.session[_TOKEN] = token
        return redirect("accounts:choose-password", public_id, _SHOWN)
    if account is None or not default_token_generator.check_token(account, request.session.get(_TOKEN, "")):
        return render(request, "accounts/link_spent.html", status=404)
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_valid():
        set_password(account=account, password=form.cleaned_data["password"])
        request.session.flush()
        messages.success(request, _("Your password is saved. Sign in with it."))
        return redirect("account_login")
    context = {"form": form, "account": account}
    return render(request, "accounts/choose_password.html", context, status=422 if form.is_bound else 200)
