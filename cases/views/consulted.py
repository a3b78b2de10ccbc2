"""The overview that a resident may ask for: who consulted our file, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.consulted import ConsultedForm
from cases.models import Household
from cases.selectors.consulted import consulted, year_before
from cases.views.case_file import open_file
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, confirm_first, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.selectors.merged import numbers_of
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import render_page

PURPOSE = "resident"


@confirm_first
@require_safe
@for_roles(*CASEWORKERS)
def of_case(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """From the file, by somebody who may see it, to print and give away."""
    file = open_file(request, public_id)
    page = consulted(household=file.case.household_id, since=year_before(file.today), now=file.now)
    record_reading(
        by=request.user,
        at=file.now,
        act=Act.PRINT,
        subject=Subject.READ_LOG,
        seen=[(0, file.case.household_id)],
        purpose=PURPOSE,
    )
    context = {"case": file.case, "page": page, "household": file.case.household.name}
    return render_page(request, "cases/consulted/page.html", context)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def of_household(request: StaffRequest) -> HttpResponse:
    """For the privacy officer, who sees no file: by its number, and posted, as it stays out of the address."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = ConsultedForm(request.POST if request.method == "POST" else None, initial={"since": year_before(today)})
    page = None
    if form.is_valid():
        number = form.cleaned_data["household"]
        if not Household.objects.filter(pk__in=numbers_of(number)[0]).exists():
            form.add_error("household", form.unknown)
        else:
            page = consulted(household=number, since=form.cleaned_data["since"], now=now)
            record_reading(
                by=request.user,
                at=now,
                act=Act.PRINT,
                subject=Subject.READ_LOG,
                seen=[(0, number)],
                purpose=PURPOSE,
            )
    context = {"form": form, "page": page, "household": ""}
    return render_page(
        request, "cases/consulted/by_number.html", context, status=422 if form.is_bound and form.errors else 200
    )
