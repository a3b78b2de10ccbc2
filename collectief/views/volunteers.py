"""Volunteers and active residents of one's own teams."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.enums import StopReason
from collectief.forms.volunteers import (
    CertificateForm,
    RoleForm,
    ThanksForm,
    VolunteerFilterForm,
    VolunteerForm,
    VolunteerNewForm,
    VolunteerStopForm,
)
from collectief.models import Certificate, Volunteer, VolunteerRole
from collectief.selectors import volunteers as selectors
from collectief.selectors.tabs import collective_tabs
from collectief.services.keep_volunteer import (
    NAMES_KEPT_MONTHS,
    HasStopped,
    HelpsThereAlready,
    add_certificate,
    add_volunteer,
    end_role,
    give_role,
    stop_volunteer,
    thank,
)
from collectief.services.visit_somebody import take_links_back
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def volunteers(request: StaffRequest) -> HttpResponse:
    """Who does what, and who can start now."""
    is_over = request.GET.get("status") == "gestopt"
    filters = VolunteerFilterForm(request.GET)
    filters.is_valid()  # what is not among the choices is left out
    chosen = {name: getattr(value, "code", value) for name, value in filters.cleaned_data.items() if value}
    chosen = {name: "on" if value is True else value for name, value in chosen.items()}
    overview = selectors.volunteer_list(
        user=request.user,
        today=timezone.localdate(),
        page=request.GET.get("pagina", "1"),
        chosen=chosen,
        is_over=is_over,
    )
    context = {
        "overview": overview,
        "filters": filters,
        "is_over": is_over,
        "tabs": collective_tabs("volunteers", user=request.user),
    }
    return render_page(request, "collectief/volunteers/list.html", context, fragments={"rows"}, push=True)


def find_volunteer(request: StaffRequest, public_id: UUID) -> Volunteer:
    seen = Volunteer.objects.visible_to(request.user, on=timezone.localdate()).select_related("team")
    return get_object_or_404(seen, public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def volunteer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody: what they offer, do, learned, and when they were thanked."""
    found = find_volunteer(request, public_id)
    page = selectors.volunteer_page(found, today=timezone.localdate(), kept_months=NAMES_KEPT_MONTHS)
    return render_page(request, "collectief/volunteers/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def volunteer_new(request: StaffRequest) -> HttpResponse:
    """Somebody new, in one short form."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    form = VolunteerNewForm(request.POST if request.method == "POST" else None, teams=teams, today=today)
    if form.is_bound and form.is_valid():
        made = add_volunteer(
            volunteer=form.instance,
            themes=form.cleaned_data["themes"],
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("Added. What else you know can be filled in when it suits."))
        return redirect_after_post(request, "collectief:volunteer", made.public_id)
    return render_page(request, "collectief/volunteers/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def volunteer_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """All that one knows of somebody."""
    found = find_volunteer(request, public_id)
    require(found.is_active)
    form = VolunteerForm(request.POST if request.method == "POST" else None, instance=found, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        form.save()
        if "email" in form.changed_data:
            # The mailbox is the proof: what went to the old one opens nothing any more.
            take_links_back(volunteer=found, by=request.user, at=timezone.now())
        messages.success(request, _("It has been saved."))
        return redirect_after_post(request, "collectief:volunteer", found.public_id)
    context = {"form": form, "volunteer": found}
    return render_page(request, "collectief/volunteers/edit.html", context, status=422 if form.is_bound else 200)


def _step(request: StaffRequest, found: Volunteer, form: BaseForm, **words: Any) -> HttpResponse:
    """One small form about somebody, on a page of its own or in a dialog."""
    context = {
        "form": form,
        "volunteer": found,
        "back": reverse("collectief:volunteer", args=[found.public_id]),
        "note": "",
        **words,
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "collectief/volunteers/step.html", context, fragments={"dialog"}, status=status)


def _stopped(form: Any) -> None:
    form.add_error(None, _("This volunteer stopped a moment ago. Nothing has been changed."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def volunteer_stop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Stops, or no longer wants to stand here."""
    found = find_volunteer(request, public_id)
    form = VolunteerStopForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = StopReason(form.cleaned_data["reason"])
        stop_volunteer(volunteer=found, reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("Written down. Did somebody say thank you?"))
        return redirect_after_post(request, "collectief:volunteer", found.public_id)
    note = _(
        "What they do here ends today. Half a year later their name disappears; "
        "who does not want to stand here any more disappears tonight."
    )
    return _step(request, found, form, title=_("Stops here"), verb=_("Write down that they stop"), note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def thanks_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody was thanked."""
    today = timezone.localdate()
    found = find_volunteer(request, public_id)
    require(found.is_active)
    data = request.POST if request.method == "POST" else None
    form = ThanksForm(data, today=today, since=found.started_on, initial={"given_on": today})
    if form.is_bound and form.is_valid():
        try:
            thank(
                volunteer=found,
                on=form.cleaned_data["given_on"],
                how=form.cleaned_data["how"],
                by=request.user,
                request_key=form.cleaned_data["request_key"],
            )
        except HasStopped:
            _stopped(form)
        else:
            messages.success(request, _("Nice. It has been written down."))
            return redirect_after_post(request, "collectief:volunteer", found.public_id)
    note = _("Likes: %(wish)s") % {"wish": found.thanks_wish} if found.thanks_wish else ""
    return _step(request, found, form, title=_("Thanked"), verb=_("Save the thanks"), note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def certificate_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A training or a certificate."""
    found = find_volunteer(request, public_id)
    require(found.is_active)
    data = request.POST if request.method == "POST" else None
    form = CertificateForm(data, today=timezone.localdate(), instance=Certificate(volunteer=found))
    if form.is_bound and form.is_valid():
        try:
            add_certificate(volunteer=found, certificate=form.instance, request_key=form.cleaned_data["request_key"])
        except HasStopped:
            _stopped(form)
        else:
            messages.success(request, _("It has been saved."))
            return redirect_after_post(request, "collectief:volunteer", found.public_id)
    note = _("Keep no copy of a certificate of good conduct: that you saw it is enough.")
    return _step(request, found, form, title=_("Training or certificate"), verb=_("Save it"), note=note)


@require_POST
@for_roles(*CASEWORKERS)
def certificate_remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """It was written down wrong."""
    seen = Volunteer.objects.visible_to(request.user, on=timezone.localdate())
    found = get_object_or_404(Certificate.objects.filter(volunteer__in=seen), public_id=public_id)
    of = found.volunteer
    found.delete()
    messages.success(request, _("It has been taken away."))
    return redirect_after_post(request, "collectief:volunteer", of.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def role_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Helps in an initiative."""
    today = timezone.localdate()
    found = find_volunteer(request, public_id)
    require(found.is_active)
    data = request.POST if request.method == "POST" else None
    form = RoleForm(data, team=found.team, today=today, initial={"starts_on": today})
    if form.is_bound and form.is_valid():
        try:
            give_role(volunteer=found, **form.cleaned_data)
        except HasStopped:
            _stopped(form)
        except HelpsThereAlready:
            form.add_error("initiative", _("This volunteer helps there in that period already."))
        else:
            messages.success(request, _("It has been saved."))
            return redirect_after_post(request, "collectief:volunteer", found.public_id)
    return _step(request, found, form, title=_("Helps in an initiative"), verb=_("Save it"))


@require_POST
@for_roles(*CASEWORKERS)
def role_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """No longer helps there, from today."""
    today = timezone.localdate()
    seen = Volunteer.objects.visible_to(request.user, on=today)
    found = get_object_or_404(
        VolunteerRole.objects.filter(volunteer__in=seen).select_related("volunteer"), public_id=public_id
    )
    end_role(role=found, on=today)
    messages.success(request, _("It has been saved."))
    return redirect_after_post(request, "collectief:volunteer", found.volunteer.public_id)
