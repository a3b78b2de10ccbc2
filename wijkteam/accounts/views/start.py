from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from wijkteam.accounts.permissions import EVERY_ROLE, StaffRequest, for_roles
from wijkteam.core import navigation


@require_safe
@for_roles(*EVERY_ROLE)
def home(request: StaffRequest) -> HttpResponse:
    """Go to the first entry of the own menu: where the day of this role begins."""
    menu = navigation.menu(role=request.user.role, path="")
    if not menu:
        raise Http404
    return redirect(menu[0].url)
