"""The household of a case over time."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.selectors.household_page import household_page
from cases.selectors.ladder import ladder_card
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import render_page


@require_safe
@for_roles(*CASEWORKERS)
def household(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Who lives and lived here, where else, and where the household lived before."""
    file = open_file(request, public_id)
    page = household_page(case=file.case, user=request.user, rights=file.rights, today=file.today)
    ladder = ladder_card(file.case, rights=file.rights, today=file.today)
    context = {"case": file.case, "part": "household", "page": page, "ladder": ladder}
    return render_page(request, "cases/household/page.html", context)
