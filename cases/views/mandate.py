"""Mandate: what a team may decide by itself, agreed with the municipality."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.mandate import MandateForm
from cases.models import Mandate
from cases.selectors.mandates import mandate_page
from cases.services.give_mandate import MandateOverlaps, correct_mandate, give_mandate
from collectief.selectors.tabs import assignment_tabs
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def mandates(request: StaffRequest) -> HttpResponse:
    """What one's teams may decide by themselves, and what ends soon."""
    page = mandate_page(user=request.user, today=timezone.localdate())
    context = {"page": page, "tabs": assignment_tabs("mandate", user=request.user)}
    return render_page(request, "cases/mandate/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def mandate_new(request: StaffRequest) -> HttpResponse:
    """The coordinator of the team writes down what was agreed."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    form = MandateForm(request.POST if request.method == "POST" else None, teams=teams, today=today)
    if form.is_valid():
        key = form.cleaned_data["request_key"]
        try:
            give_mandate(team=form.chosen_team, details=form.details, by=request.user, request_key=key)
        except MandateOverlaps:
            _say_overlap(form)
        else:
            messages.success(request, _("The mandate has been saved."))
            return redirect_after_post(request, "cases:mandates")
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def mandate_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Correct it, or let it end on another day; the history keeps what stood there."""
    today = timezone.localdate()
    rows = Mandate.objects.visible_to(request.user, on=today).select_related("team")
    found = get_object_or_404(rows, public_id=public_id)
    form = MandateForm(
        request.POST if request.method == "POST" else None, teams=[found.team], today=today, mandate=found
    )
    if form.is_valid():
        try:
            correct_mandate(mandate=found, details=form.details)
        except MandateOverlaps:
            _say_overlap(form)
        else:
            messages.success(request, _("The mandate has been saved."))
            return redirect_after_post(request, "cases:mandates")
    return _page(request, form, found)


def _say_overlap(form: MandateForm) -> None:
    form.add_error("starts_on", _("There is a mandate for this kind of provision in that period already."))


def _page(request: StaffRequest, form: MandateForm, mandate: Mandate | None) -> HttpResponse:
    context = {"form": form, "mandate": mandate}
    return render_page(request, "cases/mandate/edit.html", context, status=422 if form.is_bound else 200)
