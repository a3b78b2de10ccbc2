"""Methods: how something is done by the book."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.forms.methods import MethodForm
from collectief.models import Method
from collectief.permissions import can_change_methods
from collectief.selectors.methods import method_list, method_page
from collectief.selectors.tabs import collective_tabs
from collectief.services.load_methods import restore_method
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page

KEEPERS = (Role.TEAM_COORDINATOR, Role.ADMINISTRATOR)
READERS = (*CASEWORKERS, Role.ADMINISTRATOR)


@require_safe
@for_roles(*READERS)
def methods(request: StaffRequest) -> HttpResponse:
    """The catalogue."""
    context = {
        "rows": method_list(user=request.user),
        "tabs": collective_tabs("methods", user=request.user),
        "may_change": can_change_methods(request.user),
    }
    return render_page(request, "collectief/methods.html", context)


def _visible(request: StaffRequest, public_id: UUID) -> Method:
    return get_object_or_404(Method.objects.visible_to(request.user), public_id=public_id)


@require_safe
@for_roles(*READERS)
def method(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One method."""
    page = method_page(method=_visible(request, public_id), user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/method.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def method_new(request: StaffRequest) -> HttpResponse:
    """Describe a method of one's own."""
    form = MethodForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = form.save()
        messages.success(request, _("The method has been added."))
        return redirect_after_post(request, "collectief:method", made.public_id)
    context = {"form": form, "method": None}
    return render_page(request, "collectief/method_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def method_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Change the text or the schedule of a method."""
    found = _visible(request, public_id)
    form = MethodForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The method has been saved."))
        return redirect_after_post(request, "collectief:method", found.public_id)
    context = {"form": form, "method": found}
    return render_page(request, "collectief/method_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*KEEPERS)
def method_restore(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take the text back that came with the application."""
    found = _visible(request, public_id)
    require(bool(found.shipped))
    restore_method(method=found)
    messages.success(request, _("The method reads again as it came."))
    return redirect_after_post(request, "collectief:method", found.public_id)
