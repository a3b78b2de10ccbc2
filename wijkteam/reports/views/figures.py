from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wijkteam.accounts.permissions import STAFF, StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports.selectors.definitions import definitions_page


@require_safe
@for_roles(*STAFF)
def definitions(request: StaffRequest) -> HttpResponse:
    """What every figure means."""
    return render_page(request, "reports/definitions.html", {"overview": definitions_page()})
