"""Published reports, for commissioners and for the teams themselves. Read through the role that sees nothing else."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports import permissions
from wijkteam.reports.enums import FileKind
from wijkteam.reports.selectors.conversation import with_talks
from wijkteam.reports.selectors.period_reports import period_list
from wijkteam.reports.selectors.reports import file_name, library, published_report
from wijkteam.reports.services.talk_about_report import mark_read

READERS = (Role.COMMISSIONER, Role.TEAM_COORDINATOR, Role.TEAM_MEMBER)
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSON: "application/json",
}


@require_safe
@for_roles(*READERS)
def report_list(request: StaffRequest) -> HttpResponse:
    return render_page(request, "reports/list.html", {"library": library(), "periods": period_list()})


@require_safe
@for_roles(*READERS)
def report_detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    report = permissions.get_published_report(public_id=public_id)
    published = published_report(report)
    may_ask = permissions.can_ask(request.user)
    if may_ask:
        mark_read(user=request.user, report_id=report.pk, at=timezone.now())
    published = replace(published, page=with_talks(published.page, report, may_ask=may_ask))
    may_make_public = permissions.may_make_public(user=request.user, report=report, on=timezone.localdate())
    context = {"published": published, "may_make_public": may_make_public}
    return render_page(request, "reports/report.html", context)


@require_safe
@for_roles(*READERS)
def report_file(request: StaffRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The stored bytes, with their checksum as ETag."""
    report, file = permissions.get_file(public_id=public_id, kind=kind)
    response = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[FileKind(file.kind)])
    name = file_name(report, FileKind(file.kind))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["ETag"] = f'"{file.sha256}"'
    return response
