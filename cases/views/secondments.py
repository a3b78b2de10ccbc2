"""For the team coordinator: where a colleague went on with the own employer."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import CaseRights
from cases.selectors.secondments import notices
from cases.views.case_file import PURPOSE
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def secondments(request: StaffRequest) -> HttpResponse:
    """Of the own teams, over a year; each household that is shown is logged once."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = notices(rights=CaseRights.of(request.user, on=today), today=today)
    if seen := sorted({(row.case_id, row.household_id) for row in rows}):
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    return render_page(request, "cases/secondments.html", {"rows": rows})
