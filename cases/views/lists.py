"""The list of cases."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.case import CaseFilterForm
from cases.selectors.case_list import case_list, clean_filters
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def cases(request: StaffRequest) -> HttpResponse:
    """Own cases, those of the team, or what the dashboard counted. The fields to narrow are loaded when asked for."""
    today = timezone.localdate()
    chosen = clean_filters(request.GET, user=request.user)
    overview = case_list(user=request.user, chosen=chosen, page=request.GET.get("pagina", "1"), today=today)
    narrow = None
    if overview.narrowed or "filter" in request.GET:
        teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
        narrow = CaseFilterForm(initial=chosen, teams=teams, today=today)
    context = {"overview": overview, "narrow": narrow, "chosen": chosen}
    return render_page(request, "cases/list.html", context, fragments={"rows"}, push=True)
