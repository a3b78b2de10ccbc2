"""Asking for a new version of a published report, and seeing how it is made."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.reports import permissions
from wijkteam.reports.forms import NewVersionForm
from wijkteam.reports.selectors.jobs import progress
from wijkteam.reports.selectors.late_entries import late_entries
from wijkteam.reports.selectors.report_page import month_name
from wijkteam.reports.services.ask_for_report import NothingToReplace, ask_for_report
from wijkteam.reports.services.make_report import DraftExists

_PROGRESS = "voortgang"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def new_version(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Says first what was entered since, then asks why."""
    report = permissions.get_own_report(user=request.user, public_id=public_id, on=timezone.localdate())
    if not report.is_published:
        return redirect_after_post(request, "reports:draft", report.public_id)
    form = NewVersionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            job = ask_for_report(
                team=report.team, month=report.month, at=timezone.now(), by=request.user, reason=reason
            )
        except (DraftExists, NothingToReplace):
            form.add_error(None, _("There is a new version of this month already: it waits among your drafts."))
        else:
            return redirect_after_post(request, "reports:job", job.public_id)
    late = late_entries(report, today=timezone.localdate())
    context = {"form": form, "report": report, "about": f"{report.name}, {month_name(report.month)}", "late": late}
    return render_page(request, "reports/new_version.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def job(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How far a report is. The page asks again by itself; where nothing changed the answer is empty."""
    found = permissions.get_own_job(user=request.user, public_id=public_id, on=timezone.localdate())
    now = progress(found, at=timezone.now())
    same = request.GET.get("stap") == f"{found.state}-{found.step}" and now.is_looked_at
    if same and requested_fragment(request, {_PROGRESS}):
        return HttpResponse(status=204)
    return render_page(request, "reports/job.html", {"progress": now}, fragments={_PROGRESS})
