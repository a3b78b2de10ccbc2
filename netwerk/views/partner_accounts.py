"""Accounts for professionals of partners: given for a while by the administrator or a team coordinator."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netwerk.forms.partner_accounts import AccessForm, NewAccessForm
from netwerk.models import PartnerAccess
from netwerk.selectors.partner_accounts import find_access, partner_accounts_page, without_access
from netwerk.services.give_partner_access import HasAccess, WorksThereNoMore, end_access, give_access, renew_access
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.accounts.services.manage_account import password_link
from wijkteam.core.htmx import redirect_after_post, render_page

GIVERS = (Role.ADMINISTRATOR, Role.TEAM_COORDINATOR)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Partner accounts"), reverse("netwerk:partner-accounts"))]


def _find(public_id: UUID) -> PartnerAccess:
    access = find_access(public_id)
    if access is None:
        raise Http404
    return access


@require_safe
@for_roles(*GIVERS)
def accounts(request: StaffRequest) -> HttpResponse:
    context = {"overview": partner_accounts_page(today=timezone.localdate())}
    return render_page(request, "accounts/admin/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*GIVERS)
def add(request: StaffRequest) -> HttpResponse:
    """Make the account; the link to choose a password is shown once."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = NewAccessForm(
        request.POST if request.method == "POST" else None, starts_on=today, professionals=without_access(on=today)
    )
    if form.is_valid():
        try:
            access = give_access(**form.cleaned_data, by=request.user, at=now)
        except HasAccess:
            form.add_error("professional", _("A colleague gave an account to this person a moment ago."))
        except WorksThereNoMore:
            form.add_error("professional", _("This person works there no more, as the directory says."))
        else:
            return _link_page(request, access.user)
    overview = FormPage(
        title=_("Give an account"),
        intro=_("For a professional who is asked often. Is somebody not in the list? Put them in the directory first."),
        submit=_("Make the account"),
        cancel_url=reverse("netwerk:partner-accounts"),
        crumbs=_crumbs(),
    )
    context = {"overview": overview, "form": form}
    return render_page(request, "accounts/admin/form.html", context, status=422 if form.is_bound else 200)


def _link_page(request: StaffRequest, account: User) -> HttpResponse:
    """The link is shown here and nowhere else, so this answer is no redirect."""
    link = request.build_absolute_uri(password_link(account))
    return render_page(request, "netwerk/partner_link.html", {"account": account, "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*GIVERS)
def account(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One account: until when, give it longer, a new password link, end it."""
    now = timezone.now()
    today = timezone.localdate(now)
    access = _find(public_id)
    begins = max(today, access.ends_on) if access.ended_at is None else today
    form = AccessForm(request.POST if request.method == "POST" else None, starts_on=begins)
    if form.is_valid():
        try:
            renewed = renew_access(access=access, ends_on=form.cleaned_data["ends_on"], by=request.user, at=now)
        except HasAccess:
            form.add_error(None, _("Somebody else of them has this account by now, or it was given longer already."))
        except WorksThereNoMore:
            form.add_error(None, _("This person works there no more, as the directory says."))
        else:
            last = date_format(renewed.ends_on - timedelta(days=1), "j F Y")
            messages.success(request, _("The account works up to and including %(day)s.") % {"day": last})
            return redirect_after_post(request, "netwerk:partner-accounts")
    context = {
        "access": access,
        "last": access.ends_on - timedelta(days=1),
        "is_over": access.ended_at is not None or access.ends_on <= today,
        "form": form,
        "crumbs": _crumbs(),
    }
    return render_page(request, "netwerk/partner_account.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*GIVERS)
def new_link(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """For who lost the password."""
    access = _find(public_id)
    if not access.user.is_active:
        raise Http404
    return _link_page(request, access.user)


@require_POST
@for_roles(*GIVERS)
def end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    access = _find(public_id)
    end_access(access=access, by=request.user, at=timezone.now())
    messages.success(request, _("The account is ended. Whoever was signed in with it is out."))
    return redirect_after_post(request, "netwerk:partner-accounts")
