"""Taking a case that waits, and handing one over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.coordinator import CoordinatorForm
from cases.models import Case
from cases.services.assign_coordinator import CoordinatorHasChanged, CoordinatorNotInTeam, assign_coordinator
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


def _current(case: Case) -> int | None:
    current: int | None = case.coordinator_id  # type: ignore[attr-defined]  # annotated by for_list
    return current


@require_POST
@for_roles(*CASEWORKERS)
def take(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Become the coordinator of a case that waits for one: one tap."""
    file = find_file(request, public_id, to_change=True)
    case = file.case
    try:
        assign_coordinator(case=case, worker=request.user, reason="", expected=None, by=request.user, at=file.now)
    except CoordinatorHasChanged:
        messages.error(request, _("A colleague was just before you: this case has a coordinator."))
    except CoordinatorNotInTeam:
        messages.error(request, _("You do not work in the team of this case today, so you cannot coordinate it."))
    except CaseIsClosed:
        messages.error(request, _("This case was closed in the meantime."))
    else:
        messages.success(request, _("You are the coordinator of this case now."))
    return redirect_after_post(request, "cases:detail", case.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def hand_over(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Give a case to a colleague, with the reason."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    current = _current(case)
    data = request.POST if request.method == "POST" else None
    form = CoordinatorForm(data, case=case, current=current, today=file.today)
    if form.is_valid():
        try:
            assign_coordinator(
                case=case,
                worker=form.cleaned_data["worker"],
                reason=form.cleaned_data.get("reason", ""),
                expected=form.cleaned_data["expected"],
                by=request.user,
                at=file.now,
            )
        except CoordinatorHasChanged:
            form.add_error(None, _("A colleague changed the coordinator in the meantime. Look again and choose."))
        except CoordinatorNotInTeam:
            form.add_error("worker", _("This colleague does not work in the team today. Choose somebody else."))
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime."))
        else:
            name = form.cleaned_data["worker"].name
            messages.success(request, _("%(name)s is the coordinator now.") % {"name": name})
            return redirect_after_post(request, "cases:detail", case.public_id)
    now_with = case.coordinator_name  # type: ignore[attr-defined]  # annotated by for_list
    context = {"form": form, "case": case, "is_handover": current is not None, "now_with": now_with}
    return render_page(
        request, "cases/hand_over.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )
