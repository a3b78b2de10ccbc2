"""The partners around a household: who helps, what may be shared, where it was discussed."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.permissions import can_change
from cases.selectors.partners import partners_page
from cases.selectors.secondments import own_employers_here
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import render_page


@require_safe
@for_roles(*CASEWORKERS)
def partners(request: StaffRequest, public_id: UUID) -> HttpResponse:
    file = open_file(request, public_id)
    context = {
        "case": file.case,
        "part": "partners",
        "page": partners_page(file.case, reader=request.user, today=file.today),
        "can_change": can_change(file.case),
        "own_employers": own_employers_here(file.case, user=request.user, today=file.today),
    }
    return render_page(request, "cases/partners/page.html", context)
