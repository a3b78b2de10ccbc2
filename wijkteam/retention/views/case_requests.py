"""At the file of a household: what was asked about their data, noting a request, and what people said of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.retention.forms.requests import CaseRequestForm, note_of
from wijkteam.retention.selectors.requests import due_said, people_of, statements_page
from wijkteam.retention.services.answer_resident import note_request


@require_safe
@for_roles(*CASEWORKERS)
def of_case(request: StaffRequest, public_id: UUID) -> HttpResponse:
    file = open_file(request, public_id)
    asked, said = statements_page(file.case, user=request.user, today=file.today)
    context = {
        "case": file.case,
        "asked": [(one, *due_said(one, today=file.today)) for one in asked],
        "said": said,
        "may_note": not file.rights.only_reads(file.case),
    }
    return render_page(request, "retention/of_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def note(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Also at a closed case: somebody may ask for years after."""
    file = open_file(request, public_id)
    require(not file.rights.only_reads(file.case))
    form = CaseRequestForm(
        request.POST if request.method == "POST" else None, people=people_of(file.case), today=file.today
    )
    if form.is_valid():
        made = note_request(case=file.case, by=request.user, at=file.now, **note_of(form.cleaned_data))
        messages.success(request, _("Noted. The privacy officer answers within a month."))
        return redirect_after_post(request, "retention:request", made.public_id)
    context = {
        "case": file.case,
        "form": form,
        "crumbs": [(file.case.household.name, reverse("cases:detail", args=[public_id]))],
    }
    return render_page(request, "retention/note.html", context, status=422 if form.is_bound else 200)
