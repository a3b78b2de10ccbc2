"""Taking a case that waits, and handing one over."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.coordinator import CoordinatorForm
from cases.forms.handover import ProposeHandoverForm
from cases.models import Case
from cases.permissions import may_divide, may_hand_over
from cases.selectors.colleagues import colleagues_of
from cases.services.assign_coordinator import (
    CoordinatorHasChanged,
    CoordinatorLeaves,
    CoordinatorNotInTeam,
    assign_coordinator,
)
from cases.services.hand_over import HandoverIsOpen, accept_handover, propose_handover
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import CaseFile, find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


def leaves() -> str:
    """What a form says at the field of a colleague who is about to stop."""
    return _("This colleague leaves the team within four weeks. Choose somebody who stays.")


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
    except CoordinatorLeaves:
        messages.error(request, _("You leave this team within four weeks. A case needs somebody who stays."))
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
    """Choose a coordinator for a case that waits; otherwise propose to give it to a colleague."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    current = _current(case)
    require(may_hand_over(case, coordinator_id=current, user=request.user, rights=file.rights))
    if current is not None:
        return _propose(request, file, current)
    form = CoordinatorForm(request.POST if request.method == "POST" else None, case=case, today=file.today)
    if form.is_valid():
        worker = form.cleaned_data["worker"]
        try:
            assign_coordinator(case=case, worker=worker, reason="", expected=None, by=request.user, at=file.now)
        except CoordinatorHasChanged:
            form.add_error(None, _("A colleague changed the coordinator in the meantime. Look again and choose."))
        except CoordinatorLeaves:
            form.add_error("worker", leaves())
        except CoordinatorNotInTeam:
            form.add_error("worker", _("This colleague does not work in the team today. Choose somebody else."))
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime."))
        else:
            messages.success(request, _("%(name)s is the coordinator now.") % {"name": worker.name})
            return redirect_after_post(request, "cases:detail", case.public_id)
    return render_page(
        request,
        "cases/coordinator/choose.html",
        {"form": form, "case": case},
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )


def _propose(request: StaffRequest, file: CaseFile, current: int) -> HttpResponse:
    case = file.case
    running = case.handovers.open().first()
    if running is not None and request.method != "POST":
        return redirect("cases:handover", case.public_id, running.public_id)
    form = ProposeHandoverForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues_of([case.team_id], without=current, today=file.today).get(case.team_id, []),
        current=current,
        may_decide=may_divide(case, user=request.user, rights=file.rights),
        today=file.today,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                handover = propose_handover(
                    case=case,
                    receiver=data["receiver"],
                    details=form.details,
                    expected=data["expected"],
                    by=request.user,
                    at=file.now,
                    request_key=data["request_key"],
                )
                if form.decides and handover.is_open:
                    accept_handover(handover=handover, by=request.user, at=file.now, because=data["because"])
        except CoordinatorHasChanged:
            form.add_error(None, _("A colleague changed the coordinator in the meantime. Look again and choose."))
            status = 409
        except CoordinatorLeaves:
            form.add_error("receiver", leaves())
        except CoordinatorNotInTeam:
            form.add_error("receiver", _("This colleague does not work in the team today. Choose somebody else."))
        except HandoverIsOpen:
            form.add_error(None, _("A handover of this case waits for an answer already."))
            status = 409
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime."))
        else:
            name = data["receiver"].name
            said = _("%(name)s is the coordinator now.") if form.decides else _("%(name)s is asked to take the case.")
            messages.success(request, said % {"name": name})
            return redirect_after_post(request, "cases:detail", case.public_id)
    now_with = case.coordinator_name  # type: ignore[attr-defined]  # annotated by for_list
    context = {"form": form, "case": case, "now_with": now_with}
    return render_page(request, "cases/coordinator/propose.html", context, status=status)
