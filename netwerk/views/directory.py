"""The directory of organisations, and one organisation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from netwerk.forms.directory import DirectoryFilter
from netwerk.models import Organisation
from netwerk.permissions import chosen_team, own_teams
from netwerk.selectors import directory as selectors
from netwerk.selectors.organisation_page import organisation_page
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import render_page


def find_organisation(request: StaffRequest, public_id: UUID) -> Organisation:
    """Raises Http404 for who may not read the directory, or when there is none."""
    rows = Organisation.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def directory(request: StaffRequest) -> HttpResponse:
    """Everybody around the teams, filtered."""
    today = timezone.localdate()
    is_over = request.GET.get("status") == "beeindigd"
    filters = DirectoryFilter(request.GET)
    filters.is_valid()  # what is not among the choices is left out
    chosen = {name: getattr(value, "code", value) for name, value in filters.cleaned_data.items() if value}
    teams = own_teams(user=request.user, on=today)
    overview = selectors.directory(
        user=request.user,
        today=today,
        page=request.GET.get("pagina", "1"),
        chosen=chosen,
        team=chosen_team(teams, request.GET.get("team", "")),
        is_over=is_over,
    )
    context = {"overview": overview, "filters": filters, "is_over": is_over, "may_add": bool(teams)}
    return render_page(request, "netwerk/directory.html", context, fragments={"rows"}, push=True)


@require_safe
@for_roles(*CASEWORKERS)
def organisation(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One organisation, and how one's own team stands with it."""
    today = timezone.localdate()
    teams = own_teams(user=request.user, on=today)
    page = organisation_page(
        organisation=find_organisation(request, public_id),
        user=request.user,
        teams=teams,
        team=chosen_team(teams, request.GET.get("team", "")),
        today=today,
    )
    return render_page(request, "netwerk/organisation.html", {"page": page})
