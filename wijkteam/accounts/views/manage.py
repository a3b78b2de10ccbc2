"""Accounts, for the administrator. What a role is called here is asked of the templates' own words."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wijkteam.accounts.enums import Role
from wijkteam.accounts.forms import AccountForm, FindAccountForm
from wijkteam.accounts.models import ExternalIdentity, User
from wijkteam.accounts.permissions import StaffRequest, confirm_first, for_roles
from wijkteam.accounts.selectors.accounts import accounts_page, has_second_factor
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.accounts.services.manage_account import (
    NotOnesOwnAccount,
    change_account,
    create_account,
    disable_account,
    enable_account,
    password_link,
    remove_second_factor,
    unlink_identity,
)
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.vocabulary import role_name


def _role_names() -> list[tuple[str, str]]:
    return [(role.value, capfirst(role_name(role))) for role in Role]


def _roles_to_give(account: User | None = None) -> list[tuple[str, str]]:
    """An account of a partner is given with its end date and its person, elsewhere, and stays one (trigger)."""
    is_partner = account is not None and account.role == Role.PARTNER
    return [(role, name) for role, name in _role_names() if (role == Role.PARTNER) == is_partner]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Accounts"), reverse("accounts:list"))]


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def account_list(request: StaffRequest) -> HttpResponse:
    """All accounts; a search is posted, as a name does not belong in an address."""
    searched = request.method == "POST"
    form = FindAccountForm(request.POST if searched else None, role_names=_role_names())
    answers = form.cleaned_data if form.is_valid() else {}
    found = accounts_page(
        search=answers.get("q", ""),
        role=answers.get("role", ""),
        state=answers.get("state", ""),
        number=request.GET.get("pagina", "1"),
        role_name=lambda role: capfirst(role_name(role)),
    )
    # Turning a page of a search would put the search in the address, so what is found stands on one page.
    context = {"overview": found.overview, "search": form, "page": None if searched else found.page, "query": ""}
    return render_page(request, "accounts/admin/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def add(request: StaffRequest) -> HttpResponse:
    form = AccountForm(request.POST if request.method == "POST" else None, role_names=_roles_to_give())
    if form.is_valid():
        answers = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        account = create_account(**answers, by=request.user, at=timezone.now())
        return _link_page(request, account)
    overview = FormPage(
        title=_("Add an account"),
        submit=_("Make the account"),
        cancel_url=reverse("accounts:list"),
        crumbs=_crumbs(),
    )
    context = {"overview": overview, "form": form}
    return render_page(request, "accounts/admin/form.html", context, status=422 if form.is_bound else 200)


def _link_page(request: StaffRequest, account: User) -> HttpResponse:
    """The link is shown here and nowhere else, so this answer is no redirect."""
    link = request.build_absolute_uri(password_link(account))
    return render_page(request, "accounts/password_link.html", {"account": account, "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    account = get_object_or_404(User, public_id=public_id)
    roles = _roles_to_give(account)
    form = AccountForm(request.POST if request.method == "POST" else None, instance=account, role_names=roles)
    if form.is_valid():
        answers = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            change_account(account=account, **answers, by=request.user, at=timezone.now())
        except NotOnesOwnAccount:
            form.add_error("role", _("You cannot change your own role. Ask another administrator."))
        else:
            messages.success(request, _("The account is changed."))
            return redirect_after_post(request, "accounts:list")
    context = {
        "account": account,
        "form": form,
        "crumbs": _crumbs(),
        "is_own": account.pk == request.user.pk,
        "has_second_factor": has_second_factor(account),
        "is_linked": ExternalIdentity.objects.filter(user=account).exists(),
    }
    return render_page(request, "accounts/edit.html", context, status=422 if form.is_bound else 200)


@confirm_first
@require_POST
@for_roles(Role.ADMINISTRATOR)
def new_link(request: StaffRequest, public_id: UUID) -> HttpResponse:
    return _link_page(request, get_object_or_404(User, public_id=public_id, is_active=True))


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def disable(request: StaffRequest, public_id: UUID) -> HttpResponse:
    account = get_object_or_404(User, public_id=public_id, is_active=True)
    if request.method == "POST":
        try:
            disable_account(account=account, by=request.user, at=timezone.now())
        except NotOnesOwnAccount:
            messages.error(request, _("You cannot disable your own account. Ask another administrator."))
        else:
            messages.success(request, _("The account is disabled. Whoever was signed in with it is out."))
        return redirect_after_post(request, "accounts:edit", account.public_id)
    overview = FormPage(
        title=_("Disable this account?"),
        intro=account.name,
        warning=_("Whoever is signed in with it is out at once. Their cases and hours stay as they are."),
        submit=_("Disable the account"),
        cancel_url=reverse("accounts:edit", args=[account.public_id]),
        crumbs=_crumbs(),
        is_danger=True,
    )
    return render_page(request, "accounts/admin/form.html", {"overview": overview})


@require_POST
@for_roles(Role.ADMINISTRATOR)
def enable(request: StaffRequest, public_id: UUID) -> HttpResponse:
    account = get_object_or_404(User, public_id=public_id)
    enable_account(account=account, by=request.user, at=timezone.now())
    messages.success(request, _("The account can be used again."))
    return redirect_after_post(request, "accounts:edit", account.public_id)


@confirm_first
@require_POST
@for_roles(Role.ADMINISTRATOR)
def unlink(request: StaffRequest, public_id: UUID) -> HttpResponse:
    account = get_object_or_404(User, public_id=public_id)
    unlink_identity(account=account, by=request.user, at=timezone.now())
    messages.success(request, _("The link with the account at the municipality is removed."))
    return redirect_after_post(request, "accounts:edit", account.public_id)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def reset_second_factor(request: StaffRequest, public_id: UUID) -> HttpResponse:
    account = get_object_or_404(User, public_id=public_id)
    if request.method == "POST":
        remove_second_factor(account=account, by=request.user, at=timezone.now())
        messages.success(request, _("The second factor is removed. A new one is asked for at the next sign-in."))
        return redirect_after_post(request, "accounts:edit", account.public_id)
    overview = FormPage(
        title=_("Remove the second factor?"),
        intro=account.name,
        warning=_("Do this only when you are sure who asks for it: see or call the person yourself."),
        submit=_("Remove the second factor"),
        cancel_url=reverse("accounts:edit", args=[account.public_id]),
        crumbs=_crumbs(),
        is_danger=True,
    )
    return render_page(request, "accounts/admin/form.html", {"overview": overview})
