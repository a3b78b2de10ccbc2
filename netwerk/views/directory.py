"""The directory of organisations, and one organisation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import push_url

from netwerk.forms.directory import DirectoryFilter
from netwerk.models import Organisation
from netwerk.permissions import chosen_team, own_teams, team_query
from netwerk.selectors import directory as selectors
from netwerk.selectors.directory_search import clean_text
from netwerk.selectors.organisation_page import organisation_page
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment

LAST = "netwerk.directory"


def find_organisation(request: StaffRequest, public_id: UUID) -> Organisation:
    """Raises Http404 for who may not read the directory, or when there is none."""
    rows = Organisation.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def directory(request: StaffRequest) -> HttpResponse:
    """Everybody around the teams, filtered. The words can be somebody's name: they are posted and kept in the session,
    so that who opens an organisation and comes back finds the same list, and no address holds them."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    text = clean_text(sent.get("q", "") if request.method == "POST" else request.session.get(LAST, ""))
    if request.method == "POST" and request.session.get(LAST, "") != text:
        request.session[LAST] = text
    is_over = sent.get("status") == "beeindigd"
    filters = DirectoryFilter({**sent.dict(), "q": text})
    filters.is_valid()  # what is not among the choices is left out
    chosen = {name: getattr(value, "code", value) for name, value in filters.cleaned_data.items() if value}
    teams = own_teams(user=request.user, on=today)
    team = chosen_team(teams, sent.get("team", ""))
    query = team_query(teams, team)
    end = selectors.kept_query(chosen, team=team if query else None, is_over=is_over)
    address = f"{reverse('netwerk:directory')}?{end}".rstrip("?&")
    if request.method == "POST" and requested_fragment(request, {"rows"}) is None:
        return redirect_after_post(request, address)
    overview = selectors.directory(
        user=request.user,
        today=today,
        page=request.GET.get("pagina", "1"),
        chosen=chosen,
        team=team,
        team_query=query,
        is_over=is_over,
    )
    context = {"overview": overview, "filters": filters, "is_over": is_over, "may_add": bool(teams), "teams": teams}
    response = render_page(request, "netwerk/directory.html", context, fragments={"rows"}, push=True)
    return push_url(response, address) if request.method == "POST" else response


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
    query = team_query(teams, page.mine.team if page.mine else None)
    return render_page(request, "netwerk/organisation.html", {"page": page, "team_query": query})
