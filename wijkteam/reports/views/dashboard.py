from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports.selectors.dashboard import dashboard as dashboard_page
from wijkteam.reports.selectors.overview_filters import FILTERS, chosen_of
from wijkteam.reports.selectors.saved_views import saved_views
from wijkteam.reports.views.overview import head


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def dashboard(request: StaffRequest) -> HttpResponse:
    """The caseload and the balance of one's own team, narrowed by the address; without one, the view kept for that."""
    today = timezone.localdate()
    views = saved_views(request.user)
    opens = next((view.url for view in views if view.is_default), "")
    if opens and not FILTERS & request.GET.keys():
        return redirect(opens)
    chosen = chosen_of(request.GET, user=request.user, today=today)
    context = {
        **head(chosen, page="dashboard", views=views),
        "overview": dashboard_page(user=request.user, code="", today=today, chosen=chosen),
    }
    return render_page(request, "reports/dashboard.html", context)
