"""Published reports, for commissioners and for the teams themselves. Read through the role that sees nothing else."""

from collections.abc import Hashable
from functools import lru_cache
from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.areas.selectors.words import in_words
from wijkteam.core.htmx import render_page
from wijkteam.reports import permissions
from wijkteam.reports.enums import FileKind
from wijkteam.reports.selectors.conversation import Asked, asked_about, with_talks
from wijkteam.reports.selectors.period_reports import period_list
from wijkteam.reports.selectors.report_changes import report_changes
from wijkteam.reports.selectors.report_page import report_page
from wijkteam.reports.selectors.reports import file_name, library, published_report
from wijkteam.reports.selectors.told_stories import told_in
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
    report = permissions.get_published_report(public_id=public_id, without_content=True)
    may_ask = permissions.can_ask(request.user)
    if may_ask:
        mark_read(user=request.user, report_id=report.pk, at=timezone.now())
    drawn = _drawn(public_id, in_words(), asked_about(report), may_ask=may_ask)
    may_make_public = permissions.may_make_public(user=request.user, report=report, on=timezone.localdate())
    context = {"published": published_report(report), "drawn": drawn, "may_make_public": may_make_public}
    return render_page(request, "reports/report.html", context)


# A published report never changes (`published_report_is_frozen`), and drawing it takes longer than all else of its
# page. Twenty-four are 2.5 MB; in this process and not in the shared cache, which would then write our pages.
@lru_cache(maxsize=24)
def _drawn(public_id: UUID, words: Hashable, asked: Asked, *, may_ask: bool) -> str:
    """All that depends on the report alone, for who may read it: `report_detail` decides that first, each time."""
    report = permissions.get_published_report(public_id=public_id)
    context = {
        "page": with_talks(report_page(report.content), report, asked, may_ask=may_ask),
        "changes": report_changes(report.content),
        "reading": report.reading,
        "stories": told_in(report.stories),
    }
    return render_to_string("reports/_published.html", context)


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
