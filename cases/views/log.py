"""Logging something from anywhere: one key on a keyboard, one tap on a phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.log import LogForm
from cases.models import CaseRights
from cases.selectors.to_log import page_of_case, suggestions
from cases.services.lock_case import CaseIsClosed
from cases.services.log_contact import log_contact
from cases.views.case_file import PURPOSE, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def log(request: StaffRequest) -> HttpResponse:
    """A contact with one of the households that one works with; the way to outreach, hours and a signal beside it."""
    now = timezone.now()
    today = timezone.localdate(now)
    rights = CaseRights.of(request.user, on=today)
    posted = request.method == "POST"
    # Only for what is proposed: the rights decide, and what is chosen is looked up again.
    came_from = page_of_case(request.POST.get("case_page", "") if posted else request.headers.get("Referer", ""))
    offered = suggestions(user=request.user, rights=rights, on=today, came_from=came_from)
    form = LogForm(request.POST if posted else None, now=now, suggestions=offered)
    if form.is_valid():
        file = open_file(request, form.case_id, to_change=True)
        try:
            log_contact(
                case=file.case, details=form.details, by=request.user, request_key=form.cleaned_data["request_key"]
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The contact and its hours are saved."))
            return redirect_after_post(request, "cases:detail", file.case.public_id)
    if offered:
        seen = sorted(one.seen for one in offered)
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    context = {"form": form, "came_from": f"/casussen/{came_from}/" if came_from else "", "has_cases": bool(offered)}
    return render_page(request, "cases/log.html", context, status=422 if form.is_bound else 200)
