"""Initiatives: what people do together, of all teams."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.forms.initiatives import EndInitiativeForm, InitiativeFilterForm, InitiativeForm
from collectief.models import Initiative, Reflection
from collectief.permissions import can_change_initiative
from collectief.selectors import initiatives as selectors
from collectief.selectors.relief import relief_page
from collectief.selectors.tabs import collective_tabs
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.addresses import public_id_in_address
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def initiatives(request: StaffRequest) -> HttpResponse:
    """Initiatives of all teams, filtered."""
    is_over = request.GET.get("status") == "beeindigd"
    filters = InitiativeFilterForm(request.GET)
    filters.is_valid()  # what is not among the choices is left out
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    overview = selectors.initiative_list(
        user=request.user,
        today=timezone.localdate(),
        page=request.GET.get("pagina", "1"),
        chosen={name: getattr(value, "code", value) for name, value in chosen.items()},
        is_over=is_over,
    )
    return render_page(
        request,
        "collectief/initiatives.html",
        {
            "overview": overview,
            "filters": filters,
            "is_over": is_over,
            "tabs": collective_tabs("initiatives", user=request.user),
        },
        fragments={"rows"},
        push=True,
    )


def _visible(request: StaffRequest, public_id: UUID) -> Initiative:
    rows = Initiative.objects.visible_to(request.user, on=timezone.localdate()).select_related(
        "team", "theme", "area", "organisation"
    )
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def initiative(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One initiative."""
    page = selectors.initiative_page(
        initiative=_visible(request, public_id), user=request.user, today=timezone.localdate()
    )
    return render_page(request, "collectief/initiative.html", {"page": page})


@require_safe
@for_roles(*CASEWORKERS)
def relief(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Whether questions changed beside the initiative. Small numbers: for the team that carries it."""
    today = timezone.localdate()
    rows = Initiative.objects.visible_to(request.user, on=today).filter(
        team__in=Team.objects.of_worker(request.user, on=today)
    )
    found = get_object_or_404(rows.select_related("team", "theme", "area"), public_id=public_id)
    return render_page(request, "collectief/relief.html", {"page": relief_page(found, today=today)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def initiative_new(request: StaffRequest) -> HttpResponse:
    """Add an initiative; `reflectie` names the reflection that it comes from."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    reflection = _named_reflection(request, today=today)
    initial: dict[str, Any] = {"starts_on": today}
    if reflection is not None:
        initial |= {"theme": reflection.theme_id, "area": reflection.area_id, "team": reflection.team.code}
    form = InitiativeForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        today=today,
        initial=initial,
        instance=Initiative(came_from=reflection),
    )
    if form.is_bound and form.is_valid():
        made = form.save()
        messages.success(request, _("The initiative has been added."))
        return redirect_after_post(request, "collectief:initiative", made.public_id)
    context = {"form": form, "initiative": None}
    return render_page(request, "collectief/initiative_edit.html", context, status=422 if form.is_bound else 200)


def _named_reflection(request: StaffRequest, *, today: date) -> Reflection | None:
    """The reflection in the address; nothing when it is not one that this person may see."""
    if (named := public_id_in_address(request, "reflectie")) is None:
        return None
    rows = Reflection.objects.visible_to(request.user, on=today).select_related("team")
    return rows.filter(public_id=named).first()


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def initiative_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Change an initiative of one's own team."""
    today = timezone.localdate()
    found = _visible(request, public_id)
    require(can_change_initiative(user=request.user, initiative=found, on=today))
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    form = InitiativeForm(request.POST if request.method == "POST" else None, teams=teams, today=today, instance=found)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The initiative has been saved."))
        return redirect_after_post(request, "collectief:initiative", found.public_id)
    context = {"form": form, "initiative": found}
    return render_page(request, "collectief/initiative_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def initiative_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End an initiative of one's own team, from a day on."""
    today = timezone.localdate()
    found = _visible(request, public_id)
    require(can_change_initiative(user=request.user, initiative=found, on=today))
    form = EndInitiativeForm(
        request.POST if request.method == "POST" else None,
        initiative=found,
        initial={"ends_on": found.ends_on or today},
    )
    if form.is_bound and form.is_valid():
        found.ends_on = form.cleaned_data["ends_on"]
        found.save(update_fields=["ends_on"])
        messages.success(request, _("The end has been saved."))
        return redirect_after_post(request, "collectief:initiative", found.public_id)
    context = {"form": form, "initiative": found}
    return render_page(
        request,
        "collectief/initiative_end.html",
        context,
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )
