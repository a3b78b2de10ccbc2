"""Keeping the directory: everybody who works in a team now adds and changes what stands in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netwerk.forms.directory import LocationForm, OrganisationForm, ProfessionalForm, ServiceForm
from netwerk.models import Location, Organisation, Professional, Service
from netwerk.permissions import named_team, own_teams, team_query
from netwerk.views.directory import find_organisation
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.forms import ModelForm
from wijkteam.core.htmx import redirect_after_post, render_page

FORMS: dict[type[Model], type[ModelForm[Any]]] = {
    Service: ServiceForm,
    Location: LocationForm,
    Professional: ProfessionalForm,
}


def _save_once(form: "ModelForm[Any]") -> Any:
    """Save a new row; the form sent a second time gives the row of the first. Its key becomes its lasting id."""
    form.instance.hsds_id = str(form.cleaned_data["request_key"])
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError as error:
        if "hsds_id" not in broken_constraint(error):
            raise
        return type(form.instance)._default_manager.get(hsds_id=form.instance.hsds_id)


def _page(request: StaffRequest, form: "ModelForm[Any]", *, title: str, back: str, remove: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "remove": remove}
    return render_page(request, "netwerk/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def organisation_new(request: StaffRequest) -> HttpResponse:
    """Add an organisation."""
    today = timezone.localdate()
    require(bool(own_teams(user=request.user, on=today)))
    form = OrganisationForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_bound and form.is_valid():
        made = _save_once(form)
        messages.success(request, _("The organisation has been added."))
        return redirect_after_post(request, "netwerk:organisation", made.public_id)
    return _page(request, form, title=_("Add an organisation"), back=reverse("netwerk:directory"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def organisation_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Change an organisation."""
    today = timezone.localdate()
    found = find_organisation(request, public_id)
    require(bool(own_teams(user=request.user, on=today)))
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=found, today=today)
    back = _back_to(request, found)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The organisation has been saved."))
        return redirect_after_post(request, back)
    return _page(request, form, title=_("Change the organisation"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def part_new(request: StaffRequest, public_id: UUID, model: type[Model]) -> HttpResponse:
    """Add a service, a place or a person to an organisation."""
    today = timezone.localdate()
    organisation = find_organisation(request, public_id)
    require(bool(own_teams(user=request.user, on=today)))
    back = _back_to(request, organisation)
    form = FORMS[model](
        request.POST if request.method == "POST" else None,
        instance=model(organisation=organisation),
        today=today,
    )
    if form.is_bound and form.is_valid():
        _save_once(form)
        messages.success(request, _("It has been added."))
        return redirect_after_post(request, back)
    titles = {Service: _("Add a service"), Location: _("Add a location"), Professional: _("Add a contact person")}
    return _page(request, form, title=titles[model], back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def part_edit(request: StaffRequest, public_id: UUID, model: type[Model]) -> HttpResponse:
    """Change a service, a place or a person."""
    today = timezone.localdate()
    part, back = _part(request, public_id, model)
    form = FORMS[model](request.POST if request.method == "POST" else None, instance=part, today=today)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("It has been saved."))
        return redirect_after_post(request, back)
    titles = {
        Service: _("Change the service"),
        Location: _("Change the location"),
        Professional: _("Change the contact person"),
    }
    query = back.partition("?")[1] + back.partition("?")[2]
    remove = f"{reverse('netwerk:location-remove', args=[public_id])}{query}" if model is Location else ""
    return _page(request, form, title=titles[model], back=back, remove=remove)


@require_http_methods(["POST"])
@for_roles(*CASEWORKERS)
def location_remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take a place away; the history keeps it."""
    place, back = _part(request, public_id, Location)
    place.delete()
    messages.success(request, _("The location has been removed."))
    return redirect_after_post(request, back)


def _part(request: StaffRequest, public_id: UUID, model: type[Model]) -> tuple[Any, str]:
    """The part and the page of its organisation. Raises Http404 and PermissionDenied."""
    today = timezone.localdate()
    organisations = Organisation.objects.visible_to(request.user, on=today)
    rows = model._default_manager.filter(organisation__in=organisations).select_related("organisation")
    part: Any = get_object_or_404(rows, public_id=public_id)
    require(bool(own_teams(user=request.user, on=today)))
    return part, _back_to(request, part.organisation)


def _back_to(request: StaffRequest, organisation: Organisation) -> str:
    """The page of the organisation, for the team that one came from."""
    teams = own_teams(user=request.user, on=timezone.localdate())
    query = team_query(teams, named_team(teams, request.GET.get("team", "")))
    return f"{reverse('netwerk:organisation', args=[organisation.public_id])}{query}"
