"""Escalations of a case, and the list over all cases for the team coordinator."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.escalation import BeginEscalationForm, EndEscalationForm
from cases.models import CaseRights
from cases.permissions import can_change
from cases.selectors.escalations import all_escalations, escalations_of
from cases.services.escalate import (
    EndsBeforeItBegan,
    EscalationHasEnded,
    EscalationIsRunning,
    begin_escalation,
    end_escalation,
)
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import PURPOSE, open_file
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def escalations(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What escalated in this case and how long it took; where nothing runs one can begin here."""
    file = open_file(request, public_id, to_change=request.method == "POST")
    case = file.case
    form = BeginEscalationForm(request.POST if request.method == "POST" else None, now=file.now)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            begin_escalation(
                case=case,
                began_at=form.moment,
                reason=form.cleaned_data["reason"],
                by=request.user,
                request_key=form.cleaned_data["request_key"],
            )
        except EscalationIsRunning:
            form.add_error(None, _("At that moment there was an escalation already. Look at the list beside it."))
            status = 409
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The escalation is marked. A contact that you log now counts its hours."))
            return redirect_after_post(request, "cases:escalations", case.public_id)
    rows = escalations_of(case, now=file.now)
    running = next((row for row in rows if row.is_running), None)
    context = {
        "case": case,
        "rows": rows,
        "running": running,
        "form": form if can_change(case) and (running is None or form.is_bound) else None,
        "can_change": can_change(case),
    }
    return render_page(request, "cases/escalation/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def end(request: StaffRequest, public_id: UUID, escalation_id: UUID) -> HttpResponse:
    """Say when it ended, and what made it end."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    escalation = case.escalations.filter(public_id=escalation_id).first()
    if escalation is None:
        raise Http404
    form = EndEscalationForm(request.POST if request.method == "POST" else None, now=file.now)
    if form.is_valid():
        try:
            end_escalation(
                escalation=escalation, ended_at=form.moment, outcome=form.cleaned_data["outcome"], by=request.user
            )
        except EndsBeforeItBegan:
            form.add_error("time", _("It began later than this. Fill in when it was over."))
        except EscalationHasEnded:
            messages.info(request, _("A colleague ended this escalation already."))
            return redirect_after_post(request, "cases:escalations", case.public_id)
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            messages.success(request, _("The escalation is over."))
            return redirect_after_post(request, "cases:escalations", case.public_id)
    context = {"case": case, "form": form, "escalation": escalation}
    return render_page(request, "cases/escalation/end.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def overview(request: StaffRequest) -> HttpResponse:
    """All escalations of the own teams, what runs first."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = all_escalations(rights=CaseRights.of(request.user, on=today), now=now, today=today)
    record_reading(
        by=request.user,
        at=now,
        act=Act.LIST,
        subject=Subject.CASE,
        seen=sorted({(row.case_pk, row.household_pk) for row in rows}),
        purpose=PURPOSE,
    )
    minutes = sum(row.minutes for row in rows)
    return render_page(
        request,
        "cases/escalation/overview.html",
        {"rows": rows, "running": sum(row.is_running for row in rows), "minutes": minutes},
    )
