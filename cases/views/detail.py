"""The page of one case, and what it stands for."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.case import CaseForm
from cases.forms.contact import LogContactForm
from cases.selectors.case_page import case_page, older_timeline
from cases.services.change_case import ProvisionRestsOnIt, change_case
from cases.services.detect_change import HasChanged
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft

_START = re.compile(r"[0-9]{1,6}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@require_safe
@for_roles(*CASEWORKERS)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Everything of a case on one page; with `vanaf` only the older part of its timeline."""
    file = open_file(request, public_id)
    if _START.fullmatch(request.GET.get("vanaf", "")):
        return _older(request, file)
    page = case_page(case=file.case, user=request.user, rights=file.rights, today=file.today)
    form = LogContactForm(
        now=file.now,
        names=[member.name for member in page.members],
        is_escalation=page.escalated_since is not None,
    )
    return render_page(request, "cases/detail.html", {"page": page, "form": form})


def _older(request: StaffRequest, file: CaseFile) -> HttpResponse:
    after = request.GET.get("na", "")
    timeline = older_timeline(
        case=file.case,
        user=request.user,
        rights=file.rights,
        start=int(request.GET["vanaf"]),
        after=after if _MONTH.fullmatch(after) else "",
        today=file.today,
    )
    return render_page(request, "cases/journal.html", {"case": file.case, "timeline": timeline}, fragments={"older"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The question behind the question, the main theme, a worry about safety."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    back = "cases:exploration" if request.GET.get("terug") == "verkenning" else "cases:detail"
    form = CaseForm(request.POST if request.method == "POST" else None, instance=case)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            change_case(case=form.instance, seen=form.cleaned_data["seen"], by=request.user)
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        except ProvisionRestsOnIt:
            text = _("A provision rests on this question. Rewrite the question; do not leave it empty.")
            form.add_error("underlying_question", text)
            status = 422
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The case is saved."))
            return redirect_after_post(request, back, case.public_id)
    asked = case.questions.order_by("received_at", "pk").first()
    context = {"form": form, "case": case, "asked": asked, "back": back}
    return render_page(request, "cases/edit.html", context, status=status)
