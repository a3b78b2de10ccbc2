"""The page of one case, and what it stands for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.case import CaseForm
from cases.forms.contact import ContactForm
from cases.permissions import can_change, visible_case
from cases.selectors.case_page import case_page, timeline
from cases.services.change_case import CaseHasChanged, change_case
from cases.services.lock_case import CaseIsClosed
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment

PURPOSE = "casework"


@require_safe
@for_roles(*CASEWORKERS)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Everything of a case on one page. Reading it is logged in the same transaction."""
    now = timezone.now()
    today = timezone.localdate(now)
    case = visible_case(public_id=public_id, user=request.user, on=today)
    record_reading(
        by=request.user,
        at=now,
        act=Act.OPEN,
        subject=Subject.CASE,
        seen=[(case.pk, case.household_id)],
        purpose=PURPOSE,
    )
    if requested_fragment(request, {"older"}) or request.GET.get("vanaf", "").isdigit():
        start = min(int(request.GET.get("vanaf") or 0), 100_000) if request.GET.get("vanaf", "").isdigit() else 0
        older = timeline(case=case, user=request.user, start=start)
        context = {"case": case, "timeline": older, "start": start}
        return render_page(request, "cases/journal.html", context, fragments={"older"})
    page = case_page(case=case, user=request.user, today=today)
    return render_page(request, "cases/detail.html", {"page": page, "form": ContactForm(now=now)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The question behind the question, the main theme, a worry about safety."""
    now = timezone.now()
    today = timezone.localdate(now)
    case = visible_case(public_id=public_id, user=request.user, on=today)
    require(can_change(case))
    form = CaseForm(request.POST if request.method == "POST" else None, case=case)
    theirs = ""
    status = 200
    if form.is_bound:
        status = 422
    if form.is_valid():
        try:
            change_case(
                case=case,
                underlying_question=form.cleaned_data["underlying_question"],
                theme=form.cleaned_data["theme"],
                has_safety_concern=form.cleaned_data["has_safety_concern"],
                # A browser sends lines of a hidden field with CR LF: what was read has LF alone.
                seen_question=form.cleaned_data["seen_question"].replace("\r\n", "\n"),
                by=request.user,
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        except CaseHasChanged as changed:
            theirs, status = changed.case.underlying_question, 409
            form.data = request.POST.dict() | {"seen_question": theirs}
            form.add_error(
                "underlying_question",
                _("A colleague changed this text in the meantime. Put both texts together and save again."),
            )
        else:
            messages.success(request, _("The case is saved."))
            return redirect_after_post(request, "cases:detail", case.public_id)
    asked = case.questions.order_by("received_at").first()
    context = {"form": form, "case": case, "asked": asked, "theirs": theirs}
    return render_page(request, "cases/edit.html", context, status=status)
