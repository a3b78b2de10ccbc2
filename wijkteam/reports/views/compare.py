from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports.models.conversation import READER_ROLES
from wijkteam.reports.selectors.compare import compare_page


@require_safe
@for_roles(*READER_ROLES)
def compare(request: StaffRequest) -> HttpResponse:
    """Months of one team, or teams in one month."""
    asked = request.GET
    page = compare_page(
        mode=asked.get("naast", ""),
        scope=asked.get("van", ""),
        month=asked.get("maand", ""),
        chapter=asked.get("hoofdstuk", ""),
    )
    return render_page(request, "reports/compare.html", {"page": page})
