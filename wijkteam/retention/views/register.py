from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.retention.selectors.register import register_page


@require_safe
@for_roles(Role.PRIVACY_OFFICER)
def register(request: StaffRequest) -> HttpResponse:
    return render_page(request, "retention/register.html", {"purposes": register_page()})
