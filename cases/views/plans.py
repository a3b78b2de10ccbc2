"""The plan: writing, agreeing, keeping it going, and reading earlier versions."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.plan import ActionForm, AgreementForm, GoalForm
from cases.models import Action, Case, Goal, Plan
from cases.permissions import can_change, visible_case
from cases.selectors.case_page import goals_of, plan_summary
from cases.services.lock_case import CaseIsClosed
from cases.services.write_plan import (
    GoalHasChanged,
    PlanHasEnded,
    PlanHasNoGoals,
    agree_on_plan,
    mark_action,
    remove_goal,
    save_action,
    save_goal,
    start_draft,
)
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


def _case_and_plan(request: StaffRequest, public_id: UUID, plan_id: UUID, *, to_change: bool) -> tuple[Case, Plan]:
    case = visible_case(public_id=public_id, user=request.user, on=timezone.localdate())
    plan = case.plans.filter(public_id=plan_id).first()
    if plan is None:
        raise Http404
    if to_change:
        require(can_change(case) and plan.ended_at is None)
    return case, plan


def _ended() -> str:
    return _("A newer version of the plan took its place. Your text stands below: copy it.")


@require_POST
@for_roles(*CASEWORKERS)
def start(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Begin the first plan, or the next version of the one in force."""
    now = timezone.now()
    case = visible_case(public_id=public_id, user=request.user, on=timezone.localdate(now))
    require(can_change(case))
    try:
        plan = start_draft(case=case, by=request.user, at=now)
    except CaseIsClosed:
        messages.error(request, _("This case was closed in the meantime."))
        return redirect_after_post(request, "cases:detail", case.public_id)
    return redirect_after_post(request, "cases:plan", case.public_id, plan.public_id)


@require_safe
@for_roles(*CASEWORKERS)
def plan(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """One version of the plan, with the way to the others."""
    now = timezone.now()
    case, shown = _case_and_plan(request, public_id, plan_id, to_change=False)
    record_reading(
        by=request.user,
        at=now,
        act=Act.OPEN,
        subject=Subject.CASE,
        seen=[(case.pk, case.household_id)],
        purpose="plan",
    )
    summary = plan_summary(*goals_of([shown])[0], today=timezone.localdate(now))
    context = {
        "case": case,
        "plan": summary,
        "versions": list(case.plans.order_by("-version")),
        "can_change": can_change(case) and shown.ended_at is None,
        "agreement": AgreementForm(today=timezone.localdate(now)) if shown.is_draft and case.is_open else None,
    }
    return render_page(request, "cases/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def goal(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID | None = None) -> HttpResponse:
    """Add or change a goal. When a colleague changed it meanwhile both texts are shown and nothing is lost."""
    case, shown = _case_and_plan(request, public_id, plan_id, to_change=True)
    one = shown.goals.filter(public_id=goal_id).first() if goal_id else Goal(plan=shown)
    if one is None:
        raise Http404
    form = GoalForm(request.POST if request.method == "POST" else None, goal=one if goal_id else None)
    theirs, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_goal(
                plan=shown,
                goal=form.apply_to(one),
                seen=form.cleaned_data["seen"].replace("\r\n", "\n"),
                by=request.user,
            )
        except GoalHasChanged as changed:
            theirs, status = changed.goal.text, 409
            form.data = request.POST.dict() | {"seen": theirs}
            form.add_error("text", _("A colleague changed this goal in the meantime. Compare the two and save again."))
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _ended())
        else:
            messages.success(request, _("The goal is saved."))
            return redirect_after_post(request, "cases:plan", case.public_id, shown.public_id)
    context = {"form": form, "case": case, "plan": shown, "goal_id": goal_id, "theirs": theirs}
    return render_page(request, "cases/goal.html", context, status=status)


@require_POST
@for_roles(*CASEWORKERS)
def goal_remove(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Take a goal out of a draft."""
    case, shown = _case_and_plan(request, public_id, plan_id, to_change=True)
    one = shown.goals.filter(public_id=goal_id).first()
    if one is None:
        raise Http404
    try:
        remove_goal(goal=one, by=request.user)
    except (PlanHasEnded, CaseIsClosed):
        messages.error(request, _("The household agreed on this plan: its goals stay."))
    else:
        messages.success(request, _("The goal is taken out of the draft."))
    return redirect_after_post(request, "cases:plan", case.public_id, shown.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def action(
    request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID, action_id: UUID | None = None
) -> HttpResponse:
    """Add or change an action."""
    case, shown = _case_and_plan(request, public_id, plan_id, to_change=True)
    of_goal = shown.goals.filter(public_id=goal_id).first()
    if of_goal is None:
        raise Http404
    one = of_goal.actions.filter(public_id=action_id).first() if action_id else Action(goal=of_goal)
    if one is None:
        raise Http404
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        case=case,
        today=timezone.localdate(),
        by=request.user,
        action=one if action_id else None,
    )
    if form.is_valid():
        try:
            save_action(goal=of_goal, action=form.apply_to(one), by=request.user)
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _ended())
        else:
            messages.success(request, _("The action is saved."))
            return redirect_after_post(request, "cases:plan", case.public_id, shown.public_id)
    context = {"form": form, "case": case, "plan": shown, "goal": of_goal, "action_id": action_id}
    return render_page(request, "cases/action.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def action_done(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID, action_id: UUID) -> HttpResponse:
    """Tick an action off, or put it back."""
    case, shown = _case_and_plan(request, public_id, plan_id, to_change=True)
    one = Action.objects.filter(public_id=action_id, goal__public_id=goal_id, goal__plan=shown).first()
    if one is None:
        raise Http404
    done_on = None if request.POST.get("done") == "no" else timezone.localdate()
    try:
        mark_action(action=one, done_on=done_on, by=request.user)
    except (PlanHasEnded, CaseIsClosed):
        messages.error(request, _("A newer version of the plan took its place. Look there."))
    return redirect_after_post(request, "cases:plan", case.public_id, shown.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def agree(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """The household agrees: the draft comes into force, the version before it becomes history."""
    now = timezone.now()
    case, shown = _case_and_plan(request, public_id, plan_id, to_change=True)
    form = AgreementForm(request.POST, today=timezone.localdate(now))
    if form.is_valid():
        try:
            agree_on_plan(
                plan=shown,
                agreed_by=form.cleaned_data["agreed_by"],
                agreed_on=form.cleaned_data["agreed_on"],
                evaluate_on=form.cleaned_data["evaluate_on"],
                by=request.user,
                at=now,
            )
        except PlanHasNoGoals:
            form.add_error(None, _("Write at least one goal first: a household can only agree on something."))
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _("A newer version of the plan took its place. Look there."))
        else:
            messages.success(request, _("The plan is in force."))
            return redirect_after_post(request, "cases:detail", case.public_id)
    summary = plan_summary(*goals_of([shown])[0], today=timezone.localdate(now))
    context = {
        "case": case,
        "plan": summary,
        "versions": list(case.plans.order_by("-version")),
        "can_change": True,
        "agreement": form,
        "form": form,
    }
    return render_page(request, "cases/plan.html", context, status=422)
