from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports.selectors.start_page import start_page


@require_safe
@for_roles(Role.COMMISSIONER)
def start(request: StaffRequest) -> HttpResponse:
    """What should I look at today?"""
    now = timezone.now()
    page = start_page(user=request.user, now=now, today=timezone.localdate(now))
    return render_page(request, "reports/start.html", {"page": page})
