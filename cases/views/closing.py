"""Closing a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import ClosingReason
from cases.forms.case import ClosingForm
from cases.models import Goal
from cases.permissions import can_change, visible_case
from cases.selectors.case_page import goals_of, plan_summary
from cases.services.close_case import close_case
from cases.services.lock_case import CaseIsClosed
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End a case, with the result of each goal and what continues."""
    now = timezone.now()
    today = timezone.localdate(now)
    case = visible_case(public_id=public_id, user=request.user, on=today)
    require(can_change(case))
    plans = goals_of(list(case.plans.in_force()))
    goals = plan_summary(*plans[0], today=today).goals if plans else ()
    form = ClosingForm(request.POST if request.method == "POST" else None, goals=goals)
    if form.is_valid():
        numbers = dict(Goal.objects.filter(plan__case=case).values_list("public_id", "pk"))
        try:
            close_case(
                case=case,
                reason=ClosingReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                results={numbers[UUID(key)]: text for key, text in form.results.items()},
                by=request.user,
                at=now,
            )
        except CaseIsClosed:
            messages.info(request, _("This case was closed already."))
        else:
            messages.success(request, _("The case is closed."))
        return redirect_after_post(request, "cases:detail", case.public_id)
    return render_page(request, "cases/close.html", {"form": form, "case": case}, status=422 if form.is_bound else 200)
