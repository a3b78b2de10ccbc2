"""The team coordinator reads the draft, says what it means and publishes it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.reports import permissions
from wijkteam.reports.forms import ReadingForm, StoriesForm
from wijkteam.reports.selectors.jobs import jobs_of
from wijkteam.reports.selectors.reports import draft_report, drafts
from wijkteam.reports.selectors.told_stories import choices_for
from wijkteam.reports.services.publish_report import AlreadyPublished, ReadingMissing, publish_report, write_reading
from wijkteam.reports.services.stories import ReportIsPublished, StoryNotApproved, choose_stories


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def draft_list(request: StaffRequest) -> HttpResponse:
    overview = drafts(user=request.user, on=timezone.localdate())
    jobs = jobs_of(user=request.user, on=timezone.localdate(), at=timezone.now())
    return render_page(request, "reports/drafts.html", {"overview": overview, "jobs": jobs})


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def draft_detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    report = permissions.get_own_report(user=request.user, public_id=public_id, on=timezone.localdate())
    if report.is_published:
        return redirect_after_post(request, "reports:detail", report.public_id)
    return render_page(request, "reports/draft.html", {"draft": draft_report(report)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def reading_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    report = permissions.get_own_report(user=request.user, public_id=public_id, on=timezone.localdate())
    draft = draft_report(report)
    initial = {"reading": report.reading or draft.earlier_reading}
    form = ReadingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            write_reading(report=report, reading=form.cleaned_data["reading"], by=request.user, at=timezone.now())
        except AlreadyPublished:
            form.add_error(None, _("This report has been published in the meantime. It does not change any more."))
        else:
            messages.success(request, _("The reading has been saved."))
            return redirect_after_post(request, "reports:draft", report.public_id)
    context = {"form": form, "draft": draft}
    return render_page(request, "reports/reading.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def stories(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Choose which approved stories the report tells."""
    report = permissions.get_own_report(user=request.user, public_id=public_id, on=timezone.localdate())
    if report.is_published:
        return redirect_after_post(request, "reports:detail", report.public_id)
    choices = choices_for(report)
    form = StoriesForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_bound and form.is_valid():
        try:
            choose_stories(report=report, stories=form.cleaned_data["stories"])
        except ReportIsPublished:
            form.add_error(None, _("This report has been published in the meantime. It does not change any more."))
        except StoryNotApproved:
            form.add_error("stories", _("One of these stories was changed or withdrawn just now. Choose again."))
        else:
            messages.success(request, _("The stories have been chosen."))
            return redirect_after_post(request, "reports:draft", report.public_id)
    context = {"form": form, "draft": draft_report(report), "has_choices": bool(choices)}
    return render_page(request, "reports/stories.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def publish(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Asks once more, as nothing can be taken back afterwards."""
    report = permissions.get_own_report(user=request.user, public_id=public_id, on=timezone.localdate())
    problem = ""
    if request.method == "POST":
        try:
            publish_report(report=report, by=request.user, at=timezone.now())
        except AlreadyPublished:
            messages.info(request, _("This report was published already."))
            return redirect_after_post(request, "reports:detail", report.public_id)
        except ReadingMissing:
            problem = _("Write a reading first: figures without a reading are easily misread.")
        else:
            messages.success(request, _("The report has been published."))
            return redirect_after_post(request, "reports:detail", report.public_id)
    context = {"draft": draft_report(report), "problem": problem}
    return render_page(request, "reports/publish.html", context, status=422 if problem else 200)
