"""The tour for a first day. Each button names the step to go to: pressed twice it does the same."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wijkteam.accounts.permissions import EVERY_ROLE, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post
from wijkteam.manual.selectors.tours import TOURS
from wijkteam.manual.services.move_tour import move_tour


@require_POST
@for_roles(*EVERY_ROLE)
def go(request: StaffRequest) -> HttpResponse:
    asked = request.POST.get("to", "")
    was_running = request.user.tour_step is not None
    step = move_tour(user=request.user, to=int(asked) if asked.isascii() and asked.isdigit() else None)
    if step is not None:
        return redirect_after_post(request, TOURS[request.user.role][step].address)
    if was_running:
        messages.success(request, _("That was the tour. You find it again behind the question mark."))
    return redirect_after_post(request, "accounts:home")
