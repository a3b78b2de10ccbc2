"""Closing a case, and after-care some months later."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import ClosingReason
from cases.forms.closing import AfterCareContactForm, ClosingForm, GiveUpAfterCareForm, PlanAfterCareForm
from cases.models import AfterCare
from cases.selectors.closed_page import closed_page
from cases.selectors.plan_page import plans_of
from cases.services.after_care import (
    AfterCareIsDone,
    AfterCareIsTooFar,
    CaseIsOpen,
    give_up_after_care,
    log_after_care,
    plan_after_care,
)
from cases.services.close_case import GoalsHaveChanged, SomethingIsOpen, close_case, open_ends
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End a case, with what became of each goal, what continues, and after-care."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    plans = plans_of(case, goals_of=Q(in_force_at__isnull=False, ended_at=None), today=file.today)
    goals = next((plan.goals for plan in plans if plan.is_in_force), ())
    ends = open_ends(case)
    form = ClosingForm(
        request.POST if request.method == "POST" else None,
        case=case,
        by=request.user,
        today=file.today,
        goals=goals,
        ends=ends,
    )
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
                words=form.cleaned_data["words"],
                left_open=form.cleaned_data.get("left_open", ""),
                goes_on=form.goes_on,
                after_care=form.after_care_plan,
            )
        except CaseIsClosed:
            messages.info(request, _("This case was closed already."))
            return redirect_after_post(request, "cases:detail", case.public_id)
        except GoalsHaveChanged:
            form.add_error(None, _("The plan was changed in the meantime. Look at the goals and save again."))
            status = 409
        except SomethingIsOpen:
            form.add_error(None, _("Something was begun in the meantime. Look at the page again."))
            status = 409
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The case is closed."))
            return redirect_after_post(request, "cases:closed", case.public_id)
    has_draft = any(plan.is_draft for plan in plans)
    context = {"form": form, "case": case, "ends": ends, "has_draft": has_draft}
    return render_page(request, "cases/close.html", context, status=status)


@require_safe
@for_roles(*CASEWORKERS)
def closed(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What came of a case that was closed."""
    file = _open_closed(request, public_id)
    context = {"case": file.case, "part": "overview", "page": closed_page(case=file.case, today=file.today)}
    return render_page(request, "cases/closing/closed.html", context)


# -- after-care ------------------------------------------------------------------------------------


def _open_closed(request: StaffRequest, public_id: UUID) -> CaseFile:
    """The file of a case that was closed; an open one is refused with 403."""
    file = open_file(request, public_id)
    require(not file.case.is_open)
    return file


def _after_care(file: CaseFile, after_care_id: UUID) -> AfterCare:
    found = AfterCare.objects.filter(case=file.case, public_id=after_care_id).select_related("worker").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def after_care_add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Plan after-care for a closed case."""
    file = _open_closed(request, public_id)
    form = PlanAfterCareForm(
        request.POST if request.method == "POST" else None, case=file.case, by=request.user, today=file.today
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            plan_after_care(
                case=file.case, due_on=given["due_on"], worker=given["worker"], by=request.user, at=file.now
            )
        except AfterCareIsTooFar:
            form.add_error("due_on", _("Choose a day after the closing and within a year of it."))
        except CaseIsOpen:
            return redirect_after_post(request, "cases:detail", file.case.public_id)
        else:
            messages.success(request, _("The after-care is planned."))
            return redirect_after_post(request, "cases:closed", file.case.public_id)
    context = {"case": file.case, "form": form}
    return render_page(request, "cases/closing/plan_after_care.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def after_care(request: StaffRequest, public_id: UUID, after_care_id: UUID) -> HttpResponse:
    """Log how it goes some months later: the one contact that a closed case takes."""
    file = _open_closed(request, public_id)
    one = _after_care(file, after_care_id)
    case = file.case
    form = AfterCareContactForm(
        request.POST if request.method == "POST" else None, now=file.now, closed_on=case.closed_on or file.today
    )
    if form.is_valid():
        try:
            log_after_care(
                after_care=one, details=form.details, by=request.user, request_key=form.cleaned_data["request_key"]
            )
        except AfterCareIsDone:
            form.add_error(None, _("A colleague did this after-care already. Your text stands below: copy it."))
        else:
            messages.success(request, _("The after-care and its hours are saved."))
            return redirect_after_post(request, "cases:closed", case.public_id)
    context = {"case": case, "form": form, "after_care": one, "give_up": GiveUpAfterCareForm()}
    return render_page(request, "cases/closing/after_care.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def after_care_give_up(request: StaffRequest, public_id: UUID, after_care_id: UUID) -> HttpResponse:
    """Say why the after-care was not done."""
    file = _open_closed(request, public_id)
    one = _after_care(file, after_care_id)
    form = GiveUpAfterCareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_up_after_care(after_care=one, because=form.cleaned_data["because"], by=request.user, at=file.now)
        except AfterCareIsDone:
            messages.info(request, _("A colleague was first: look what became of it."))
        else:
            messages.success(request, _("It is written down."))
        return redirect_after_post(request, "cases:closed", file.case.public_id)
    context = {"case": file.case, "form": form, "after_care": one}
    return render_page(request, "cases/closing/give_up.html", context, status=422 if form.is_bound else 200)
