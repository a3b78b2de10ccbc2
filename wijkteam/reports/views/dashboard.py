from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports.selectors.dashboard import dashboard as dashboard_page


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def dashboard(request: StaffRequest) -> HttpResponse:
    """The caseload and the balance of one's own team; `?team=` picks one of several."""
    overview = dashboard_page(user=request.user, code=request.GET.get("team", ""), today=timezone.localdate())
    return render_page(request, "reports/dashboard.html", {"overview": overview})
