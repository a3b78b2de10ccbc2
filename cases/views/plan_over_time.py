"""The plan through time: comparing versions, looking back, who agrees, and the letter for the family."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import EvaluationDecision
from cases.forms.evaluation import EvaluationForm
from cases.forms.plan import VoiceForm
from cases.models import Plan
from cases.permissions import can_change
from cases.selectors.compare_plans import compare_plans
from cases.selectors.plan_letter import Letter, plan_letter
from cases.selectors.plan_over_time import people_of, plan_page
from cases.services.evaluate_plan import GoalsHaveChanged, evaluate_plan
from cases.services.lock_case import CaseIsClosed
from cases.services.print_plan import print_plan
from cases.services.write_plan import PlanHasEnded, record_agreement
from cases.views.case_file import PURPOSE, CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, confirm_first, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 5 else None


@require_safe
@for_roles(*CASEWORKERS)
def compare(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Two versions of the plan: `van` and `naar` are their numbers, without them the last two."""
    file = open_file(request, public_id)
    older, newer = _number(request.GET.get("van", "")), _number(request.GET.get("naar", ""))
    comparison = compare_plans(case=file.case, older=older, newer=newer, today=file.today)
    if comparison is None and (older is not None or newer is not None):
        comparison = compare_plans(case=file.case, older=None, newer=None, today=file.today)
    context = {"case": file.case, "part": "plan", "comparison": comparison}
    return render_page(request, "cases/plan/compare.html", context)


def _in_force(file: CaseFile, plan_id: UUID) -> Plan:
    """Raises 404 when there is no such version, 403 when it is not in force (any more)."""
    plan = file.case.plans.filter(public_id=plan_id).first()
    if plan is None:
        raise Http404
    require(can_change(file.case) and plan.is_in_force)
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def evaluate(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """Look back on the plan in force: a score and a sentence per goal, what goes well, how to go on."""
    file = open_file(request, public_id, to_change=True)
    plan = _in_force(file, plan_id)
    page = plan_page(case=file.case, plan_id=plan_id, today=file.today)
    if page is None or page.plan is None or plan.agreed_on is None:
        raise Http404
    form = EvaluationForm(
        request.POST if request.method == "POST" else None,
        goals=page.plan.goals,
        people=people_of(file.case, today=file.today),
        agreed_on=plan.agreed_on,
        today=file.today,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        details = form.details
        try:
            evaluate_plan(
                plan=plan,
                details=details,
                judgements=form.judgements,
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _("A newer version of the plan took its place. Your text stands below: copy it."))
            status = 409
        except GoalsHaveChanged:
            form.add_error(None, _("The plan was changed in the meantime. Look at the goals and save again."))
            status = 409
        else:
            forget_draft(posted=request.POST, by=request.user)
            return _after(request, file, details.decision)
    context = {"case": file.case, "page": page, "plan": page.plan, "form": form}
    return render_page(request, "cases/plan/evaluate.html", context, status=status)


def _after(request: StaffRequest, file: CaseFile, decision: EvaluationDecision) -> HttpResponse:
    """Where one goes on depends on what was chosen."""
    case = file.case
    if decision == EvaluationDecision.CLOSE:
        messages.success(request, _("The evaluation is saved. Now round off the case."))
        return redirect_after_post(request, "cases:close", case.public_id)
    if decision == EvaluationDecision.ADJUST:
        draft = case.plans.draft().first()
        messages.success(request, _("The evaluation is saved. This is the draft of the next version."))
        if draft is not None:
            return redirect_after_post(request, "cases:plan", case.public_id, draft.public_id)
    else:
        messages.success(request, _("The evaluation is saved."))
    return redirect_after_post(request, "cases:plans", case.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def voice(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """What one more person of the household says to the plan in force."""
    file = open_file(request, public_id, to_change=True)
    plan = _in_force(file, plan_id)
    people = people_of(file.case, today=file.today)
    form = VoiceForm(request.POST if request.method == "POST" else None, people=people, today=file.today)
    if form.is_valid():
        said_on = form.cleaned_data["said_on"]
        try:
            record_agreement(plan=plan, voice=form.voice, said_on=said_on, by=request.user, at=file.now)
        except (PlanHasEnded, CaseIsClosed):
            messages.error(request, _("A newer version of the plan took its place. Look there."))
        else:
            messages.success(request, _("It is written down."))
        return redirect_after_post(request, "cases:plan", file.case.public_id, plan.public_id)
    context = {"case": file.case, "plan": plan, "form": form}
    return render_page(request, "cases/plan/voice.html", context, status=422 if form.is_bound else 200)


# -- the letter ------------------------------------------------------------------------------------


def _letter(file: CaseFile, plan_id: UUID) -> Letter:
    """Of the plan in force or the draft: an earlier version is not sent any more."""
    plan = file.case.plans.filter(public_id=plan_id, ended_at=None).first()
    if plan is None:
        raise Http404
    coordinator_id: int | None = file.case.coordinator_id  # type: ignore[attr-defined]  # annotated by for_list
    return plan_letter(case=file.case, plan=plan, coordinator_id=coordinator_id, today=file.today)


@require_safe
@for_roles(*CASEWORKERS)
def letter(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan as the family gets it on paper."""
    file = open_file(request, public_id)
    shown = _letter(file, plan_id)
    back = reverse("cases:plan", args=[public_id, plan_id])
    context: dict[str, Any] = {"case": file.case, "letter": shown, "plan_id": plan_id, "back": back}
    return render_page(request, "cases/plan/letter.html", context)


@confirm_first
@require_safe
@for_roles(*CASEWORKERS)
def letter_pdf(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """The same letter as a PDF. That it left the screen stands in the read log."""
    file = open_file(request, public_id)
    shown = _letter(file, plan_id)
    record_reading(
        by=request.user,
        at=file.now,
        act=Act.PRINT,
        subject=Subject.CASE,
        seen=[(file.case.pk, file.case.household_id)],
        purpose=PURPOSE,
    )
    response = HttpResponse(print_plan(letter=shown, at=file.now), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{file.case.number}-{shown.version}.pdf"'
    return response
