"""The neighbourhood: a map of the districts, and a page for each district and neighbourhood."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collectief.selectors.places import place_page, places_page
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import render_page


@require_safe
@for_roles(*CASEWORKERS)
def places(request: StaffRequest) -> HttpResponse:
    """All districts; `toon` names the figure."""
    page = places_page(user=request.user, today=timezone.localdate(), asked=request.GET.get("toon", ""))
    context = {"page": page, "picture": page.picture}
    return render_page(request, "collectief/places/list.html", context, fragments={"picture"}, push=True)


@require_safe
@for_roles(*CASEWORKERS)
def place(request: StaffRequest, code: str) -> HttpResponse:
    """One area, and what is going on there."""
    page = place_page(code, user=request.user, today=timezone.localdate(), asked=request.GET.get("toon", ""))
    if page is None:
        raise Http404
    context = {"page": page, "picture": page.picture}
    return render_page(request, "collectief/places/page.html", context, fragments={"picture"}, push=True)
