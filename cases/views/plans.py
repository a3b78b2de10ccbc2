"""The plan: writing, agreeing, keeping it going, and reading earlier versions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import ScoreGiver
from cases.forms.plan import ActionForm, AgreementForm, GoalForm, ScoreForm
from cases.models import Action, Case, Goal, Plan
from cases.permissions import can_change
from cases.selectors.mandates import may_decide
from cases.selectors.plan_over_time import overdue_words, people_of, plan_page
from cases.services.detect_change import HasChanged
from cases.services.evaluate_plan import score_goal
from cases.services.lock_case import CaseIsClosed
from cases.services.plan_contents import contents_of
from cases.services.write_plan import (
    NobodyAgreed,
    PlanHasEnded,
    PlanHasNoGoals,
    agree_on_plan,
    discard_draft,
    mark_action,
    remove_action,
    remove_goal,
    save_action,
    save_goal,
    start_draft,
)
from cases.views.case_file import CaseFile, find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft


def _plan(file: CaseFile, plan_id: UUID, *, to_change: bool = True) -> Plan:
    """With `to_change` an ended version is refused with 403: it stays as it was."""
    plan = file.case.plans.filter(public_id=plan_id).first()
    if plan is None:
        raise Http404
    require(not to_change or (can_change(file.case) and plan.ended_at is None))
    return plan


def _goal(plan: Plan, goal_id: UUID) -> Goal:
    goal = plan.goals.filter(public_id=goal_id).first()
    if goal is None:
        raise Http404
    return goal


def _ended() -> str:
    return _("A newer version of the plan took its place. Your text stands below: copy it.")


def _look_there(request: StaffRequest) -> None:
    messages.error(request, _("A newer version of the plan took its place. Look there."))


def _look_first(request: StaffRequest) -> None:
    messages.error(request, _("A colleague changed this in the meantime. Look at it before you take it away."))


def _to_plan(request: StaffRequest, case: Case, plan: Plan) -> HttpResponse:
    return redirect_after_post(request, "cases:plan", case.public_id, plan.public_id)


# -- a version -------------------------------------------------------------------------------------


@require_POST
@for_roles(*CASEWORKERS)
def start(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Begin the first plan, or the next version of the one in force."""
    file = find_file(request, public_id, to_change=True)
    try:
        plan = start_draft(case=file.case, by=request.user, at=file.now)
    except CaseIsClosed:
        messages.error(request, _("This case was closed in the meantime."))
        return redirect_after_post(request, "cases:detail", file.case.public_id)
    return _to_plan(request, file.case, plan)


@require_safe
@for_roles(*CASEWORKERS)
def plans(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The plan in force (or the draft, or the way to begin one), with the way to the other versions."""
    return _plan_page(request, open_file(request, public_id), None)


@require_safe
@for_roles(*CASEWORKERS)
def plan(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """One version of the plan, with the way to the others."""
    return _plan_page(request, open_file(request, public_id), plan_id)


def _plan_page(
    request: StaffRequest, file: CaseFile, plan_id: UUID | None, agreement: AgreementForm | None = None
) -> HttpResponse:
    page = plan_page(case=file.case, plan_id=plan_id, today=file.today)
    if page is None:
        raise Http404
    shown = page.plan
    if shown is not None and shown.is_draft and file.case.is_open and agreement is None:
        agreement = AgreementForm(today=file.today, people=people_of(file.case, today=file.today))
    context: dict[str, Any] = {
        "case": file.case,
        "part": "plan",
        "page": page,
        "plan": shown,
        "can_change": can_change(file.case) and (shown is None or shown.ended_at is None),
        "overdue": overdue_words(shown, today=file.today) if shown is not None and file.case.is_open else "",
        "agreement": agreement,
        "contents": contents_of(shown.public_id) if shown is not None and shown.is_draft else "",
    }
    if agreement is not None and agreement.is_bound:
        context["form"] = agreement  # the title of the page begins with "Error"
    return render_page(request, "cases/plan.html", context, status=422 if "form" in context else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def agree(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """The household agrees: the draft comes into force, the version before it becomes history."""
    file = open_file(request, public_id)
    if request.method != "POST":
        return _plan_page(request, file, plan_id)
    shown = _plan(file, plan_id)
    form = AgreementForm(request.POST, today=file.today, people=people_of(file.case, today=file.today))
    if form.is_valid():
        try:
            agree_on_plan(
                plan=shown,
                voices=form.voices,
                agreed_by=form.cleaned_data["agreed_by"],
                agreed_on=form.cleaned_data["agreed_on"],
                evaluate_on=form.cleaned_data["evaluate_on"],
                by=request.user,
                at=file.now,
            )
        except PlanHasNoGoals:
            form.add_error(None, _("Write at least one goal first: a household can only agree on something."))
        except NobodyAgreed:
            form.add_error(None, _("Say who agreed: at least one person of the household."))
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _("A newer version of the plan took its place. Look there."))
        else:
            messages.success(request, _("The plan is in force."))
            return redirect_after_post(request, "cases:detail", file.case.public_id)
    return _plan_page(request, file, plan_id, form)


@require_POST
@for_roles(*CASEWORKERS)
def discard(request: StaffRequest, public_id: UUID, plan_id: UUID) -> HttpResponse:
    """Throw a draft away; the plan in force stays."""
    file = find_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    try:
        discard_draft(plan=shown, by=request.user, seen=request.POST.get("seen", ""))
    except HasChanged:
        _look_first(request)
        return _to_plan(request, file.case, shown)
    except (PlanHasEnded, CaseIsClosed):
        messages.error(request, _("The household agreed on this plan in the meantime: it stays."))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect_after_post(request, "cases:detail", file.case.public_id)


# -- goals -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def goal(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID | None = None) -> HttpResponse:
    """Add or change a goal. When a colleague changed it meanwhile both texts are shown and nothing is lost."""
    file = open_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    one = _goal(shown, goal_id) if goal_id else Goal(plan=shown)
    form = GoalForm(request.POST if request.method == "POST" else None, goal=one if goal_id else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_goal(plan=shown, goal=form.apply_to(one), seen=form.cleaned_data["seen"], by=request.user)
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _ended())
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The goal is saved."))
            return _to_plan(request, file.case, shown)
    context = {"form": form, "case": file.case, "plan": shown, "goal_id": goal_id}
    if goal_id and shown.is_draft:
        context["contents"] = contents_of(shown.public_id, goal_id=one.public_id)
    return render_page(request, "cases/goal.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def score(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """How a goal of the plan in force stands now, and who says so."""
    file = open_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    require(shown.is_in_force)
    one = _goal(shown, goal_id)
    form = ScoreForm(request.POST if request.method == "POST" else None, goal=one, today=file.today)
    if form.is_valid():
        given = form.cleaned_data
        try:
            score_goal(
                goal=one,
                score=given["score"],
                given_by=ScoreGiver(given["given_by"]),
                scored_on=given["scored_on"],
                note=given["note"],
                by=request.user,
                at=file.now,
                request_key=given["request_key"],
            )
        except (PlanHasEnded, CaseIsClosed):
            _look_there(request)
        return _to_plan(request, file.case, shown)
    context = {"form": form, "case": file.case, "plan": shown, "goal": one}
    return render_page(request, "cases/score.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def goal_remove(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Take a goal out of a draft."""
    file = find_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    try:
        remove_goal(goal=_goal(shown, goal_id), by=request.user, seen=request.POST.get("seen", ""))
    except HasChanged:
        _look_first(request)
    except (PlanHasEnded, CaseIsClosed):
        messages.error(request, _("The household agreed on this plan: its goals stay."))
    else:
        messages.success(request, _("The goal is taken out of the draft."))
    return _to_plan(request, file.case, shown)


# -- actions ---------------------------------------------------------------------------------------


def _action(goal: Goal, action_id: UUID) -> Action:
    action = goal.actions.filter(public_id=action_id).first()
    if action is None:
        raise Http404
    return action


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def action(
    request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID, action_id: UUID | None = None
) -> HttpResponse:
    """Add or change an action."""
    file = open_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    of_goal = _goal(shown, goal_id)
    one = _action(of_goal, action_id) if action_id else Action(goal=of_goal)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        case=file.case,
        today=file.today,
        by=request.user,
        action=one if action_id else None,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_action(goal=of_goal, action=form.apply_to(one), seen=form.cleaned_data["seen"], by=request.user)
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _ended())
        else:
            messages.success(request, _("The action is saved."))
            return _to_plan(request, file.case, shown)
    context = {"form": form, "case": file.case, "plan": shown, "goal": of_goal, "action_id": action_id}
    context["decides"] = may_decide(file.case, today=file.today)
    return render_page(request, "cases/action.html", context, status=status)


@require_POST
@for_roles(*CASEWORKERS)
def action_done(request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID, action_id: UUID) -> HttpResponse:
    """Tick an action off, or put it back."""
    file = find_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    one = _action(_goal(shown, goal_id), action_id)
    done_on = None if request.POST.get("done") == "no" else timezone.localdate(file.now)
    try:
        mark_action(action=one, done_on=done_on, by=request.user)
    except (PlanHasEnded, CaseIsClosed):
        _look_there(request)
    return _to_plan(request, file.case, shown)


@require_POST
@for_roles(*CASEWORKERS)
def action_remove(
    request: StaffRequest, public_id: UUID, plan_id: UUID, goal_id: UUID, action_id: UUID
) -> HttpResponse:
    """Take an action out of the plan."""
    file = find_file(request, public_id, to_change=True)
    shown = _plan(file, plan_id)
    try:
        one = _action(_goal(shown, goal_id), action_id)
        remove_action(action=one, by=request.user, seen=request.POST.get("seen", ""))
    except HasChanged:
        _look_first(request)
    except (PlanHasEnded, CaseIsClosed):
        _look_there(request)
    else:
        messages.success(request, _("The action is taken out of the plan."))
    return _to_plan(request, file.case, shown)
