"""Closing a case."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import ClosingReason
from cases.forms.case import ClosingForm
from cases.selectors.plan_page import plans_of
from cases.services.close_case import GoalsHaveChanged, close_case
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End a case, with the result of each goal and what continues."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    plans = plans_of(case, goals_of=Q(in_force_at__isnull=False, ended_at=None), today=file.today)
    goals = next((plan.goals for plan in plans if plan.is_in_force), ())
    form = ClosingForm(request.POST if request.method == "POST" else None, goals=goals)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            close_case(
                case=case,
                reason=ClosingReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                results=form.results,
                by=request.user,
                at=file.now,
            )
        except CaseIsClosed:
            messages.info(request, _("This case was closed already."))
            return redirect_after_post(request, "cases:detail", case.public_id)
        except GoalsHaveChanged:
            form.add_error(None, _("The plan was changed in the meantime. Look at the goals and save again."))
            status = 409
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The case is closed."))
            return redirect_after_post(request, "cases:detail", case.public_id)
    return render_page(request, "cases/close.html", {"form": form, "case": case}, status=status)
