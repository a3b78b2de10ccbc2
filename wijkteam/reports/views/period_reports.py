"""Periods over a quarter, half a year or a year, for whoever reads reports."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports import permissions
from wijkteam.reports.enums import FileKind
from wijkteam.reports.selectors.period_reports import period_file_name, read_period
from wijkteam.reports.views.published import CONTENT_TYPES, READERS


@require_safe
@for_roles(*READERS)
def period(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = permissions.get_period_report(public_id=public_id)
    return render_page(request, "reports/period.html", {"read": read_period(found)})


@require_safe
@for_roles(*READERS)
def period_file(request: StaffRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The stored bytes, with their checksum as ETag."""
    found, file = permissions.get_period_file(public_id=public_id, kind=kind)
    response = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[FileKind(file.kind)])
    name = period_file_name(found, FileKind(file.kind))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["ETag"] = f'"{file.sha256}"'
    return response
