"""Follow an assignment through the published reports."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports import permissions
from wijkteam.reports.models.conversation import READER_ROLES
from wijkteam.reports.selectors.followed_assignments import assignment_list as all_assignments
from wijkteam.reports.selectors.followed_assignments import followed_assignment


@require_safe
@for_roles(*READER_ROLES)
def assignment_list(request: StaffRequest) -> HttpResponse:
    """Every assignment that stood in a report of the last half year."""
    rows = all_assignments(today=timezone.localdate())
    return render_page(request, "reports/assignments.html", {"rows": rows})


@require_safe
@for_roles(*READER_ROLES)
def assignment(request: StaffRequest, code: int) -> HttpResponse:
    """One of them, month by month, with what was asked about it."""
    found = followed_assignment(code=str(code), user=request.user, today=timezone.localdate())
    if found is None:
        raise Http404
    context = {"page": found, "may_ask": permissions.can_ask(request.user)}
    return render_page(request, "reports/assignment.html", context)
