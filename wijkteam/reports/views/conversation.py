"""Questions about published reports: ask on a line, answer, close, and plan to sit down together."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.reports import permissions
from wijkteam.reports.forms.conversation import CloseForm, PlanAnswerForm, PlanForm, PostForm, QuestionForm
from wijkteam.reports.models import ReflectionPlan
from wijkteam.reports.models.conversation import READER_ROLES
from wijkteam.reports.selectors.conversation import all_threads, line_page, teams_to_ask, thread_page
from wijkteam.reports.selectors.report_lines import line_of
from wijkteam.reports.services.talk_about_report import (
    PlanIsAnswered,
    PlanIsWaiting,
    ThreadIsClosed,
    answer_plan,
    ask_about,
    close_thread,
    mark_read,
    propose_reflection,
    write_post,
)


@require_safe
@for_roles(*READER_ROLES)
def threads(request: StaffRequest) -> HttpResponse:
    """All questions, those that are open first."""
    return render_page(request, "reports/questions.html", {"overview": all_threads(user=request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READER_ROLES)
def line(request: StaffRequest, public_id: UUID, key: str) -> HttpResponse:
    """What was asked about one line, and a form for who may ask."""
    now = timezone.now()
    report = permissions.get_published_report(public_id=public_id)
    about = line_of(report.content, key)
    if about is None:
        raise Http404
    may_ask = permissions.can_ask(request.user)
    form = None
    if may_ask:
        form = QuestionForm(
            request.POST if request.method == "POST" else None,
            teams=teams_to_ask(report),
            chosen=about.team,
            today=timezone.localdate(now),
        )
    elif request.method == "POST":
        require(False)
    if form is not None and form.is_valid():
        made = ask_about(
            report=report,
            line=about.key,
            line_name=about.label,
            teams=form.asked_teams,
            question=form.cleaned_data["question"],
            by=request.user,
            at=now,
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("Your question has been asked. The team sees it in its work of today."))
        return redirect_after_post(request, "reports:thread", made[0].public_id)
    context = {"page": line_page(report=report, line=about, user=request.user), "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return render_page(request, "reports/line.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READER_ROLES)
def thread(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A question with everything that was said; a post adds to it."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = permissions.get_thread(user=request.user, public_id=public_id)
    may_ask = permissions.can_ask(request.user)
    may_answer = permissions.can_answer(user=request.user, thread=found, on=today)
    if request.method == "POST":
        require(may_ask or may_answer)
    form = PostForm(request.POST if request.method == "POST" else None, is_answer=may_answer, today=today)
    status = 422 if form.is_bound else 200
    unsaved = ""
    if form.is_bound and form.is_valid():
        try:
            write_post(
                thread=found,
                text=form.cleaned_data["text"],
                is_from_team=may_answer,
                by=request.user,
                at=now,
                request_key=form.cleaned_data["request_key"],
            )
        except ThreadIsClosed:
            found, unsaved = permissions.get_thread(user=request.user, public_id=public_id), form.cleaned_data["text"]
            status = 409
        else:
            messages.success(request, _("Your words have been added."))
            return redirect_after_post(request, "reports:thread", found.public_id)
    if may_ask:
        mark_read(user=request.user, report_id=found.report_id, thread=found, at=now)
    page = thread_page(found, may_ask=may_ask, may_answer=may_answer)
    context = {"page": page, "form": form if page.may_post else None, "unsaved": unsaved}
    return render_page(request, "reports/thread.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COMMISSIONER, Role.TEAM_COORDINATOR)
def close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Nothing more needs to be said: why."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = permissions.get_thread(user=request.user, public_id=public_id)
    may_answer = permissions.can_answer(user=request.user, thread=found, on=today)
    page = thread_page(found, may_ask=permissions.can_ask(request.user), may_answer=may_answer)
    if found.is_closed:
        messages.info(request, _("This question was closed already."))
        return redirect_after_post(request, "reports:thread", found.public_id)
    require(page.may_close)
    form = CloseForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_bound and form.is_valid():
        try:
            close_thread(thread=found, note=form.cleaned_data["note"], by=request.user, at=now)
        except ThreadIsClosed:
            messages.info(request, _("This question was closed already."))
        else:
            messages.success(request, _("The question has been closed."))
        return redirect_after_post(request, "reports:thread", found.public_id)
    context = {"page": page, "form": form}
    return render_page(request, "reports/thread_close.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COMMISSIONER)
def propose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A day to sit down together about this question."""
    now = timezone.now()
    found = permissions.get_thread(user=request.user, public_id=public_id)
    form = PlanForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            propose_reflection(
                thread=found,
                day=given["day"],
                who=given["who"],
                about=given["about"],
                by=request.user,
                at=now,
                request_key=given["request_key"],
            )
        except ThreadIsClosed:
            messages.error(request, _("This question was closed in the meantime: nothing was proposed."))
        except PlanIsWaiting:
            messages.info(request, _("There is a proposal already. The team has not answered it yet."))
        else:
            messages.success(request, _("Your proposal has been sent to the team."))
        return redirect_after_post(request, "reports:thread", found.public_id)
    page = thread_page(found, may_ask=True, may_answer=False)
    if not form.is_bound and not page.may_propose:
        messages.info(request, _("Nothing can be proposed here now."))
        return redirect_after_post(request, "reports:thread", found.public_id)
    context = {"page": page, "form": form}
    return render_page(request, "reports/plan.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def plan_answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The coordinator of the team says whether the day suits."""
    now = timezone.now()
    today = timezone.localdate(now)
    plan = ReflectionPlan.objects.select_related("thread").filter(public_id=public_id).first()
    if plan is None:
        raise Http404
    found = permissions.get_thread(user=request.user, public_id=plan.thread.public_id)
    require(permissions.can_answer(user=request.user, thread=found, on=today))
    if plan.answered_at is not None:
        messages.info(request, _("This proposal was answered already."))
        return redirect_after_post(request, "reports:thread", found.public_id)
    form = PlanAnswerForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            answer_plan(plan=plan, accepted=given["accepted"] == "yes", note=given["note"], by=request.user, at=now)
        except PlanIsAnswered:
            messages.info(request, _("This proposal was answered already."))
        else:
            messages.success(request, _("Your answer stands in the question."))
        return redirect_after_post(request, "reports:thread", found.public_id)
    context = {"page": thread_page(found, may_ask=False, may_answer=True), "plan": plan, "form": form}
    return render_page(request, "reports/plan_answer.html", context, status=422 if form.is_bound else 200)
